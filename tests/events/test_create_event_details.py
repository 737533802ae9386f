"""Creating an event with what few of them need: behind "More details", with defaults."""

from datetime import UTC, date, datetime

import pytest

from events.models import Event, Update
from tests.events.event_answers import NEW, answers, errors_of, session
from tests.factories import make_audience

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture(autouse=True)
def headteachers():
    return make_audience("Headteachers")


@pytest.fixture
def update():
    return Update.objects.create(published_on=date(2026, 11, 4), title="Update 12")


def test_every_detail_becomes_part_of_the_draft(signed_in, update):
    signed_in.post(
        NEW,
        answers(
            session(label="Morning", speakers="Ann Example\r\nBo Example", arrives="3:30"),
            summary="In short",
            other_audience="Chairs of governors",
            series="Headteacher briefings",
            booking_by="link",
            booking_address="https://tickets.example/1",
            opens_on_0="9",
            opens_on_1="11",
            opens_on_2="2026",
            opens="8am",
            closes_working_days="2",
            substitution_working_days="1",
            places_per_school="2",
            places_per_booking="4",
            outside_audience="ask",
            reminders="week",
            join_by="personal",
            shows_waiting_position="on",
            contact_name="Bo Example",
            contact_telephone="01632 960 123",
            update=update.public_id,
        ),
    )

    event = Event.objects.get()
    assert {
        name: getattr(event, name)
        for name in (
            *("summary", "booking_by", "booking_address", "opens_at", "closes_working_days"),
            *("substitution_working_days", "places_per_school", "places_per_booking"),
            *("outside_audience", "reminds_week_before", "reminds_day_before"),
            *("join_by", "contact_name", "contact_telephone", "update", "is_listed"),
            "shows_waiting_position",
        )
    } == {
        "summary": "In short",
        "booking_by": "link",
        "booking_address": "https://tickets.example/1",
        "opens_at": datetime(2026, 11, 9, 8, tzinfo=UTC),
        "closes_working_days": 2,
        "substitution_working_days": 1,
        "places_per_school": 2,
        "places_per_booking": 4,
        "outside_audience": "ask",
        "reminds_week_before": True,
        "reminds_day_before": False,
        "join_by": "personal",
        "contact_name": "Bo Example",
        "contact_telephone": "01632 960 123",
        "update": update,
        "is_listed": True,
        "shows_waiting_position": True,
    }
    assert event.series.title == "Headteacher briefings"
    assert [audience.label for audience in event.audiences.in_order()] == [
        "Chairs of governors",
        "Headteachers",
    ]
    held = event.sessions.get()
    assert (held.label, held.speaker_names, held.arrive_at) == (
        "Morning",
        ["Ann Example", "Bo Example"],
        datetime(2026, 11, 27, 15, 30, tzinfo=UTC),
    )


def test_without_any_of_them_an_event_has_the_defaults(signed_in):
    left_out = {"booking_by", "closes_working_days"}

    signed_in.post(NEW, {name: what for name, what in answers().items() if name not in left_out})

    event = Event.objects.get()
    assert (event.booking_by, event.booking_address, event.closes_working_days) == ("here", "", 0)
    assert (event.opens_at, event.update, event.series, event.summary) == (None, None, None, "")
    assert (event.is_listed, event.join_by) == (True, "both")
    assert not event.shows_waiting_position


def test_a_box_that_is_not_ticked_keeps_it_off_the_list(signed_in):
    signed_in.post(NEW, {name: what for name, what in answers().items() if name != "is_listed"})

    assert not Event.objects.get().is_listed


def test_another_audience_alone_is_enough(signed_in):
    signed_in.post(NEW, answers(audiences=[], other_audience="Chairs of governors"))

    assert [audience.label for audience in Event.objects.get().audiences.all()] == [
        "Chairs of governors"
    ]


def test_a_new_update_is_entered_with_its_date_and_its_name(signed_in, update):
    new = {
        "update_on_0": "Wed 11",
        "update_on_1": "11",
        "update_on_2": "2026",
        "update_title": "Update 13",
        "update_address": "https://updates.example/13",
    }

    both = signed_in.post(NEW, answers(**new, update=update.public_id))
    signed_in.post(NEW, answers(**new))

    assert errors_of(both) == {"update": ["Select an update or enter a new one, not both"]}
    entered = Event.objects.get().update
    assert (entered.published_on, entered.title, entered.address) == (
        date(2026, 11, 11),
        "Update 13",
        "https://updates.example/13",
    )


def test_updates_are_offered_newest_first(signed_in, update):
    Update.objects.create(published_on=date(2026, 11, 11), title="Update 13")

    text = signed_in.get(NEW).text

    assert (
        text.index("No update, or a new one")
        < text.index("11 November 2026: Update 13")
        < text.index("4 November 2026: Update 12")
    )


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"summary": "x" * 501}, {"summary": ["Summary must be 500 characters or fewer"]}),
        ({"join_by": "letter"}, {"join_by": ["Select which links to send from the list"]}),
        ({"booking_by": "pigeon"}, {"booking_by": ["Select how people book from the list"]}),
        (
            {"booking_by": "link"},
            {"booking_address": ["Enter the link to the page where people book"]},
        ),
        (
            {"booking_by": "link", "booking_address": "book@westshire.example"},
            {"booking_address": ["Enter a link that starts with https://"]},
        ),
        (
            {"booking_by": "email"},
            {"booking_address": ["Enter the email address that people book with"]},
        ),
        (
            {"booking_by": "email", "booking_address": "https://tickets.example/1"},
            {
                "booking_address": [
                    "Enter an email address in the correct format, like name@example.sch.uk"
                ]
            },
        ),
        (
            {"booking_address": "https://tickets.example/1"},
            {
                "booking_address": [
                    "Remove this address, or select another way in which people book"
                ]
            },
        ),
        ({"opens": "8am"}, {"opens_on": ["Enter the date when booking opens"]}),
        (
            {"opens_on_0": "9", "opens_on_1": "11", "opens_on_2": "2026", "opens": "7"},
            {"opens": ["Enter am or pm, like 7am or 7pm"]},
        ),
        (
            {"opens_on_0": "9", "opens_on_1": "11", "opens_on_2": ""},
            {"opens_on": ["Enter the date with a day, a month and a year"]},
        ),
        (
            {"closes_working_days": "31"},
            {"closes_working_days": ["Select when booking closes from the list"]},
        ),
        ({"update": "nowhere"}, {"update": ["Select an update from the list"]}),
        (
            {"update_address": "https://updates.example/13"},
            {
                "update_on": ["Enter the date of the update"],
                "update_title": ["Enter the name of the update"],
            },
        ),
        (
            {"update_address": "updates.example", "update_title": "Update 13"},
            {
                "update_on": ["Enter the date of the update"],
                "update_address": ["Enter a link that starts with https://"],
            },
        ),
        (
            {"audiences": [], "other_audience": "x" * 101},
            {
                "audiences": ["Select who it is for"],
                "other_audience": ["Another audience must be 100 characters or fewer"],
            },
        ),
    ],
)
def test_a_wrong_detail_is_told_beside_its_field_and_shown(signed_in, typed, errors):
    response = signed_in.post(NEW, answers(**typed))

    assert errors_of(response) == errors
    assert response.context_data["form"].has_more
    assert not Event.objects.exists()
