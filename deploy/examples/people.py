"""People of Westshire's schools who have booked the example events; nobody is mailed about it."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from itertools import cycle

from django.utils.text import slugify

from bookings.lifecycle import on_behalf
from bookings.lifecycle.attendees import Person
from bookings.models import Attendee, School
from deploy.examples import westshire_schools
from events.models import Event, Organiser

NAMES = [
    *("Amy O’Neil", "Zoë Łukasik", "David Okafor", "Priya Sharma", "Gareth Pugh", "Helen Marsh"),
    *("Yusuf Demir", "Ingrid Solberg", "Tom Ashdown", "Grace Adeyemi", "Rhys Bevan", "Meera Nair"),
    *("Paul Hartley", "Chloé Dubois", "Samir Haddad", "Joan Whitfield", "Li Wei", "Rosa Moretti"),
]
ROLES = ["Head teacher", "Head teacher", "Deputy head teacher", "SENCO"]
NEEDS = ["", "", "", "Step-free access", "", "Hearing loop"]


def load_people(event: Event, *, at: datetime, by: Organiser) -> None:
    """Book them all, in turns, for the sessions that have room, unless anybody has booked."""
    if Attendee.objects.filter(event=event).exists():
        return
    sessions = cycle(event.sessions.with_venue().in_order()[:2])
    for person, session in zip(_people(), sessions, strict=False):
        needs = person.access_needs if session.is_in_person else ""
        on_behalf.book_on_behalf(
            event=event,
            sessions=[session],
            person=Person(person.full_name, person.email, person.school, "", person.role, needs),
            form_uuid=uuid.uuid4(),
            act=on_behalf.Act(by=by, at=at, tells=False),
        )


def _people() -> Iterator[Person]:
    schools = School.objects.filter(local_authority=westshire_schools.LOCAL_AUTHORITY).open()
    known = zip(NAMES, schools.in_order(), cycle(ROLES), cycle(NEEDS), strict=False)
    for name, school, role, needs in known:
        address = f"{slugify(name)}@{slugify(school.name)}.westshire.example"
        yield Person(name, address, school=school, role=role, access_needs=needs)
