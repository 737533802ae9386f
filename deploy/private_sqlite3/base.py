"""Django's own SQLite, whose files are this account's alone and whose writers stand in line."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from deploy.private_sqlite3.writers import LINE

ASK_EVERY = 0.002  # seconds
OTHERS = 0o077
BESIDE_IT = ("", "-wal", "-shm", "-journal")


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        keep_private(Path(conn_params["database"]))
        return super().get_new_connection({"timeout": LINE.patience, **conn_params})

    def _start_transaction_under_autocommit(self) -> None:
        """Raises OperationalError once the connection's busy_timeout is over.

        SQLite itself asks for the lock ever more seldom, up to ten times a second, and whoever asks
        seldom loses it to processes that have only just come.
        """
        with LINE.turn(), self._without_waiting() as patience:
            give_up_at = monotonic() + patience
            while True:
                try:
                    super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
                except OperationalError:
                    if monotonic() >= give_up_at:
                        raise
                else:
                    return
                sleep(ASK_EVERY)

    @contextmanager
    def _without_waiting(self) -> Iterator[float]:
        """Within, a lock is given at once or not at all; how many seconds it is waited for else."""
        connection = self.connection
        [milliseconds] = connection.execute("PRAGMA busy_timeout").fetchone()
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            yield milliseconds / 1000
        finally:
            connection.execute(f"PRAGMA busy_timeout = {milliseconds}")


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
