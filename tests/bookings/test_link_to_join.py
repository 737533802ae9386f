"""A session's link to join is promised only once there is one: on page, in mail and in diary."""

import pytest

from bookings.lifecycle import commands
from bookings.mail import invitations, messages
from bookings.mail.facts import BookingFacts
from bookings.models import Message
from tests.factories import NOON, as_sent, make_booking, make_event, make_session, make_venue, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LATER = "We will email you the link before the session."
IN_THE_EMAIL = "The link to join is in your email."
PROMISES = {LATER, IN_THE_EMAIL, "We email you the link to join when you book."}
LINK = "https://meet.example/join"


def promised(text):
    unfolded = text.replace("\r\n ", "").replace("\\,", ",")
    return {sentence for sentence in PROMISES if sentence in unfolded}


def said_everywhere(client, attendee):
    """What each place that a booked person reads promises."""
    told = BookingFacts.of(attendee, attendee.bookings.with_session(), at=NOON)
    mail = messages.mail_of(Message.objects.get(kind="place_booked"))
    return {
        "page": promised(client.get(f"/b/{attendee.link_token}/").text),
        "text": promised(mail.text),
        "html": promised(mail.html),
        "invitation": promised(mail.invitation.decode()),
        "file": promised(invitations.download(told, told.places[0]).decode()),
    }


def test_a_link_that_is_there_is_in_the_email(client):
    attendee = make_booking(make_session(join_link=LINK))

    assert said_everywhere(client, attendee) == {
        "page": {IN_THE_EMAIL},
        "text": set(),
        "html": set(),
        "invitation": set(),
        "file": {IN_THE_EMAIL},
    }


def test_who_does_not_come_is_promised_no_link(client):
    attendee = make_booking(
        make_session(join_link=""), booked_by_name="Olive", booked_by_email="o@school.example"
    )
    as_sent(kind="place_booked")
    copy = messages.mail_of(Message.objects.get(kind="booking_copy"))
    commands.cancel_bookings(attendee, at=NOON)
    cancelled = messages.mail_of(Message.objects.get(kind="place_cancelled"))

    assert promised(copy.text + copy.html + cancelled.text + cancelled.html) == set()
    assert b"link before" not in cancelled.invitation


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        (LINK, "The link to join is in their email."),
        ("", "We will email them the link before the session."),
    ],
)
def test_whoever_booked_for_a_colleague_reads_where_the_link_goes(link, sentence, client):
    attendee = make_booking(make_session(join_link=link), booked_by_email="o@school.example")

    text = client.get(f"/for-colleagues/{attendee.booker.link_token}/{attendee.public_id}/").text

    assert sentence in text
    assert promised(text) == set()


def test_a_link_that_is_not_there_yet_is_promised_for_later(client):
    attendee = make_booking(make_session(join_link=""))

    assert said_everywhere(client, attendee) == {
        place: {LATER} for place in ("page", "text", "html", "invitation", "file")
    }


@pytest.mark.parametrize(
    ("link", "sentence"),
    [(LINK, "We email you the link to join when you book."), ("", LATER)],
)
def test_before_booking_page_and_calendar_promise_the_same(link, sentence, client):
    event = make_event(plan(join_link=link))

    page = client.get(f"/events/{event.public_id}/{event.slug}/").text
    calendar = client.get(f"/calendar/{event.feed_name}.ics").text

    assert promised(page) == promised(calendar) == {sentence}


def test_where_people_meet_no_link_is_spoken_of(client):
    attendee = make_booking(make_session(mode="in_person", join_link="", venue=make_venue()))

    assert set.union(*said_everywhere(client, attendee).values()) == set()
