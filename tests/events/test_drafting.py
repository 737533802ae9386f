"""A plan as the answers of forms, and those as the plan again: nothing changes on the way."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string

from events.drafting import answers_of, plan_from
from events.forms.event import EventForm
from events.forms.sessions import session_forms
from events.models import Team, Update
from events.planning import plan_of
from events.plans import EventPlan, SessionPlan, UpdatePlan, VenuePlan
from tests.events.browsing import sent_by_a_browser
from tests.factories import NOON, make_audience, make_event, make_organiser, make_venue, plan

pytestmark = pytest.mark.django_db

EXACT = {
    "precision": "exact",
    "starts_at": datetime(2027, 6, 14, 8, 30, tzinfo=UTC),
    "ends_at": datetime(2027, 6, 14, 12, tzinfo=UTC),
}
SESSIONS = [
    SessionPlan(),
    SessionPlan(precision="month", on_date=date(2027, 6, 1)),
    SessionPlan(precision="day", on_date=date(2027, 6, 14)),
    SessionPlan(precision="half_day", on_date=date(2027, 6, 14), half="am"),
    SessionPlan(precision="half_day", on_date=date(2027, 6, 14), half="pm"),
    SessionPlan(**EXACT),
    SessionPlan(**EXACT | {"ends_at": None}),
    SessionPlan(**EXACT, arrive_at=datetime(2027, 6, 14, 8, tzinfo=UTC)),
    SessionPlan(**EXACT | {"starts_at": datetime(2027, 6, 14, 6, tzinfo=UTC)}),
    SessionPlan(**EXACT | {"starts_at": datetime(2027, 6, 14, 11, tzinfo=UTC), "ends_at": None}),
    SessionPlan(**EXACT | {"ends_at": datetime(2027, 6, 14, 23, tzinfo=UTC)}),
    SessionPlan(
        precision="exact",
        starts_at=datetime(2027, 1, 14, 22, tzinfo=UTC),
        ends_at=datetime(2027, 1, 15, 1, tzinfo=UTC),
    ),
    SessionPlan(mode="online", join_link="https://meet.example/join"),
    SessionPlan(mode="online"),
    SessionPlan(mode="in_person", venue=VenuePlan("Hall", "1 High Street\nAshby", "WS1 2AB")),
    SessionPlan(label="Morning", speakers="Ann Example\nBo <Example>", capacity=40),
    SessionPlan(public_id="abcd2345"),
]
EVENTS = [
    {},
    {"booking_by": "link", "booking_address": "https://tickets.example/1"},
    {"booking_by": "email", "booking_address": "book@westshire.example"},
    {"booking_by": "invitation"},
    {"booking_by": "invitation", "booking_address": "The team's mailbox"},
    {"opens_at": datetime(2027, 5, 1, 8, 30, tzinfo=UTC)},
    {"opens_at": datetime(2027, 4, 30, 23, tzinfo=UTC)},
    {"closes_working_days": 30},
    {"is_listed": False},
    {"join_by": "personal"},
    {"shows_waiting_position": True},
    {"summary": "Short & clear", "body": "One\n\nTwo"},
    {"series": "Headteacher briefings", "other_audience": "Chairs"},
    {"update": UpdatePlan(date(2027, 5, 5), "Update 12", "https://updates.example/12")},
    {"contact_name": "Bo Example", "contact_telephone": "01632 960 123"},
    *({"attendance": attendance} for attendance in ("one", "any", "all")),
]


def base(**changed):
    given = {
        "title": "Headteacher briefing",
        "body": "All about the budget.",
        "audiences": (make_audience("Headteachers"), make_audience("SENCOs")),
        "contact_name": "Education Events",
        "contact_email": "events@westshire.example",
        "sessions": (SessionPlan(),),
    }
    return EventPlan(**given | changed)


def round_trip(event_plan, event=None, **fixed):
    """Filled in, shown, sent as it stands and read."""
    author = make_organiser()
    about = {"teams": Team.objects.all(), "author": author, "event": event, **fixed}
    answers, of_sessions = answers_of(event_plan)
    shown = {
        "form": EventForm(**about, initial=answers),
        "sessions": session_forms(at=NOON, initial=of_sessions),
    }
    sent = sent_by_a_browser(render_to_string("partials/_event_fields.html", shown))
    form, sessions = EventForm(sent, **about), session_forms(sent, at=NOON)
    assert form.is_valid_with(sessions), (form.errors, sessions.errors)
    return plan_from(form, sessions)


@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_stays_as_it_is(session):
    event_plan = base(sessions=(session,))

    assert round_trip(event_plan) == event_plan


@pytest.mark.parametrize("changed", EVENTS)
def test_an_event_stays_as_it_is(changed):
    event_plan = base(**changed)

    assert round_trip(event_plan) == event_plan


def test_what_is_said_of_an_event_stays_as_it_is():
    update = Update.objects.create(published_on=date(2026, 11, 4), title="Update 12")
    sessions = [plan(), replace(SESSIONS[14], venue=make_venue()), *SESSIONS[:4]]
    made = make_event(
        *sessions, update=update, series="Briefings", other_audience="Heads", body="One\nTwo"
    )
    event = type(made).objects.for_display().get()
    said = plan_of(event, event.sessions.in_order())

    kept = round_trip(replace(said, contact_name="Education Events"), event=event)

    assert kept == replace(said, contact_name="Education Events")
    assert [session.public_id for session in kept.sessions] == [
        session.public_id for session in event.sessions.in_order()
    ]


def test_attendance_that_is_fixed_stays_and_says_why():
    event = make_event(plan(), plan(), attendance="all", audiences=[make_audience("Heads")])
    said = replace(plan_of(event, event.sessions.in_order()), body="x", attendance="one")
    form = EventForm(
        teams=Team.objects.all(), author=make_organiser(), event=event, attendance_is_fixed=True
    )
    form.attendance_note = "People have booked, so this can no longer change."

    page = render_to_string(
        "partials/_event_fields.html", {"form": form, "sessions": session_forms(at=NOON)}
    )

    assert round_trip(said, event=event, attendance_is_fixed=True).attendance == "all"
    assert "People have booked, so this can no longer change." in page
    assert "How many sessions can one person attend?" not in page


def test_an_event_that_exists_is_not_asked_for_its_team_its_agenda_or_the_forms_number():
    event = make_event()

    form = EventForm(teams=Team.objects.none(), author=make_organiser(), event=event)

    assert not {"team", "agenda", "form_uuid"} & form.fields.keys()
    assert form.chosen_team == event.team


def test_details_are_open_only_where_they_say_something():
    event = make_event()
    about = {"teams": Team.objects.all(), "author": make_organiser(), "event": event}

    def has_more(**changed):
        answers, _ = answers_of(base(**changed))
        return EventForm(**about, initial=answers).has_more

    assert [has_more(), has_more(contact_name="Bo"), has_more(is_listed=False)] == [
        False,
        True,
        True,
    ]
    assert [
        form.has_more
        for form in session_forms(
            at=NOON, initial=answers_of(base(sessions=(SESSIONS[5], SESSIONS[7], SESSIONS[15])))[1]
        )
    ] == [False, True, True]
