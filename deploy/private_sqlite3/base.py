"""Django's own SQLite, whose files are this account's alone and whose writers stand in line."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from deploy.private_sqlite3.gate import gate
from deploy.private_sqlite3.writers import LINE

OTHERS = 0o077
BESIDE_IT = ("", "-wal", "-shm", "-journal")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper(base.DatabaseWrapper):
    """Whoever writes has a turn, from BEGIN to COMMIT or for a statement on its own.

    Raises OperationalError where that takes too long. SQLite alone would have everybody ask for
    its lock again and again, ever more seldom: whoever has waited for long loses it to those who
    have just come. What it guards it still guards by itself; turns only say who asks next.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn, self._has_turn = ExitStack(), False
        self.execute_wrappers = [self._in_turn]

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        keep_private(Path(conn_params["database"]))
        return super().get_new_connection({"timeout": LINE.patience, **conn_params})

    def _start_transaction_under_autocommit(self) -> None:
        with ExitStack() as turn:
            turn.enter_context(self._wait_for_turn())
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
            self._turn, self._has_turn = turn.pop_all(), True

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        self._turn.close()
        self._has_turn = False

    def _in_turn(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        is_alone = not (self._has_turn or self.connection.in_transaction)
        if not is_alone or not sql.lstrip().startswith(WRITES):
            return execute(sql, params, many, context)
        with self._wait_for_turn():
            return execute(sql, params, many, context)

    def _wait_for_turn(self) -> AbstractContextManager[None]:
        return LINE.turn(gate(Path(self.settings_dict["NAME"])))


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
