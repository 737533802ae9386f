"""Whether the server of a pool is away, as opposed to busy: what the pool's last tries met."""

from time import monotonic
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:  # the settings read this also where there is no PostgreSQL
    from psycopg_pool import ConnectionPool

A_MOMENT = 0.5  # seconds in which nobody tries again after a try has failed

_failed_at: WeakKeyDictionary[object, float] = WeakKeyDictionary()
_answered_at: WeakKeyDictionary[object, float] = WeakKeyDictionary()


def note_failure(pool: object) -> None:
    """The pool's `reconnect_failed`: it has tried to connect for as long as it does."""
    _failed_at[pool] = monotonic()


def note_answer(pool: object) -> None:
    _answered_at[pool] = monotonic()


def is_away(pool: object) -> bool:
    """Whether a try to connect failed after the last answer; a server that is full answers."""
    return pool in _failed_at and _failed_at[pool] > _answered_at.get(pool, 0.0)


def is_worth_a_try(pool: "ConnectionPool[Any]") -> bool:
    """Not when none is there to be taken, and a try to make one has just failed."""
    if not is_away(pool) or pool.get_stats()["pool_available"]:
        return True
    return monotonic() - _failed_at[pool] > A_MOMENT
