"""Each mail as one string: what the reader gets, and what must not be in it."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands
from bookings.mail import messages, notices
from bookings.mail.queue import queue
from bookings.models import Message
from tests.factories import (
    NOON,
    as_sent,
    make_booking,
    make_event,
    make_person,
    make_session,
    make_venue,
    plan,
)

pytestmark = pytest.mark.django_db

ADDRESS = "https://placecard.example.gov.uk"


def mail(kind, **which):
    return messages.mail_of(Message.objects.get(kind=kind, **which))


def booked_online(**person):
    session = make_session(label="Morning session", join_link="https://meet.example/abc")
    return make_booking(session, full_name="Ann Example", email="ann@school.example", **person)


def test_the_confirmation_as_plain_text():
    attendee = booked_online()

    sent = mail("place_booked")

    assert sent.subject == "Booked for 30 November: Headteacher briefing"
    assert sent.reply_to == "events@westshire.example"
    assert (
        sent.text
        == f"""Your place is booked.

Headteacher briefing

Morning session

When
Monday 30 November 2026, midday to 1:30pm

Join the meeting, from 30 minutes before the start:
{ADDRESS}/join/{attendee.bookings.get().join_token}/

If that does not work, use the meeting link:
https://meet.example/abc

Name
Ann Example

Reference
{attendee.public_id}

Change or cancel
{ADDRESS}/b/{attendee.link_token}/

Declining the calendar invitation does not cancel your place. To cancel, use the link above.

The event and its documents
{ADDRESS}/events/{attendee.event.public_id}/headteacher-briefing/

Questions? Contact Education Events team
events@westshire.example

