"""Valid objects through the real commands; a test names only the fields that it is about."""

import itertools
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

from bookings.lifecycle import commands, event_changes, writing
from bookings.lifecycle.attendees import Person
from bookings.mail.written import Letter
from bookings.models import Attendee, Message, School, WrittenMessage
from bookings.recipients import Who, people
from events import documents, lifecycle, planning
from events.command import command
from events.models import (
    Audience,
    Document,
    DocumentVersion,
    Event,
    Membership,
    Organiser,
    Session,
    Team,
    Venue,
)
from events.plans import DocumentPlan, EventPlan, SessionPlan, VersionPlan

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
PDF = b"%PDF-1.7 agenda"
numbers = itertools.count(1)


def make_team(name="Education Events") -> Team:
    return Team.objects.get_or_create(name=name)[0]


def make_organiser(*, email=None, team=None, role="organiser", password="a long enough password"):
    organiser = Organiser(
        email=email or f"organiser{next(numbers)}@westshire.example",
        full_name="Olu Organiser",
        joined_at=NOON,
    )
    organiser.set_password(password)
    organiser.save()
    Membership.objects.create(team=team or make_team(), organiser=organiser, role=role)
    return organiser


def make_audience(label="Headteachers") -> Audience:
    return Audience.objects.get_or_create(slug=label.lower().replace(" ", "-"), label=label)[0]


def make_venue(**fields) -> Venue:
    return Venue.objects.create(
        **{"name": "Ashby Hall", "address": "1 High Street\nAshby", "postcode": "WS1 2AB"} | fields
    )


def plan(*, starts_at=NOON + timedelta(days=28), hours=1.5, **fields) -> SessionPlan:
    """An online session of 90 minutes, four weeks from NOON, with 20 places."""
    times = {
        "precision": "exact",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=hours),
    }
    if fields.get("precision", "exact") != "exact":
        times = {}
    defaults = {"mode": "online", "join_link": "https://meet.example/join", "capacity": 20}
    return SessionPlan(**times | defaults | fields)


def make_event(
    *sessions: SessionPlan, published=True, team=None, at=NOON, by=None, **fields
) -> Event:
    """A published event with the contact that publishing needs; one online session by default."""
    defaults = {
        "title": "Headteacher briefing",
        "contact_name": "Education Events team",
        "contact_email": "events@westshire.example",
        "sessions": sessions or (plan(),),
    }
    event_plan = EventPlan(**defaults | {name: _frozen(value) for name, value in fields.items()})
    event = lifecycle.create_event(event_plan, team=team or make_team(), at=at, by=by)
    return lifecycle.publish_event(event, at=at, by=by) if published else event


def _frozen(value):
    return tuple(value) if isinstance(value, list) else value


@command
def attach_document(event, *, at=NOON, by=None, **fields) -> Document:
    """A small PDF called Agenda."""
    defaults = {"title": "Agenda", "kind": "agenda", "content": PDF, "extension": "pdf"}
    return documents.add_document(event, DocumentPlan(**defaults | fields), at=at, by=by)


@command
def replace_document(document, *, at=NOON, content=None, note="") -> DocumentVersion:
    content = content or b"%%PDF-%d" % next(numbers)
    plan = VersionPlan(content, "pdf", note=note)
    return documents.replace_document(document, plan, at=at, by=None)


def write_to_attendees(
    event, *, subject="Parking", text="Hello {first name}", at=NOON, by=None, **who
) -> WrittenMessage:
    """A message to whoever holds a place, or those of them whom `who` selects."""
    letter = Letter(subject, text, Who(**who))
    return writing.send_written(
        event,
        letter,
        expected=people(event, letter.who).count(),
        form_uuid=uuid.uuid4(),
        at=at,
        by=by,
    )


def as_sent(**which) -> None:
    """As if these messages had gone out."""
    Message.objects.filter(**which).update(state="sent", sent_at=NOON)


def cancel_event(event, *, reason="Snow", at=NOON) -> Event:
    return event_changes.cancel_event(event, reason=reason, at=at, by=None)


def cancel_session(session, *, reason="Snow", at=NOON) -> Session:
    return event_changes.cancel_session(session, reason=reason, at=at, by=None)


def make_session(**fields) -> Session:
    """The session of an event of its own."""
    return make_event(plan(**fields)).sessions.select_related("event").get()


def make_school(**fields) -> School:
    number = next(numbers)
    name = fields.pop("name", f"Oakfield Primary School {number}")
    return School.objects.create(
        **{
            "name": name,
            "town": "Ashby",
            "sort_key": name.lower(),
            "changed_at": NOON + timedelta(microseconds=number),
        }
        | fields
    )


def make_person(**fields) -> Person:
    number = next(numbers)
    return Person(
        **{
            "full_name": f"Alex Example {number}",
            "email": f"head{number}@school.example",
            "typed_school": "Oakfield Primary School",
        }
        | fields
    )


def make_booking(session: Session | None = None, *others: Session, at=NOON, **person) -> Attendee:
    """An attendee with a place at each of these sessions, of an event of its own by default."""
    session = session or make_session()
    return commands.book_place(
        event=session.event,
        sessions=[session, *others],
        person=make_person(**person),
        form_uuid=uuid.uuid4(),
        at=at,
    )


def amend_event(event, *, at=NOON, by=None, seen=None, tell=True, sessions=None, **changed):
    """Change an event: `sessions` are what changes of each of them, in the order of their rows."""
    event = Event.objects.get(pk=event.pk)
    now = planning.plan_of(event, event.sessions.with_place().order_by("pk"))
    plans = [
        replace(one, **change)
        for one, change in zip_longest(now.sessions, sessions or [], fillvalue={})
    ]
    return event_changes.amend_event(
        event,
        replace(now, sessions=tuple(plans), **{k: _frozen(v) for k, v in changed.items()}),
        seen=seen or {},
        tell=tell,
        at=at,
        by=by,
    )
