"""A venue is corrected: every session held there says so, and whoever comes there is told."""

from datetime import timedelta

import pytest

from bookings.lifecycle import venue_changes
from bookings.models import Message
from events.models import AuditEntry, Session, Venue
from events.venue_details import VenueDetails
from tests.bookings.told import mails
from tests.events.browsing import sent_by_a_browser
from tests.factories import (
    NOON,
    as_sent,
    cancel_session,
    make_booking,
    make_event,
    make_organiser,
    make_team,
    make_venue,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HALL = VenueDetails("Ashby Hall", "1 High Street\nAshby", "WS1 2AB")
NEXT_DOOR = VenueDetails("Ashby Hall", "3 High Street\nAshby", "WS1 2AB")
LATER = NOON + timedelta(hours=1)


def at(venue, **fields):
    return plan(mode="in_person", join_link="", venue=venue, **fields)


def page(venue):
    return f"/organiser/venues/{venue.public_id}/"


def change(venue, details, *, tell=True, at=LATER):
    venue_changes.change_venue(venue, details, tell=tell, at=at, by=None)


def sequences():
    fields = ("feed_sequence", "schedule_sequence", "revision")
    return list(Session.objects.order_by("pk").values_list(*fields))


def test_whoever_comes_there_is_told_the_place_before_and_now():
    venue = make_venue()
    event = make_event(at(venue))
    make_booking(event.sessions.get(), email="ann@school.example")
    as_sent()

    change(venue, NEXT_DOOR)

    assert mails() == [("ann@school.example", "session_changed", "REQUEST", 1, "NEEDS-ACTION")]
    told = Message.objects.get(kind="session_changed").facts["places"][0]
    assert (told["was_where"], told["venue"]) == (
        "Ashby Hall, 1 High Street, Ashby, WS1 2AB",
        "Ashby Hall, 3 High Street, Ashby, WS1 2AB",
    )


def test_every_event_there_is_revised_and_no_other():
    venue, other = make_venue(), make_venue(name="Town Hall")
    make_event(at(venue), at(other))
    make_event(at(other))
    make_event(at(venue), published=False)
    past = make_event(at(venue, starts_at=NOON + timedelta(minutes=5), hours=0.1))
    cancelled = make_event(at(venue))
    cancel_session(cancelled.sessions.get())
    before = sequences()

    change(venue, NEXT_DOOR)

    raised = [
        tuple(new - old for new, old in zip(now, then, strict=True))
        for now, then in zip(sequences(), before, strict=True)
    ]
    assert raised == [(1, 1, 1), (0, 0, 0), (0, 0, 0), (0, 0, 1), (0, 0, 1), (0, 0, 1)]
    assert past.pk < cancelled.pk
    entry = AuditEntry.objects.get(action="venue_changed")
    assert (entry.object_id, entry.changed) == (venue.public_id, ["address"])


def test_how_to_get_there_is_told_nobody():
    venue = make_venue()
    make_booking(make_event(at(venue)).sessions.get())
    as_sent()

    change(venue, VenueDetails(**vars(HALL) | {"travel": "Bus 4"}))

    assert mails() == []
    assert Venue.objects.get().travel == "Bus 4"
    assert sequences() == [(0, 0, 2)]


def test_nobody_is_told_if_the_organiser_says_so():
    venue = make_venue()
    make_booking(make_event(at(venue)).sessions.get())
    as_sent()

    change(venue, NEXT_DOOR, tell=False)

    assert mails() == []
    assert Venue.objects.get().address == "3 High Street\nAshby"


def test_the_same_again_changes_nothing():
    venue = make_venue()
    make_booking(make_event(at(venue)).sessions.get())
    as_sent()

    change(venue, NEXT_DOOR)
    change(venue, NEXT_DOOR, at=LATER + timedelta(seconds=1))

    assert len(mails()) == 1
    assert AuditEntry.objects.filter(action="venue_changed").count() == 1


def test_the_page_asks_before_an_address_is_changed_and_then_does_it(signed_in):
    venue = make_venue()
    own = make_event(at(venue))
    make_booking(own.sessions.get(), full_name="Ann Example", typed_school="Oakfield")
    others = make_event(at(venue), team=make_team("Others"))
    make_booking(others.sessions.get(), full_name="Secret Person")
    typed = sent_by_a_browser(signed_in.get(page(venue)).text)
    typed["address"] = "3 High Street\r\nAshby"

    asked = signed_in.post(page(venue), typed)

    assert "2 people have booked. Tell them?" in asked.text
    assert "<li>Ann Example, Oakfield</li>" in asked.text
    assert "<p>And 1 more.</p>" in asked.text
    assert "Secret Person" not in asked.text
    assert Venue.objects.get().address == "1 High Street\nAshby"
    confirmed = sent_by_a_browser(asked.text)
    confirmed["tell"] = "yes"
    done = signed_in.post(page(venue), confirmed)
    assert done.headers["Location"] == "/organiser/venues/"
    assert Venue.objects.get().one_line == "Ashby Hall, 3 High Street, Ashby, WS1 2AB"
    assert Message.objects.filter(kind="session_changed").count() == 2


def test_only_others_having_booked_shows_no_name_and_no_mail(signed_in):
    venue = make_venue()
    make_booking(make_event(at(venue), team=make_team("Others")).sessions.get(), full_name="Secret")

    asked = signed_in.post(page(venue), vars(NEXT_DOOR))

    assert "1 person has booked. Tell this person?" in asked.text
    assert "The email that they get" not in asked.text
    assert "Secret" not in asked.text


def test_without_bookings_it_is_saved_at_once(signed_in):
    venue = make_venue()
    make_event(at(venue))

    done = signed_in.post(page(venue), vars(NEXT_DOOR) | {"postcode": "ws1 2ab"})

    assert done.status_code == 302
    assert Venue.objects.get().one_line == "Ashby Hall, 3 High Street, Ashby, WS1 2AB"


def test_going_back_keeps_what_was_typed(signed_in):
    venue = make_venue()
    make_booking(make_event(at(venue)).sessions.get())

    back = signed_in.post(page(venue), vars(NEXT_DOOR) | {"change": "1"})

    assert "3 High Street" in back.text
    assert Venue.objects.get().address == "1 High Street\nAshby"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter the name of the venue"),
        ({"map_link": "http://maps.example"}, "Enter a link that starts with https://"),
        ({"postcode": "ﬃﬃﬃﬃ"}, "Postcode must be 10 characters or fewer"),
        ({"coordinates": "51.2787"}, "Enter latitude and longitude as two numbers, like"),
        ({"coordinates": "0.5217, 51.2787"}, "in the United Kingdom, the latitude first"),
    ],
)
def test_wrong_input_is_told_beside_the_field(signed_in, wrong, sentence):
    venue = make_venue()

    response = signed_in.post(page(venue), vars(NEXT_DOOR) | wrong)

    assert sentence in response.text
    assert Venue.objects.get().address == "1 High Street\nAshby"


def test_only_organisers_may(client, settings):
    settings.REQUIRE_TOTP = False
    venue = make_venue()
    let_in(client, make_organiser(role="assistant"))

    assert client.get(page(venue)).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_stays_the_same(signed_in, django_assert_num_queries, number):
    venue = make_venue()
    for _ in range(number):
        make_booking(make_event(at(venue)).sessions.get())

    with django_assert_num_queries(11):
        asked = signed_in.post(page(venue), vars(NEXT_DOOR))
    assert "Tell" in asked.text


def test_what_another_organiser_has_written_meanwhile_is_kept(signed_in):
    venue = make_venue()
    mine = sent_by_a_browser(signed_in.get(page(venue)).text)
    change(venue, VenueDetails(**vars(HALL) | {"travel": "Bus 4"}))
    mine["hearing_loop"] = "In the hall"

    signed_in.post(page(venue), mine)

    venue.refresh_from_db()
    assert (venue.travel, venue.hearing_loop) == ("Bus 4", "In the hall")
