"""What holds of every event's bookings at every moment, whatever people have done."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from bookings.models import Attendee, Booking, Message
from events.models import Event, Session
from tests.bookings.diaries import Entry
from tests.bookings.invariants_of_lists import kept, lists_broken

Kind = Message.Kind
BEGINNINGS = [
    Kind.PLACE_BOOKED,
    Kind.BOOKING_MOVED,
    Kind.MOVED_TO_SESSION,
    Kind.PLACE_TAKEN_OVER,
]
ENDINGS = [
    Kind.PLACE_CANCELLED,
    Kind.ADDRESS_CHANGED,
    Kind.SESSION_CANCELLED,
    Kind.MOVED_FROM_SESSION,
    Kind.PLACE_HANDED_OVER,
]


def broken(event: Event, at: datetime) -> list[str]:
    """The rules that the rows of this event break."""
    event = Event.objects.get(pk=event.pk)
    sessions = {session.pk: session for session in event.sessions.with_place()}
    of_event = Booking.objects.of_event(event).holding_a_place().select_related("attendee")
    held = list(of_event)
    rows = Counter(booking.session_id for booking in held) + kept(event, sessions.values())
    found = [
        f"{pk}: not so many taken" for pk, one in sessions.items() if one.places_taken != rows[pk]
    ]
    found += [f"{pk}: overbooked" for pk, one in sessions.items() if _is_overbooked(one, rows[pk])]
    found += lists_broken(event, at)
    for booking in held:
        session = sessions[booking.session_id]
        if session.is_cancelled and not session.is_over(at):
            found.append(f"{booking}: at a cancelled session")
        if booking.attendee.is_replaced and not session.has_started(at):
            found.append(f"{booking}: of somebody who is replaced")
    to_come = [one for one in held if not sessions[one.session_id].has_started(at)]
    return found + _rule_broken(event, to_come) + _limit_broken(event, to_come)


def _is_overbooked(session: Session, rows: int) -> bool:
    return session.capacity is not None and rows > session.capacity


def _rule_broken(event: Event, to_come: list[Booking]) -> list[str]:
    """One of the sessions, or all of them, by address."""
    numbers = Counter(booking.attendee.email_key for booking in to_come)
    sessions = Counter((booking.attendee.email_key, booking.session_id) for booking in to_come)
    if event.attendance == Event.Attendance.ONE:
        return [f"{address}: more than one" for address, number in numbers.items() if number > 1]
    if event.attendance == Event.Attendance.ALL:
        course = {booking.session_id for booking in to_come}
        return [f"{address}: part of it" for address in numbers if numbers[address] != len(course)]
    return [f"{twice}: twice" for twice, number in sessions.items() if number > 1]


def _limit_broken(event: Event, to_come: list[Booking]) -> list[str]:
    if event.places_per_school is None:
        return []
    people = {booking.attendee for booking in to_come}
    schools = Counter((one.school_id, one.typed_school_key) for one in people)
    limit = event.places_per_school
    return [f"{school}: too many" for school, number in schools.items() if number > limit]


def in_the_database(event: Event) -> dict[str, tuple[datetime, str]]:
    """By UID of each place that is held: its time, and whose it is."""
    held = Booking.objects.of_event(event).holding_a_place()
    rows = held.values_list("uid", "session__starts_at", "attendee__email")
    return {uid: (starts_at, to) for uid, starts_at, to in rows}


def in_the_diaries(last: Mapping[str, Entry]) -> dict[str, tuple[datetime, str]]:
    """The same of each invitation that nothing has taken away."""
    return {uid: (one.starts_at, one.to) for uid, one in last.items() if one.method == "REQUEST"}


def attendees_of(event: Event) -> dict[int, set[int]]:
    """By attendee: the sessions at which they hold a place."""
    held: dict[int, set[int]] = {
        pk: set() for pk in Attendee.objects.filter(event=event).values_list("pk", flat=True)
    }
    for attendee, session in (
        Booking.objects.of_event(event).holding_a_place().values_list("attendee", "session")
    ):
        held[attendee].add(session)
    return held


def absences_at(event: Event) -> set[tuple[int, int]]:
    """(attendee, session) of whoever has a place there and said that they could not come."""
    absent = Booking.objects.of_event(event).holding_a_place().filter(absent_at__isnull=False)
    return set(absent.values_list("attendee", "session"))


def not_told_once(event: Event) -> list[str]:
    """The places whose beginning, or whose end, is not told by exactly one message."""
    messages = Message.objects.filter(attendee__event=event)
    begun = Counter(
        place["uid"]
        for facts in messages.of_kinds(BEGINNINGS).values_list("facts", flat=True)
        for place in facts["places"]
    )
    ended = Counter(messages.of_kinds(ENDINGS).values_list("booking__uid", flat=True))
    places = Booking.objects.of_event(event).values_list("uid", "state")
    ends = {uid: int(state == Booking.State.CANCELLED) for uid, state in places}
    found = [f"{uid}: {begun[uid]} beginnings" for uid in ends if begun[uid] != 1]
    return found + [f"{uid}: {ended[uid]} ends" for uid, end in ends.items() if ended[uid] != end]
