"""@command: one durable transaction, tried again where the database asks for it."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

P = ParamSpec("P")
T = TypeVar("T")

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
                if _sql_state(error) not in WORTH_TRYING_AGAIN:
                    raise
        return once(*args, **kwargs)

    def once(*args: P.args, **kwargs: P.kwargs) -> T:
        with transaction.atomic(durable=True):
            return function(*args, **kwargs)

    return run


def _sql_state(error: OperationalError) -> str | None:
    """The five characters that PostgreSQL gives its reason in; None on SQLite."""
    return getattr(error.__cause__, "sqlstate", None)
