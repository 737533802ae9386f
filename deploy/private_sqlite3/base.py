"""Django's own SQLite, whose files are this account's alone and whose writers stand in line."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from deploy.private_sqlite3.writers import LINE

OTHERS = 0o077
BESIDE_IT = ("", "-wal", "-shm", "-journal")


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        keep_private(Path(conn_params["database"]))
        return super().get_new_connection({"timeout": LINE.patience, **conn_params})

    def _start_transaction_under_autocommit(self) -> None:
        with LINE.turn():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs


def keep_private(database: Path) -> None:
    """Make the file before SQLite does: it gives the files beside it the same mode.

    A file that is there is never opened: closing it would end the locks of this process.
    """
    with suppress(FileExistsError):
        database.touch(mode=0o600, exist_ok=False)
    for ending in BESIDE_IT:
        file = database.with_name(database.name + ending)
        with suppress(FileNotFoundError, PermissionError):  # gone, or another account's
            mode = file.stat().st_mode
            if mode & OTHERS:
                file.chmod(mode & ~OTHERS)
