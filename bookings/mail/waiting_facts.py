"""What a mail about a waiting list tells, and whether it is still true when it goes out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from bookings.mail.facts import BookingFacts, PlaceFacts
from bookings.models import Booking, Message, WaitingPlace
from events import dates
from events.cards import describe_held
from events.models import Event, Session


@dataclass(frozen=True)
class WaitingFacts(BookingFacts):
    """The sessions that somebody waits for; of an offer, which one it is and until when it stands.

    `standing` is how many are before them, and `why` what has ended, each in words. `gives_up` is
    the place that they have, where that is exchanged for what they are offered.
    """

    offer: str = ""
    expires_at: datetime | None = None
    standing: str = ""
    why: str = ""
    attends_one: bool = False
    gives_up: str = ""
    leaves_others: bool = False

    @classmethod
    def of_line(cls, line: WaitingPlace, sessions: Sequence[Session], *, at: datetime) -> Self:
        """Of a line with its attendee and their event."""
        facts = cls.of_places(line.attendee, map(place_of, sessions), at=at)
        attends_one = line.attendee.event.attendance == Event.Attendance.ONE
        offer, until = line.public_id, line.expires_at
        return replace(facts, offer=offer, expires_at=until, attends_one=attends_one)

    @property
    def until(self) -> str:
        """3:55pm on Tuesday 5 May 2026."""
        return dates.format_moment(self.expires_at) if self.expires_at else ""


def as_it_is_now(facts: WaitingFacts, message: Message) -> WaitingFacts:
    """With the sessions as they are by now, which no other mail tells those who wait.

    And with what taking the place ends, where one session is attended.
    """
    line = _line(facts)
    if line is None:
        return facts
    facts = replace(facts, places=tuple(place_of(session) for session in sessions_of(line)))
    if not facts.attends_one:
        return facts
    others = WaitingPlace.objects.open().of(line.attendee).exclude(pk=line.pk)
    held = Booking.objects.holding_a_place().of(line.attendee).with_session().first()
    gives_up = describe_held(held.session) if held else ""
    return replace(facts, gives_up=gives_up, leaves_others=others.exists())


def is_still_due(message: Message, at: datetime) -> bool:
    """Whether the offer stands, they wait for what has changed, or there is a place to claim."""
    line = _line(WaitingFacts.from_json(message.facts))
    if line is None:
        return False
    if message.kind == Message.Kind.PLACE_OFFERED:
        return line.stands(at)
    if message.kind == Message.Kind.WAITING_SESSION_CHANGED:
        return line.is_open
    return line.is_waiting and all(session.places_to_claim for session in sessions_of(line))


def _line(facts: WaitingFacts) -> WaitingPlace | None:
    return WaitingPlace.objects.named([facts.offer]).to_show().first()


def sessions_of(line: WaitingPlace) -> list[Session]:
    """What somebody waits for in this line, which is loaded to be shown."""
    if line.session is not None:
        return [line.session]
    return list(line.event.sessions.not_cancelled().with_place().in_order())


def sessions_loaded(line: WaitingPlace) -> list[Session]:
    """The same of one of many lines, with which the sessions of their events are loaded."""
    if line.session is not None:
        return [line.session]
    course = [session for session in line.event.sessions.all() if not session.is_cancelled]
    return sorted(course, key=lambda session: (session.sort_at, session.pk))


def in_calendar(
    line: WaitingPlace, session: Session, event_changed: datetime | None
) -> BookingFacts:
    """What a personal calendar says of one session that is waited for, under a UID of its own."""
    place = replace(
        place_of(session),
        uid=f"{session.public_id}-{line.uid}",
        sequence=session.feed_sequence,
        booked_at=line.joined_at,
    )
    changed_at = max(filter(None, [session.changed_at, event_changed, line.joined_at]))
    line.attendee.event = line.event
    return BookingFacts.of_places(line.attendee, [place], at=changed_at)


def place_of(session: Session) -> PlaceFacts:
    """Without the link to join: whoever waits is not coming yet."""
    return replace(PlaceFacts.of_nobody(session), join_link="")
