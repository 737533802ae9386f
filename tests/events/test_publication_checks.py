"""What an organiser is asked to look at before an event is published."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import (
    NOON,
    attach_document,
    cancel_event,
    make_audience,
    make_event,
    make_team,
    make_venue,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

USUAL = {"capacity": 20, "join_link": "https://meet.example/join", "label": "Morning"}
DAY = {"precision": "day"}
START = NOON + timedelta(days=28)


def checks(signed_in, *sessions, **fields):
    event = make_event(*sessions, published=False, **fields)
    attach_document(event)
    return signed_in.get(f"/organiser/events/{event.public_id}/preview/").context_data["checks"]


def warnings(signed_in, *sessions, **fields):
    return checks(signed_in, *sessions, **fields).warnings


def test_a_usual_session_is_published_without_a_word(signed_in):
    found = checks(signed_in, plan(**USUAL))

    assert (found.stops, found.warnings) == ([], [])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"starts_at": datetime(2026, 10, 30, 9, tzinfo=UTC)}, ["this is in the past."]),
        ({"starts_at": datetime(2026, 11, 28, 9, tzinfo=UTC)}, ["this is a Saturday."]),
        ({"starts_at": datetime(2026, 11, 29, 0, tzinfo=UTC)}, ["this is a Sunday."]),
        ({"starts_at": datetime(2026, 12, 25, 9, tzinfo=UTC)}, ["this is a bank holiday."]),
        ({**DAY, "on_date": date(2027, 3, 26)}, ["this is a bank holiday."]),
        ({**DAY, "precision": "month", "on_date": date(2027, 5, 1)}, []),
        ({**DAY, "precision": "none"}, []),
        ({**DAY, "on_date": NOON.date()}, []),
        ({**DAY, "precision": "month", "on_date": date(2026, 11, 1)}, []),
        ({"starts_at": NOON - timedelta(minutes=30)}, ["this has already started."]),
        (
            {"mode": "to_be_confirmed", "join_link": ""},
            ["there is no venue or link yet."],
        ),
        ({"capacity": None}, ["there is no limit on places."]),
        ({"join_link": ""}, ["there is no link to join yet."]),
        (
            {"capacity": None, "join_link": "", "starts_at": datetime(2026, 11, 28, tzinfo=UTC)},
            [
                "this is a Saturday.",
                "there is no limit on places.",
                "there is no link to join yet.",
            ],
        ),
    ],
)
def test_what_is_odd_is_said_of_each_session(changed, said, signed_in):
    session = plan(**USUAL | changed)

    assert warnings(signed_in, session) == [f"Morning: {sentence}" for sentence in said]


def test_a_session_without_a_name_is_known_by_its_time(signed_in):
    found = warnings(
        signed_in, plan(mode="in_person", join_link="", venue=make_venue(), capacity=None)
    )

    assert found == ["Monday 30 November 2026, midday to 1:30pm: there is no limit on places."]


def test_without_an_agenda_it_says_so(signed_in):
    event = make_event(plan(**USUAL), published=False)
    attach_document(event, kind="slides", stage="after")
    withdrawn = attach_document(event)
    withdrawn.withdrawn_at = NOON
    withdrawn.save(update_fields=["withdrawn_at"])

    text = signed_in.get(f"/organiser/events/{event.public_id}/preview/").text

    assert "<li>There is no agenda.</li>" in text


def test_what_is_read_before_is_as_good_as_an_agenda(signed_in):
    event = make_event(plan(**USUAL), published=False)
    attach_document(event, kind="information", stage="before", visible_to="booked")

    text = signed_in.get(f"/organiser/events/{event.public_id}/preview/").text

    assert "There is no agenda." not in text


def test_places_are_no_matter_where_booking_is_elsewhere(signed_in):
    elsewhere = {"booking_by": "link", "booking_address": "https://tickets.example/1"}

    assert warnings(signed_in, plan(**USUAL | {"capacity": None}), **elsewhere) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"title": "Briefing on Friday 26 June 2021"},
            "26 June 2021 was a Saturday, and it says “Friday 26 June 2021” in the title.",
        ),
        (
            {"summary": "On Tues, the 30th of Nov"},
            "30 November 2026 is a Monday, and it says “Tues, the 30th of Nov” in the summary.",
        ),
        (
            {"body": "We meet\non Sunday  30\nNov, and on 30 November."},
            "30 November 2026 is a Monday, and it says “Sunday 30 Nov” in the description.",
        ),
    ],
)
def test_a_weekday_that_does_not_fit_its_date_is_said(fields, said, signed_in):
    assert warnings(signed_in, plan(**USUAL), **fields) == [said]


def test_a_weekday_in_the_name_of_a_session_is_read_too(signed_in):
    found = warnings(signed_in, plan(**USUAL | {"label": "Tue 30 Nov"}))

    assert found == [
        "Tue 30 Nov: 30 November 2026 is a Monday, and it says “Tue 30 Nov” in its name."
    ]


@pytest.mark.parametrize(
    "body",
    ["Monday 30 November 2026", "Mon 30 Nov", "Tuesday 1 December", "Friday 31 June 2027", "May"],
)
def test_a_weekday_that_fits_or_has_no_date_is_not(body, signed_in):
    undated = plan(precision="none", join_link="https://meet.example/join", label="Later")

    assert warnings(signed_in, plan(**USUAL), undated, body=body) == []


HEADS = "Headteachers"
OTHER = {"title": "Budget briefing"}


def other_event(*sessions, audience=HEADS, **fields):
    return make_event(*sessions, audiences=[make_audience(audience)], **OTHER | fields)


@pytest.mark.parametrize(
    ("session", "when"),
    [
        (plan(starts_at=START + timedelta(hours=1)), "1pm to 2:30pm"),
        (plan(starts_at=START - timedelta(minutes=30), ends_at=None), "from 11:30am"),
        (
            plan(precision="half_day", half="pm", on_date=START.date()),
            "afternoon, time to be confirmed",
        ),
    ],
)
def test_another_event_for_the_same_people_at_the_same_time_is_named(session, when, signed_in):
    other_event(session)

    found = warnings(signed_in, plan(**USUAL), audiences=[make_audience(HEADS)])

    assert found == [
        "Morning: “Budget briefing” is for the same audience at the same time, "
        f"Monday 30 November 2026, {when}."
    ]


def test_one_that_is_no_clash_is_not(signed_in):
    other_event(plan(), audience="SENCOs")
    other_event(plan(), published=False)
    other_event(plan(), is_listed=False, team=make_team("Early Years"))
    other_event(plan(starts_at=START + timedelta(hours=1, minutes=30)))
    other_event(plan(starts_at=START - timedelta(hours=2), ends_at=None))
    other_event(plan(precision="month", on_date=date(2026, 11, 1)))
    cancel_event(other_event(plan(), title="Off"))

    found = warnings(signed_in, plan(**USUAL), audiences=[make_audience(HEADS)])

    assert found == []


def test_sessions_without_a_date_clash_with_nothing(signed_in):
    other_event(plan())

    undated = plan(precision="none", capacity=20, join_link="https://meet.example/join")
    assert warnings(signed_in, undated, audiences=[make_audience(HEADS)]) == []
    month = plan(precision="month", on_date=date(2026, 11, 1))
    assert (
        warnings(
            signed_in,
            month,
            plan(**USUAL | {"starts_at": START + timedelta(days=1)}),
            audiences=[make_audience(HEADS)],
        )
        == []
    )


def test_of_a_published_event_only_what_is_to_come_is_checked(signed_in):
    event = make_event(plan(starts_at=NOON - timedelta(days=7), capacity=None), plan(**USUAL))
    attach_document(event)

    response = signed_in.get(f"/organiser/events/{event.public_id}/preview/")

    assert response.context_data["checks"].warnings == []


@pytest.mark.parametrize(
    ("fields", "stop"),
    [
        ({"sessions": []}, "Add a session, even if its date is still to be confirmed."),
        (
            {"contact_name": "", "contact_email": ""},
            "Add a name, email address or phone number people can contact.",
        ),
        (
            {"sessions": [plan(**USUAL, starts_at=NOON - timedelta(days=1))]},
            "Change the dates, or add a session that is still to come. Every session is over.",
        ),
        ({"booking_by": "link"}, "Add the link to the page where people book."),
        ({"booking_by": "email"}, "Add the email address that people book with."),
    ],
)
def test_what_has_to_be_mended_first_is_said(fields, stop, signed_in):
    assert checks(signed_in, **fields).stops == [stop]


def test_the_preview_shows_a_session_as_it_will_be(signed_in):
    event = make_event(plan(**USUAL), plan(**USUAL | {"label": "Later"}), published=False)

    text = signed_in.get(f"/organiser/events/{event.public_id}/preview/").text

    assert "<title>Preview: Headteacher briefing" in text
    assert "20 places left" in text
    assert "Booking closes at midday on Monday 30 November 2026." in text
    assert "Choose one of these sessions." in text
    assert "Link to join: https://meet.example/join" in text
    assert "Book this session" not in text


def test_a_published_event_is_no_preview(signed_in):
    event = make_event(plan(**USUAL))

    text = signed_in.get(f"/organiser/events/{event.public_id}/preview/").text

    assert "<title>Headteacher briefing" in text
    assert "This event is public." in text
    assert "Discard this draft" not in text
