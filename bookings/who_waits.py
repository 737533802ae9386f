"""Who waits at an event, list by list, as its organisers see it: page by page, for what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count

from bookings.lifecycle import extra_sessions
from bookings.lifecycle.lists import WaitingList
from bookings.models import Attendee, Booking, WaitingPlace
from bookings.models.waiting import WaitingState
from events.cards import describe_held, describe_place
from events.dates import format_moment
from events.models import Event, Session

LINES_ON_A_PAGE = 100
WHOLE_COURSE = "The whole course"
OFFER, MOVE, REMOVE = (
    ("offer_from_list", "Offer a place"),
    ("move_in_list", "Change the order"),
    ("remove_from_list", "Remove"),
)
Key = int | None  # primary key of the session; None for a course as a whole


@dataclass(frozen=True)
class Line:
    """One line of a list; `wishes` are all lines of the same person, `held` their places."""

    place: WaitingPlace
    position: int
    wishes: Sequence[Key]
    held: Sequence[str]
    at: datetime

    @property
    def attendee(self) -> Attendee:
        return self.place.attendee

    @property
    def choice(self) -> str:
        """Which of all that they wait for this is."""
        number = len(self.wishes)
        if number == 1:
            return "Only this"
        return f"{self.wishes.index(self.place.session_id) + 1} of {number}"

    @property
    def is_offered(self) -> bool:
        return self.place.stands(self.at)

    @property
    def is_waiting(self) -> bool:
        return self.place.is_waiting

    @property
    def state(self) -> str:
        if self.is_waiting:
            return "Told that a place is free" if self.place.told_free_at else "Waiting"
        return "Place offered" if self.is_offered else "Did not answer the offer"

    @property
    def until(self) -> str:
        """Until when the offer stands."""
        expires_at = self.place.expires_at
        return f"until {format_moment(expires_at)}" if expires_at and self.is_offered else ""


@dataclass(frozen=True)
class Listed:
    """One list with its lines on this page; `waiting` and `offered` count the whole of it."""

    key: Key
    sessions: list[Session]
    lines: list[Line]
    waiting: int
    offered: int
    is_to_offer: bool

    @property
    def name(self) -> str:
        return WHOLE_COURSE if self.key is None else describe_place(self.sessions[0])

    @property
    def anchor(self) -> str:
        """Names it within the page."""
        return "course" if self.key is None else self.sessions[0].public_id

    @property
    def to_claim(self) -> int:
        """How many places are kept for the first to claim one."""
        return min((session.places_to_claim for session in self.sessions), default=0)

    def actions(self, line: Line) -> list[tuple[str, str]]:
        """What can be done about a line of it: the page's name, and the words of the link."""
        can_be_done = {
            OFFER: line.is_waiting and self.is_to_offer,
            MOVE: line.is_waiting and self.waiting > 1,
            REMOVE: True,
        }
        return [action for action, can_be in can_be_done.items() if can_be]


@dataclass(frozen=True)
class WhoWaits:
    """One page of all lists of an event; `people` are all who wait or have an offer.

    `extra` are the sessions that were opened for them.
    """

    page: Page[Any]
    lists: list[Listed]
    people: int
    offered: int
    extra: list[Session]


def who_waits(event: Event, number: str | None, at: datetime) -> WhoWaits:
    """Nine queries, however many people wait."""
    lines = WaitingPlace.objects.open().of_event(event)
    counts = _counts(event)
    in_order = lines.with_people().with_position()
    in_order = in_order.order_by("session__sort_at", "session", "rank", "pk")
    page = Paginator(in_order, LINES_ON_A_PAGE).get_page(number)
    return WhoWaits(
        page=page,
        lists=_lists(event, list(page), counts, at),
        people=number_of_people(event),
        offered=sum(states[WaitingState.OFFERED] for states in counts.values()),
        extra=extra_sessions.opened_at(event),
    )


