"""The schools that people come from: read, kept in step, offered."""
