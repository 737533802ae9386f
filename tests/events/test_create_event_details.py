"""Creating an event with what few of them need: behind "More details", with defaults."""

from datetime import UTC, date, datetime

import pytest

from events.models import Event, Session, Update, Venue
from tests.events.event_answers import IN_PERSON, NEW, answers, errors_of, session
from tests.factories import make_audience, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

NO_DATE = {"held_on_0": "", "held_on_1": "", "held_on_2": "", "starts": "", "ends": ""}


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
            *("contact_name", "contact_telephone", "update", "is_listed"),
        )
    } == {
        "summary": "In short",
        "booking_by": "link",
        "booking_address": "https://tickets.example/1",
        "opens_at": datetime(2026, 11, 9, 8, tzinfo=UTC),
        "closes_working_days": 2,
        "contact_name": "Bo Example",
        "contact_telephone": "01632 960 123",
        "update": update,
        "is_listed": True,
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
    assert event.is_listed


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


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (NO_DATE, ("none", None, "")),
        (NO_DATE | {"held_on_1": "June", "held_on_2": "2027"}, ("month", date(2027, 6, 1), "")),
        ({"starts": "", "ends": ""}, ("day", date(2026, 11, 27), "")),
        ({"held_on_0": "Fri 27", "starts": "", "ends": ""}, ("day", date(2026, 11, 27), "")),
        ({"starts": "am", "ends": ""}, ("half_day", date(2026, 11, 27), "am")),
        ({"starts": "Afternoon", "ends": ""}, ("half_day", date(2026, 11, 27), "pm")),
        ({"ends": ""}, ("exact", None, "")),
    ],
)
def test_a_time_is_as_exact_as_what_is_typed(signed_in, typed, stored):
    signed_in.post(NEW, answers(session(**typed)))

    held = Session.objects.get()
    assert (held.precision, held.on_date, held.half) == stored


@pytest.mark.parametrize(
    "typed",
    [
        {"starts": "8 for 8.30am"},
        {"starts": "8.30am", "arrives": "8"},
        {"starts": "8am for 8.30", "arrives": "8am"},
    ],
)
def test_people_may_arrive_before_the_start(signed_in, typed):
    signed_in.post(NEW, answers(session(ends="1pm", **typed)))

    held = Session.objects.get()
    assert (held.arrive_at, held.starts_at, held.ends_at) == (
        datetime(2026, 11, 27, 8, tzinfo=UTC),
        datetime(2026, 11, 27, 8, 30, tzinfo=UTC),
        datetime(2026, 11, 27, 13, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"held_on_0": "Tue 27"},
            {"held_on": ["27 November 2026 is a Friday, not a Tuesday. Check the date"]},
        ),
        ({"held_on_0": "Someday 27"}, {"held_on": ["Enter a real date, like 27 3 2027"]}),
        (
            NO_DATE | {"held_on_1": "13", "held_on_2": "2027"},
            {"held_on": ["Enter a real date, like 27 3 2027"]},
        ),
        (
            NO_DATE | {"held_on_2": "2027"},
            {"held_on": ["Enter the date with a day, a month and a year"]},
        ),
        (
            {"held_on_0": "", "starts": "am", "ends": ""},
            {"held_on": ["Enter the date with a day, a month and a year"]},
        ),
        ({"starts": "am"}, {"starts": ["Enter the start time"]}),
        ({"starts": "", "ends": "", "arrives": "3pm"}, {"starts": ["Enter the start time"]}),
        (
            {"arrives": "4:30pm"},
            {"arrives": ["Enter an arrival time that is before the start time"]},
        ),
        (
            {"arrives": "4:30"},
            {"arrives": ["Enter an arrival time that is before the start time"]},
        ),
        (
            {"starts": "5pm for 4pm"},
            {"starts": ["Enter an arrival time that is before the start time"]},
        ),
        (
            {"starts": "3 for 4pm", "arrives": "3:30pm"},
            {"arrives": ["Enter one arrival time, here or beside the start time"]},
        ),
        ({"starts": "soon for 4pm"}, {"starts": ["Enter a time, like 9:30am or 4pm"]}),
    ],
)
def test_a_wrong_time_is_told_beside_its_box(signed_in, typed, errors):
    response = signed_in.post(NEW, answers(session(**typed)))

    assert errors_of(response) == {f"session-0-{name}": what for name, what in errors.items()}
    assert not Event.objects.exists()


def test_a_venue_that_is_known_is_selected(signed_in):
    known, _ = make_venue(), make_venue(name="Village Hall", postcode="")

    page = signed_in.get(NEW).text
    signed_in.post(
        NEW, answers(session(**IN_PERSON | {"venue_name": "", "venue": known.public_id}))
    )

    assert '<option value="">A new venue</option>' in page
    assert f'<option value="{known.public_id}">Ashby Hall, WS1 2AB</option>' in page
    assert ">Village Hall</option>" in page
    assert Session.objects.get().venue == known
    assert Venue.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"venue_name": "Hall"}, {"venue": ["Select a venue or enter a new one, not both"]}),
        ({"venue": "nowhere"}, {"venue": ["Select a venue from the list"]}),
        ({"venue": ""}, {"venue_name": ["Enter the name of the venue"]}),
        (
            {"venue": "", "venue_name": "x" * 201},
            {"venue_name": ["Name of the venue must be 200 characters or fewer"]},
        ),
    ],
)
def test_one_venue_is_selected_or_entered(signed_in, typed, errors):
    at_one = IN_PERSON | {"venue_name": "", "venue": make_venue().public_id}

    response = signed_in.post(NEW, answers(session(**at_one | typed)))

    assert errors_of(response) == {f"session-0-{name}": what for name, what in errors.items()}
    [sentence] = errors.values()
    assert response.text.count(sentence[0]) == 2


def test_without_any_venue_there_is_nothing_to_select(signed_in):
    assert "A new venue" not in signed_in.get(NEW).text


def test_a_session_keeps_its_number_and_its_copy_has_none(signed_in):
    response = signed_in.post(NEW, answers(session(public_id="abcd2345"), another="1"))
    mended = signed_in.post(NEW, answers(session(public_id="abcd2345"), title=""))

    assert [form["public_id"].value() for form in response.context_data["sessions"].forms] == [
        "abcd2345",
        None,
    ]
    assert 'value="abcd2345"' in mended.text
