"""@command and @step: what changes together commits together, and is tried again as a whole.

A story that people tell ("book a place") is a command: one durable transaction, tried again where
the database asks for it. What stories share is a step, which needs a command's transaction. A
change that nobody is told of is a command of events; every other is a command of bookings, over
steps that events offers, so that the change and the messages about it commit together.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

TRIES = 3
SERIALISATION_FAILURE, DEADLOCK, LOCK_TIMEOUT = "40001", "40P01", "55P03"
WORTH_TRYING_AGAIN = {SERIALISATION_FAILURE, DEADLOCK, LOCK_TIMEOUT}


def command(function: Callable[P, T]) -> Callable[P, T]:
    """Run in a transaction of its own, up to three times; commands never call commands.

    Raises RuntimeError inside another transaction, and whatever the last try raised.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(TRIES - 1):
            try:
                return once(*args, **kwargs)
            except OperationalError as error:
                reason = _sql_state(error)
                if reason not in WORTH_TRYING_AGAIN:
                    raise
                log.warning("%s is tried again: %s", function.__name__, reason)
        return once(*args, **kwargs)

    def once(*args: P.args, **kwargs: P.kwargs) -> T:
        with transaction.atomic(durable=True):
            return function(*args, **kwargs)

    return run


def step(function: Callable[P, T]) -> Callable[P, T]:
    """Part of a command: it changes something and returns what. Raises RuntimeError outside."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError(f"{function.__name__} needs the transaction of a command")
        return function(*args, **kwargs)

    return run


def _sql_state(error: OperationalError) -> str | None:
    """The five characters that PostgreSQL gives its reason in; None on SQLite."""
    return getattr(error.__cause__, "sqlstate", None)
