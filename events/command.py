"""@command and @step: what changes together commits together, and is tried again as a whole.

A story that people tell ("book a place") is a command: one durable transaction, tried again where
the database asks for it. What stories share is a step, which needs a command's transaction. A
change that nobody is told of is a command of events; every other is a command of bookings, over
steps that events offers, so that the change and the messages about it commit together.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, transaction

from events import outages

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

TRIES = 3
SERIALISATION_FAILURE, DEADLOCK, LOCK_TIMEOUT = "40001", "40P01", "55P03"
WORTH_TRYING_AGAIN = {SERIALISATION_FAILURE, DEADLOCK, LOCK_TIMEOUT}

_undo: ContextVar[list[Callable[[], None]]] = ContextVar("_undo")


class ConnectionLost(OperationalError):
    """The connection went before the command was done, so nothing of it was committed."""


def command(function: Callable[P, T]) -> Callable[P, T]:
    """Run in a transaction of its own, up to three times; commands never call commands.

    A connection lost on the way is replaced and the command begun again; one lost while it
    commits is not, since the server may have committed. Raises RuntimeError inside another
    transaction, and whatever the last try raised.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(TRIES - 1):
            try:
                return once(*args, **kwargs)
            except OperationalError as error:
                reason = _reason_to_try_again(error)
                if reason is None:
                    raise
                log.warning("%s is tried again: %s", function.__name__, reason)
        return once(*args, **kwargs)

    def once(*args: P.args, **kwargs: P.kwargs) -> T:
        to_undo: list[Callable[[], None]] = []
        _undo.set(to_undo)
        try:
            with transaction.atomic(durable=True):
                transaction.on_commit(to_undo.clear)
                return _with_its_connection(function, *args, **kwargs)
        except BaseException as error:
            if not _may_have_committed(error):
                for undo in to_undo:
                    undo()
            raise

    return run


def step(function: Callable[P, T]) -> Callable[P, T]:
    """Part of a command: it changes something and returns what. Raises RuntimeError outside."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError(f"{function.__name__} needs the transaction of a command")
        return function(*args, **kwargs)

    return run


def on_rollback(undo: Callable[[], None]) -> None:
    """Call this if the command that is running commits nothing: for what no database undoes."""
    _undo.get().append(undo)


def _with_its_connection(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Raises ConnectionLost where that happened before anything was committed."""
    try:
        return function(*args, **kwargs)
    except (OperationalError, InterfaceError) as error:
        if outages.has_lost_connection(error):
            raise ConnectionLost from error
        raise


def _may_have_committed(error: BaseException) -> bool:
    """Whether the answer to the COMMIT is what was lost."""
    is_of_the_database = isinstance(error, OperationalError | InterfaceError)
    return (
        is_of_the_database
        and not isinstance(error, ConnectionLost)
        and outages.has_lost_connection(error)
    )


def _reason_to_try_again(error: OperationalError) -> str | None:
    if isinstance(error, ConnectionLost):
        return "the connection was lost"
    state = outages.sql_state(error)
    return state if state in WORTH_TRYING_AGAIN else None
