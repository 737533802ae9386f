"""What the measured site holds: the examples, 713 schools, an event that does not fill up."""

import csv
import io
from datetime import datetime, timedelta

from django.urls import reverse

from bookings.models import School
from bookings.schools import importing
from deploy.examples import westshire_schools
from deploy.examples.load import load_examples
from events import lifecycle
from events.models import Event, Session, Team
from events.plans import EventPlan, SessionPlan

TITLE = "A briefing with places for everybody"
PLACES = 1_000_000
SCHOOLS = 713  # as many as England's largest authority has
OTHER_AUTHORITY = "876"


def fill(*, at: datetime) -> dict[str, str]:
    """The pages that a person sees on the way to a place, and the choices to make there."""
    organiser = load_examples(at=at)
    importing.import_schools(io.BytesIO(_more_schools()), local_authority=OTHER_AUTHORITY, at=at)
    plan = EventPlan(
        title=TITLE,
        contact_name="Education service",
        sessions=tuple(session(at + timedelta(days=days)) for days in (21, 28)),
    )
    team = Team.objects.run_by(organiser, "organiser")[0]
    event = lifecycle.create_event(plan, team=team, at=at, by=organiser)
    return _describe(lifecycle.publish_event(event, at=at, by=organiser))


def _describe(event: Event) -> dict[str, str]:
    first = event.sessions.in_order()[0].public_id
    names = [event.public_id, event.slug]
    return {
        "list": reverse("events_list"),
        "event": reverse("event", args=names),
        "home": reverse("organiser_home"),
        "attendees": reverse("event_bookings", args=[event.public_id]),
        "form": f"{reverse('book_place', args=names)}?session={first}",
        "session": first,
        "school": School.objects.open().in_order()[0].public_id,
    }


def session(starts_at: datetime) -> SessionPlan:
    return SessionPlan(
        precision=Session.Precision.EXACT,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        mode=Session.Mode.ONLINE,
        join_link="https://meet.westshire.example/everybody",
        capacity=PLACES,
    )


def _more_schools() -> bytes:
    """A file of the national list with as many schools as there are still to come."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, westshire_schools.COLUMNS, restval="")
    writer.writeheader()
    for number in range(len(westshire_schools.SCHOOLS) + 1, SCHOOLS + 1):
        writer.writerow(
            {
                "URN": westshire_schools.FIRST_URN + number,
                "LA (code)": OTHER_AUTHORITY,
                "EstablishmentNumber": number,
                "EstablishmentName": f"School number {number} for measuring",
                "EstablishmentStatus (code)": 1,
                "Town": "Wexbridge",
            }
        )
    return text.getvalue().encode()
