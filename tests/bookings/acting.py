"""How tests act for somebody, as an organiser does."""

import uuid
from datetime import timedelta

from bookings.lifecycle import on_behalf
from tests.factories import NOON, make_event, make_person, plan

LATER = NOON + timedelta(hours=1)
ANN = {"full_name": "Ann Example", "email": "ann@school.example"}


def act(by, *knowing, at=LATER, tells=True):
    return on_behalf.Act(by=by, at=at, tells=tells, knowing=knowing)


def book(*sessions, by, knowing=(), at=LATER, tells=True, form_uuid=None, **person):
    return on_behalf.book_on_behalf(
        event=sessions[0].event,
        sessions=sessions,
        person=make_person(**ANN | person),
        form_uuid=form_uuid or uuid.uuid4(),
        act=act(by, *knowing, at=at, tells=tells),
    )


def two_sessions(*, attendance="one", **second):
    event = make_event(
        plan(label="First"),
        plan(**{"label": "Second", "starts_at": NOON + timedelta(days=35)} | second),
        attendance=attendance,
    )
    return event.sessions.with_place().order_by("pk")
