"""Where the lines of all processes that write to one SQLite database meet: one passes at a time.

Locks on two files beside the database (flock), which the kernel ends with their process. Who holds
"next" is the only one to wait for "turn": whoever has just written cannot be there first again.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from django.db import OperationalError

TRY_EVERY = 0.0005  # seconds
Gate = Callable[[float], AbstractContextManager[None]]


def gate(database: Path) -> Gate:
    """Call it with time.monotonic's time at which to give up."""
    name = database.name
    return partial(_pass, database.with_name(f"{name}-next"), database.with_name(f"{name}-turn"))


@contextmanager
def _pass(next_file: Path, turn_file: Path, give_up_at: float) -> Iterator[None]:
    """Raises OperationalError: other processes write all the time."""
    with ExitStack() as turn:
        with _lock(next_file, give_up_at):
            turn.enter_context(_lock(turn_file, give_up_at))
        yield


@contextmanager
def _lock(file: Path, give_up_at: float) -> Iterator[None]:
    """Where there can be no such file the processes do without: SQLite's own lock is enough."""
    descriptor = _opened(file)
    if descriptor is None:
        yield
        return
    try:
        while not _locks(descriptor):
            if time.monotonic() >= give_up_at:
                raise OperationalError("database is locked: another process writes")
            time.sleep(TRY_EVERY)
        yield
    finally:
        os.close(descriptor)


def _opened(file: Path) -> int | None:
    """Opened anew each time: a lock belongs to the opening, and a fork would share that."""
    with suppress(OSError):
        return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode=0o600)
    return None


def _locks(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without such locks: as where there can be no file
    return True