def number_of_people(event: Event) -> int:
    """Who wait, or have an offer to answer: each once."""
    return WaitingPlace.objects.open().of_event(event).values("attendee").distinct().count()


def numbers_of_people(events: Iterable[int]) -> dict[int, int]:
    """The same by the primary keys of these events, of those at which there is anybody."""
    lines = WaitingPlace.objects.open().filter(event__in=list(events)).order_by()
    of_each: Any = lines.values("event").annotate(number=Count("attendee", distinct=True))
    return dict(of_each.values_list("event", "number"))


def numbers_of_lists(event: Event) -> dict[Key, int]:
    """How many people are in each list of an event, by its session."""
    lines = WaitingPlace.objects.open().of_event(event).order_by()
    of_each: Any = lines.values("session").annotate(number=Count("pk"))
    return dict(of_each.values_list("session", "number"))


def others_in_list(line: WaitingPlace) -> list[WaitingPlace]:
    """Who waits in the same list besides, in order."""
    waiting = WaitingPlace.objects.waiting().of_event(line.event).for_session(line.session)
    return list(waiting.exclude(pk=line.pk).with_people().in_order())


def name_of(line: WaitingPlace) -> str:
    """The list that it is in."""
    return describe_place(line.session) if line.session else WHOLE_COURSE


def _counts(event: Event) -> Mapping[Key, Mapping[str, int]]:
    """How many lines of each list are in which state."""
    found: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    lines = WaitingPlace.objects.open().of_event(event).order_by()
    of_each: Any = lines.values("session", "state").annotate(number=Count("pk"))
    for row in of_each:
        found[row["session"]][row["state"]] = row["number"]
    return found


def _lists(
    event: Event,
    places: Sequence[Any],
    counts: Mapping[Key, Mapping[str, int]],
    at: datetime,
) -> list[Listed]:
    sessions = {one.pk: one for one in event.sessions.with_place().in_order()}
    wishes, held = _wishes(event, places), _held(event, places)
    found = []
    for key, of_list in groupby(places, key=lambda place: place.session_id):
        theirs = _sessions_of(key, sessions)
        found.append(
            Listed(
                key=key,
                sessions=theirs,
                lines=[_line(one, wishes, held, at) for one in of_list],
                waiting=counts[key][WaitingState.WAITING],
                offered=counts[key][WaitingState.OFFERED],
                is_to_offer=WaitingList(event, key, theirs, []).is_to_offer(at),
            )
        )
    return found


def _sessions_of(key: Key, sessions: Mapping[int, Session]) -> list[Session]:
    if key is not None:
        return [sessions[key]]
    return [session for session in sessions.values() if not session.is_cancelled]


def _line(
    place: Any,
    wishes: Mapping[int, Sequence[Key]],
    held: Mapping[int, Sequence[str]],
    at: datetime,
) -> Line:
    whose = place.attendee_id
    return Line(place, place.position, wishes[whose], held.get(whose, ()), at)


def _wishes(event: Event, places: Iterable[WaitingPlace]) -> Mapping[int, Sequence[Key]]:
    """What each of these people waits for, in the order in which they prefer it."""
    found = defaultdict(list)
    lines = WaitingPlace.objects.open().of_event(event).order_by("preference", "pk")
    theirs = lines.filter(attendee__in={place.attendee_id for place in places})
    for whose, session in theirs.values_list("attendee", "session"):
        found[whose].append(session)
    return found


def _held(event: Event, places: Iterable[WaitingPlace]) -> Mapping[int, Sequence[str]]:
    """The places that these people have at the event, in words."""
    found = defaultdict(list)
    held = Booking.objects.holding_a_place().of_event(event).with_session()
    people = {place.attendee_id for place in places}
    for booking in held.filter(attendee__in=people).order_by("session__sort_at", "pk"):
        found[booking.attendee_id].append(describe_held(booking.session))
    return found
