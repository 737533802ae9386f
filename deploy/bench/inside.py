"""What is done in a process of the measured site's own: its rows, and work beside its pages."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from bookings import personal_calendars
from bookings.lifecycle import commands
from bookings.lifecycle.attendees import Person
from bookings.models import Message, PersonalCalendar
from bookings.views.organiser import search_of
from deploy.bench import crowd, sample, written
from deploy.bench.bare import BareBooking
from deploy.bench.figures import seconds
from deploy.session_store import SessionStore
from events import lifecycle, public_feeds
from events.models import Audience, Event, Membership, Organiser, Session, Team
from events.plans import EventPlan

IN_ONE_EVENT = 10
BOOKINGS_OF_AN_EVENT = 20
EVERYWHERE = "everywhere@school.example"
Answer = dict[str, Any]


def do(name: str, what: str, *, at: datetime) -> Answer:
    """One of WORK, as JSON has it."""
    return WORK[name](what, at)


def fill(_: str, at: datetime) -> Answer:
    return sample.fill(at=at)


def add_sessions(number: str, at: datetime) -> Answer:
    """So many more, ten in each event, and one person who books them all.

    The paths of the calendars that hold them, by what they hold.
    """
    [team], [audience] = Team.objects.all()[:1], Audience.objects.all()[:1]
    events = []
    for first in range(0, int(number), IN_ONE_EVENT):
        days = [at + timedelta(days=20 + (first + more) % 300) for more in range(IN_ONE_EVENT)]
        plan = EventPlan(
            title=f"Event number {first} with many sessions",
            summary="What it is about, in a sentence of the usual length.",
            body="Words. " * 60,
            contact_name="Education service",
            audiences=(audience,),
            sessions=tuple(sample.session(day) for day in days),
        )
        event = lifecycle.create_event(plan, team=team, at=at, by=None)
        events.append(lifecycle.publish_event(event, at=at, by=None))
    booked = Session.objects.filter(event__in=events)
    crowd.book_everything(list(booked), EVERYWHERE, at=at)
    calendar = PersonalCalendar.objects.create(email_key=EVERYWHERE, created_at=at)
    return {
        "everything": public_feeds.of_list().path,
        "an audience, online": public_feeds.of_list(audience, Session.Mode.ONLINE).path,
        "one event": public_feeds.of_event(events[0]).path,
        "one person": personal_calendars.subscription(calendar).path,
    }


def add_bookings(number: str, at: datetime) -> Answer:
    """So many at one event."""
    event = _event()
    crowd.add_bookings(list(event.sessions.all()), int(number), at=at)
    return {"event": event.public_id}


def add_events(number: str, at: datetime) -> Answer:
    """So many events, and twenty times as many bookings at them."""
    crowd.add_events(int(number), at=at)
    crowd.add_bookings(list(Session.objects.all()), int(number) * BOOKINGS_OF_AN_EVENT, at=at)
    return {}


def sign_in(searched: str, at: datetime) -> Answer:
    """The cookie of an organiser's session, in which the attendees are searched for this or not."""
    [organiser] = Organiser.objects.filter(memberships__role=Membership.Role.ORGANISER)[:1]
    session = SessionStore()
    session[SESSION_KEY] = organiser.pk
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = organiser.get_session_auth_hash()
    if searched != "-":
        session[search_of(_event())] = searched
    session.save()
    return {"cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def queue_mails(number: str, at: datetime) -> Answer:
    event = _event()
    for each in range(int(number)):
        commands.book_place(
            event=event,
            sessions=list(event.sessions.all()[:1]),
            person=Person("Alex Example", f"alex{each}@school.example", typed_school="Ashby"),
            form_uuid=uuid.uuid4(),
            at=at,
        )
    return {"queued": Message.objects.count()}


def bare_statements(number: str, at: datetime) -> Answer:
    """So many bookings, one after the other, as nothing but their statements."""
    bare = BareBooking(_event().sessions.all()[0], at)
    prepared = [bare.prepare(each) for each in range(int(number))]
    return {"bookings a second": int(number) / seconds(lambda: bare.book_all(prepared))}


def _event() -> Event:
    return Event.objects.get(title=sample.TITLE)


WORK: dict[str, Callable[[str, datetime], Answer]] = {
    "fill": fill,
    "sessions": add_sessions,
    "bookings": add_bookings,
    "events": add_events,
    "sign_in": sign_in,
    "mails": queue_mails,
    "export": written.export,
    "bare": written.write_bare,
    "statements": bare_statements,
}
