"""A row of docs/bookings.md, and what has to be arranged before some of them."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bookings.states import OVER, START, Place, leave
from tests.factories import amend_event as make_amended


@dataclass(frozen=True)
class Story:
    """A row: what is done, by this command if any, once something else has been arranged."""

    act: Callable[[Place], None]
    arrange: Callable[[Place], None] | None = None
    of_a_link: bool = False
    of_a_booking: bool = False


def let_it_start(place: Place) -> None:
    place.at = max(place.at, START)


def let_it_be_over(place: Place) -> None:
    place.at = OVER


def hold_online(place: Place) -> None:
    online = {"mode": "online", "venue": None, "join_link": "https://meet.example/join"}
    make_amended(place.event, sessions=[online], at=place.at)


def leave_one(place: Place) -> None:
    leave(place, 1)


def close(place: Place) -> None:
    make_amended(place.event, opens_at=OVER)
