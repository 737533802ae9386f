"""Many rows at once, past the rules: what years of events and bookings leave behind."""

import itertools
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import connection

from bookings.lifecycle.attendees import Person
from bookings.models import Attendee, Booking, Message, School
from deploy.bench import sample
from events import feed_versions
from events.command import command
from events.folding import folded
from events.models import Event, Session, new_public_id, new_uid

T = TypeVar("T")
AT_ONCE = 500
LONG_AGO = timedelta(days=30)
DAYS = 1000  # that events of years are spread over, nine of ten of them past


def add_events(number: int, *, at: datetime) -> None:
    """So many more of one team, with one session each."""
    like = Session.objects.filter(event__title=sample.TITLE).select_related("event")[0]
    for numbers in _batches(range(number)):
        _add_events(like, numbers)
    command(feed_versions.raise_all)(at)


def add_bookings(sessions: Sequence[Session], number: int, *, at: datetime) -> None:
    """So many, at one session after the other, and of each a mail that was sent long ago."""
    places = itertools.cycle(sessions)
    for numbers in _batches(range(number)):
        _add_bookings(list(zip(numbers, places, strict=False)), at - LONG_AGO)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # which a database does by itself when rows come over weeks


@command
def book_everything(sessions: Sequence[Session], email: str, *, at: datetime) -> None:
    """A place at each of these for the person with this address, an attendee at each event."""
    [school] = School.objects.all()[:1]
    first_of_each = {session.event_id: session for session in reversed(sessions)}
    own = [_attendee(session, 0, school, at) for session in first_of_each.values()]
    for attendee in own:
        attendee.email = attendee.email_key = email
    known = {one.event_id: one for one in Attendee.objects.bulk_create(own)}
    Booking.objects.bulk_create(
        Booking(
            attendee=known[session.event_id],
            session=session,
            state="booked",
            booked_at=at,
            exclusive=False,
        )
        for session in sessions
    )


@command
def _add_events(like: Session, numbers: Sequence[int]) -> None:
    events = Event.objects.bulk_create(_event_like(like.event, each) for each in numbers)
    Session.objects.bulk_create(
        _session_like(like, event, timedelta(days=DAYS // 10 - each % DAYS))
        for each, event in zip(numbers, events, strict=True)
    )


@command
def _add_bookings(taken: Sequence[tuple[int, Session]], at: datetime) -> None:
    [school] = School.objects.all()[:1]
    people = Attendee.objects.bulk_create(
        _attendee(session, each, school, at) for each, session in taken
    )
    held = Booking.objects.bulk_create(
        Booking(attendee=one, session=session, state="booked", booked_at=at, exclusive=True)
        for one, (_, session) in zip(people, taken, strict=True)
    )
    Message.objects.bulk_create(_sent(booking, at) for booking in held)


def _batches(numbers: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(numbers)
    return iter(lambda: list(itertools.islice(rest, AT_ONCE)), [])


def _event_like(event: Event, number: int) -> Event:
    fields = {field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields}
    title = f"Event number {number}"
    own = {"id": None, "public_id": new_public_id(), "title": title, "title_key": folded(title)}
    return Event(**fields | own)


def _session_like(session: Session, event: Event, later: timedelta) -> Session:
    names = [field.attname for field in Session._meta.concrete_fields]
    fields = {name: getattr(session, name) for name in names}
    moved = {
        name: fields[name] and fields[name] + later
        for name in ("starts_at", "ends_at", "sort_at", "over_at", "closes_at")
    }
    own = {"id": None, "public_id": new_public_id(), "uid": new_uid(), "event_id": event.pk}
    return Session(**fields | moved | own)


def _attendee(session: Session, number: int, school: School, at: datetime) -> Attendee:
    person = Person(f"Alex Example {number}", f"alex{number}@school.example", school=school)
    return Attendee(
        event_id=session.event_id,
        email_key=person.email,
        **person.values(),
        form_uuid=uuid.uuid4(),
        created_at=at,
    )


def _sent(booking: Booking, at: datetime) -> Message:
    return Message(
        kind=Message.Kind.PLACE_BOOKED,
        to=booking.attendee.email,
        attendee_id=booking.attendee_id,
        booking=booking,
        dedupe_key=f"{Message.Kind.PLACE_BOOKED}:{booking.public_id}",
        facts={},
        state=Message.State.SENT,
        queued_at=at,
        not_before=at,
        sent_at=at,
        emptied_at=at,
    )
