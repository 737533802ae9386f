"""Which errors say that the database or the disk cannot do it now, though later it may."""

import errno
import sqlite3

from django.db import InterfaceError, OperationalError

# The first byte of an extended result code is its kind: https://www.sqlite.org/rescode.html
KIND = 0xFF
PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}
# PostgreSQL's classes "connection exception" and "operator intervention", but for 57014, which
# only ends a statement.
CONNECTION_LOST = ("08", "57P0")


def is_passing(error: BaseException) -> bool:
    """Whether trying again later can help: busy, full, stopped or restarted."""
    if isinstance(error, OperationalError):
        code = getattr(error.__cause__, "sqlite_errorcode", None)
        return code is None or code & KIND in PASSING
    if isinstance(error, InterfaceError):
        return True
    return isinstance(error, OSError) and error.errno in NO_ROOM


def has_lost_connection(error: BaseException) -> bool:
    """Whether the database server ended the connection, or was gone when it was used."""
    if error.__cause__ is None or hasattr(error.__cause__, "sqlite_errorcode"):
        return False
    state = sql_state(error)
    return state is None or state.startswith(CONNECTION_LOST)


def sql_state(error: BaseException) -> str | None:
    """The five characters that PostgreSQL gives its reason in; None on SQLite."""
    return getattr(error.__cause__, "sqlstate", None)