Education events and briefings
Westshire County Council
"""
    )


def test_the_html_says_the_same_and_escapes():
    session = make_session(join_link="https://meet.example/abc")
    attendee = make_booking(session, full_name="<b>Ann</b> & Co")

    html = mail("place_booked").html

    assert "&lt;b&gt;Ann&lt;/b&gt; &amp; Co" in html
    assert "Your place is booked." in html
    assert f'href="{ADDRESS}/b/{attendee.link_token}/"' in html
    assert f'href="{ADDRESS}/join/{attendee.bookings.get().join_token}/"' in html
    assert 'href="https://meet.example/abc"' in html


def test_plain_text_is_not_escaped():
    make_booking(full_name="Ann O'Neil & Co")

    assert "\nAnn O'Neil & Co\n" in mail("place_booked").text


def test_a_place_at_a_venue_says_where_and_when_to_arrive():
    session = make_session(
        mode="in_person",
        join_link="",
        venue=make_venue(
            name="Ashby Hall",
            address="1 High Street",
            postcode="WS1 2AB",
            travel="Bus 7 & the car park",
            step_free_access="By the side door",
        ),
        arrive_at=NOON + timedelta(days=27, hours=23, minutes=30),
    )
    make_booking(session, access_needs="A secret need")

    text = mail("place_booked").text

    assert (
        "Arrive from 11:30am\n\nWhere\nAshby Hall, 1 High Street, WS1 2AB\n\n"
        "How to get there\nTravel and parking: Bus 7 & the car park\n"
        "Step-free access: By the side door\n\nName\n"
    ) in text
    assert "Bus 7 &amp; the car park" in mail("place_booked").html
    assert "secret need" not in text


def test_who_does_not_come_is_not_told_the_way():
    venue = make_venue(name="Ashby Hall", travel="Bus 7")
    session = make_session(mode="in_person", join_link="", venue=venue)
    attendee = make_booking(session, booked_by_name="Olive", booked_by_email="o@school.example")
    own = mail("place_booked")
    as_sent(kind="place_booked")
    copy = mail("booking_copy")
    as_sent(kind="booking_copy")
    commands.cancel_bookings(attendee, at=NOON)

    assert "Bus 7" in own.text
    for sent in (copy, mail("place_cancelled"), mail("cancelled_copy")):
        assert "Bus 7" not in sent.text + sent.html


def test_the_copy_tells_whoever_booked_and_holds_no_link_to_join_and_no_invitation():
    booked_online(booked_by_name="Olive Office", booked_by_email="olive@school.example")
    as_sent(kind="place_booked")

    copy = mail("booking_copy")

    assert copy.to == "olive@school.example"
    assert copy.subject == "Booked for your colleague on 30 November: Headteacher briefing"
    assert copy.text.startswith(
        "You have booked for Ann Example. "
        "We are sending them their own email with a calendar invitation.\n\n"
    )
    assert (
        "Ann Example can change or cancel the booking using the link in their email. "
        "You can do the same on your page."
    ) in copy.text
    assert "https://meet.example/abc" not in copy.text + copy.html
    assert "/b/" not in copy.text + copy.html
    assert copy.invitation == b""


def test_several_sessions_are_confirmed_together_and_invited_to_one_by_one():
    event = make_event(
        plan(label="First"),
        plan(label="Second", starts_at=NOON + timedelta(days=35)),
        attendance="all",
    )
    attendee = make_booking(*event.sessions.select_related("event"))
    second = attendee.bookings.get(session__label="Second")

    confirmation, invitation = mail("place_booked"), mail("invitation", booking=second)

    assert confirmation.invitation == b""
    assert confirmation.subject == "Booked for 30 November and 7 December: Headteacher briefing"
    assert confirmation.text.startswith(
        "Your places are booked. We are sending a calendar invitation for each session.\n\n"
    )
    assert confirmation.text.index("First\n") < confirmation.text.index("Second\n")
    assert invitation.subject == "Invitation for 7 December: Headteacher briefing"
    assert f"UID:{second.uid}".encode() in invitation.invitation
    assert invitation.invitation.count(b"BEGIN:VEVENT") == 1


def test_a_cancellation_says_so_and_offers_no_link_to_change():
    attendee = booked_online(booked_by_name="Olive", booked_by_email="olive@school.example")
    as_sent()
    commands.cancel_bookings(attendee, at=NOON)

    own, copy = mail("place_cancelled"), mail("cancelled_copy")

    assert own.subject == "Your place on 30 November is cancelled: Headteacher briefing"
    assert (
        copy.subject == "Your colleague's place on 30 November is cancelled: Headteacher briefing"
    )
    assert own.text.startswith("Your place is cancelled.\n\n")
    assert copy.text.startswith(
        "The place you booked for Ann Example is cancelled. This is your copy.\n\n"
    )
    assert "/b/" not in own.text + own.html
    assert (own.method, copy.method) == ("CANCEL", "")


def test_the_address_before_a_correction_is_told_that_the_booking_moved():
    old = booked_online(booked_by_name="Olive", booked_by_email="olive@school.example")
    as_sent(kind="place_booked")
    commands.replace_attendee(old, make_person(email="right@school.example"), at=NOON)

    moved = mail("address_changed")

    assert (moved.to, moved.subject) == (
        "ann@school.example",
        "Booking for 30 November moved to a different email address: Headteacher briefing",
    )
    assert moved.method == "CANCEL"
    words = "This booking has been moved to a different email address, so we have removed it"
    assert words in moved.text
    assert words in " ".join(moved.html.split())
    assert words in moved.invitation.decode().replace("\r\n ", "").replace("\\,", ",")
    assert "right@school.example" not in moved.text + moved.html
    assert "/b/" not in moved.text + moved.html


def test_a_colleague_is_told_who_booked():
    booked_online(booked_by_name="Olive Office", booked_by_email="olive@school.example")

    assert mail("place_booked").text.startswith("Olive Office has booked a place for you.\n\n")


@pytest.mark.parametrize(
    ("kind", "subject", "news"),
    [
        (
            "booking_again",
            "Your booking for 30 November: Headteacher briefing",
            "Your place is booked. Here are the details again.",
        ),
        (
            "already_booked",
            "Already booked for 30 November: Headteacher briefing",
            "Someone tried to book this event with your email address. "
            "You already have a place and nothing has changed.",
        ),
    ],
)
def test_details_are_sent_again_with_the_invitation(kind, subject, news):
    attendee = booked_online()
    bookings = list(attendee.bookings.with_session())

    queue(notices.again(Message.Kind(kind), attendee, bookings, at=NOON), at=NOON)

    sent = mail(kind)
    assert sent.subject == subject
    assert sent.text.startswith(f"{news}\n\n")
    assert (sent.method, b"SEQUENCE:0" in sent.invitation) == ("REQUEST", True)


def test_the_new_link_is_told_even_when_nothing_is_booked():
    old = booked_online()
    new = commands.replace_attendee(old, make_person(full_name="Ann Example"), at=NOON)

    queue(notices.again(Message.Kind.LINK_AGAIN, new, [], at=NOON), at=NOON)

    sent = mail("link_again")
    assert sent.subject == "New link to your booking: Headteacher briefing"
    assert f"Change or cancel\n{ADDRESS}/b/{new.link_token}/\n" in sent.text


def test_a_mail_says_what_was_true_when_it_was_queued():
    attendee = booked_online()
    attendee.full_name = "Somebody Else"
    attendee.save(update_fields=["full_name"])

    assert "\nName\nAnn Example\n" in mail("place_booked").text


def test_an_undated_day_is_told_as_far_as_it_is_known():
    session = make_session(precision="day", on_date=(NOON + timedelta(days=9)).date())
    make_booking(session)

    sent = mail("place_booked")

    assert sent.subject == "Booked for 11 November: Headteacher briefing"
    assert "Wednesday 11 November 2026, time to be confirmed" in sent.text
