"""What an organiser is asked to look at before an event is published."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import NOON, make_event, make_venue, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

USUAL = {"capacity": 20, "join_link": "https://meet.example/join", "label": "Morning"}
DAY = {"precision": "day"}


def warnings(signed_in, *sessions, **fields):
    event = make_event(*sessions, published=False, **fields)
    return signed_in.get(f"/organiser/events/{event.public_id}/preview/").context_data["warnings"]


def test_a_usual_session_is_published_without_a_word(signed_in):
    assert warnings(signed_in, plan(**USUAL)) == []


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
