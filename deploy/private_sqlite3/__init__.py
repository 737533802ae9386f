"""The ENGINE of a database in a file that nobody else on the machine may read."""
