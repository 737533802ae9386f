"""What an attendee's own pages say of what they wait for, and of what they are offered."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bookings.forms.waiting import CHOICES, WaitingChoice
from bookings.mail.waiting_facts import sessions_of
from bookings.models import Attendee, Booking, WaitingPlace
from bookings.models.booking import to_come
from bookings.own_pages import OwnPages
from events.models import Event, Session


@dataclass(frozen=True)
class Waited:
    """One line of a list; `choice` says how much they want it, where they wait for several."""

    line: WaitingPlace
    sessions: Sequence[Session]
    at: datetime
    position: int | None = None
    choice: str = ""

    @property
    def is_offered(self) -> bool:
        return self.line.stands(self.at)

    @property
    def is_to_claim(self) -> bool:
        """Whether the first of those who wait to claim it has it."""
        return self.line.is_waiting and all(one.places_to_claim for one in self.sessions)

    @property
    def can_be_taken(self) -> bool:
        return self.is_offered or self.is_to_claim

    @property
    def is_over(self) -> bool:
        """Whether it was offered, and not answered in time."""
        return self.line.is_offered and not self.is_offered


def waited_for(attendee: Attendee, at: datetime) -> list[Waited]:
    """What they wait for now, what they want most first."""
    found = WaitingPlace.objects.open().of(attendee).to_show()
    lines = list(found)
    positions = found.positions_shown() if attendee.event.shows_waiting_position and lines else {}
    is_in_order = len(lines) > 1 and attendee.event.attendance == Event.Attendance.ONE
    choices = [*(CHOICES if is_in_order else ()), *[""] * len(lines)]
    return [
        Waited(line, sessions_of(line), at, positions.get(line.pk), choice)
        for line, choice in zip(lines, choices, strict=False)
    ]


def described(line: WaitingPlace, at: datetime) -> Waited:
    """One of them alone."""
    return Waited(line, sessions_of(line), at)


def for_own_page(
    attendee: Attendee, bookings: Iterable[Booking], sessions: Iterable[Session], at: datetime
) -> dict[str, Any]:
    """What they wait for, and whether there is more that they could wait for."""
    waited = waited_for(attendee, at)
    held = [booking for booking in bookings if booking.holds_a_place]
    choice = WaitingChoice(attendee.event, sessions, at)
    return {
        "waiting": waited,
        "is_offered": any(one.is_offered for one in waited),
        "can_wait_for_more": bool(choice.besides(_theirs(waited, held)))
        and _can_be_given(attendee.event, held, at),
    }


def beside(attendee: Attendee, waited: Waited) -> dict[str, Any]:
    """What they have, wait for, and could wait for, besides this one."""
    held = Booking.objects.holding_a_place().to_show(attendee)
    own = for_own_page(attendee, held, attendee.event.sessions.all(), waited.at)
    others = [one for one in own["waiting"] if one.line.pk != waited.line.pk]
    return {"held": held, "others": others, "can_wait_for_more": own["can_wait_for_more"]}


def more_to_wait_for(attendee: Attendee, at: datetime) -> tuple[WaitingChoice, list[Session]]:
    """The full sessions of their event, and those of them that they have or wait for already."""
    choice = WaitingChoice(attendee.event, attendee.event.sessions.with_venue().in_order(), at)
    held = Booking.objects.holding_a_place().to_show(attendee)
    return choice, _theirs(waited_for(attendee, at), held)


def way_to_book(pages: OwnPages, session: Session, at: datetime) -> str:
    """Where somebody with a link books a place that is free after all, as far as they can."""
    held = to_come(Booking.objects.holding_a_place().to_show(pages.attendee), at)
    if held and session.event.attendance == Event.Attendance.ONE:
        return pages.url("move_booking", held[0].public_id)
    return pages.url("book_more")


def _theirs(waited: Iterable[Waited], held: Iterable[Booking]) -> list[Session]:
    lines = [session for one in waited for session in one.sessions]
    return [*lines, *(booking.session for booking in held)]


def _can_be_given(event: Event, held: Collection[Booking], at: datetime) -> bool:
    """Where one session is attended, nobody gives up a place at one that has begun."""
    return event.attendance != Event.Attendance.ONE or to_come(held, at) == [*held]
