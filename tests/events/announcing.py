"""Announcing an event through the page that creates it, and all that is stored of it then."""

from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone

from events.models import Event
from events.planning import plan_of
from events.plans import EventPlan, SessionPlan, UpdatePlan, VenuePlan
from tests.events.browsing import sent_by_a_browser
from tests.events.event_answers import NEW
from tests.factories import make_audience

HEADS = "Headteachers"


def announce(client, *sessions, lines="", **typed):
    """What an organiser types, on the page as it is shown; what is stored of it then."""
    sent = sent_by_a_browser(client.get(NEW).text)
    if lines:
        fill(sent, {"lines": lines, "paste": "1"})
        sent = sent_by_a_browser(client.post(NEW, dict(sent.lists())).text)
    for index, session in enumerate(sessions):
        fill(sent, {f"session-{index}-{name}": value for name, value in session.items()})
        sent["session-TOTAL_FORMS"] = str(len(sessions))
    labels = typed.pop("audiences", [HEADS])
    sent.setlist("audiences", [make_audience(label).slug for label in labels])
    about = {"title": "An event", "body": "About it.", "contact_email": "kelsi@westshire.example"}
    fill(sent, about | typed)
    response = client.post(NEW, dict(sent.lists()))
    assert response.status_code == 302, response.context_data["form"].errors
    return stored()


def fill(sent, typed):
    for name, value in typed.items():
        sent[name] = value


def stored():
    event = Event.objects.for_display().get()
    return facts(plan_of(event, event.sessions.order_by("pk")))


def facts(event_plan):
    """Without what is made up by chance, and venues and updates by their words."""
    return replace(
        event_plan,
        update=words(event_plan.update, UpdatePlan, "published_on", "title", "address"),
        sessions=tuple(
            replace(
                session,
                public_id="",
                venue=words(session.venue, VenuePlan, "name", "address", "postcode"),
            )
            for session in event_plan.sessions
        ),
    )


def words(row, kind, *names):
    return kind(*(getattr(row, name) for name in names)) if row else None


def said(*sessions, audiences=(HEADS,), **fields):
    """The whole of what should be stored."""
    usual = {
        "title": "An event",
        "body": "About it.",
        "contact_name": "Education Events",
        "contact_email": "kelsi@westshire.example",
    }
    who = tuple(make_audience(label) for label in audiences)
    return EventPlan(**usual | fields, audiences=who, sessions=sessions)


def on(text):
    """The boxes of a day."""
    return dict(zip(("held_on_0", "held_on_1", "held_on_2"), text.split("/"), strict=True))


def london(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def half(day, which, label, venue):
    return SessionPlan(
        precision="half_day",
        on_date=date.fromisoformat(day),
        half=which,
        label=label,
        mode="in_person",
        venue=VenuePlan(venue),
    )


def exact(start, end, **fields):
    return SessionPlan(
        precision="exact", starts_at=london(start), ends_at=end and london(end), **fields
    )


def in_person(venue, postcode="", **fields):
    return {"mode": "in_person", "venue": VenuePlan(venue, "", postcode), **fields}
