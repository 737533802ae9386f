"""Creating an event: what is typed of a session's time, and the venue that is selected."""

from datetime import UTC, date, datetime

import pytest

from events.models import Event, Session, Venue
from tests.events.event_answers import IN_PERSON, NEW, answers, errors_of, session
from tests.factories import make_audience, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

NO_DATE = {"held_on_0": "", "held_on_1": "", "held_on_2": "", "starts": "", "ends": ""}


@pytest.fixture(autouse=True)
def headteachers():
    return make_audience("Headteachers")


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
