"""The ENGINE of a database on a PostgreSQL server."""
