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

    assert sent.subject == "Booked: Headteacher briefing, 30 November"
    assert sent.reply_to == "events@westshire.example"
    assert (
        sent.text
        == f"""Hello Ann Example

Your place is booked.

Headteacher briefing

Morning session
When
Monday 30 November 2026, midday to 1:30pm

Join
https://meet.example/abc

Reference
{attendee.public_id}

Change or cancel
{ADDRESS}/b/{attendee.link_token}/

Declining the invitation in your calendar does not cancel your place: use the link above.

About the event, with its documents
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

    assert "Hello &lt;b&gt;Ann&lt;/b&gt; &amp; Co" in html
    assert "Your place is booked." in html
    assert f'href="{ADDRESS}/b/{attendee.link_token}/"' in html
    assert 'href="https://meet.example/abc"' in html


def test_plain_text_is_not_escaped():
    make_booking(full_name="Ann O'Neil & Co")

    assert mail("place_booked").text.startswith("Hello Ann O'Neil & Co\n")


def test_a_place_at_a_venue_says_where_and_when_to_arrive():
    session = make_session(
        mode="in_person",
        join_link="",
        venue=make_venue(name="Ashby Hall", address="1 High Street", postcode="WS1 2AB"),
        arrive_at=NOON + timedelta(days=27, hours=23, minutes=30),
    )
    make_booking(session, access_needs="A secret need")

    text = mail("place_booked").text

    assert "Arrive from 11:30am\n\nWhere\nAshby Hall, 1 High Street, WS1 2AB\n" in text
    assert "secret need" not in text


def test_the_copy_greets_whoever_booked_and_holds_no_link_to_join_and_no_invitation():
    booked_online(booked_by_name="Olive Office", booked_by_email="olive@school.example")

    copy = mail("booking_copy")

    assert copy.to == "olive@school.example"
    assert copy.text.startswith(
        "Hello Olive Office\n\nYou have booked for Ann Example, who has been sent the invitation."
    )
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
    assert "Your places are booked." in confirmation.text
    assert confirmation.text.index("First\n") < confirmation.text.index("Second\n")
    assert invitation.subject == "Invitation: Headteacher briefing, 7 December"
    assert f"UID:{second.uid}".encode() in invitation.invitation
    assert invitation.invitation.count(b"BEGIN:VEVENT") == 1


def test_a_cancellation_says_so_and_offers_no_link_to_change():
    attendee = booked_online(booked_by_name="Olive", booked_by_email="olive@school.example")
    as_sent(kind="place_booked")
    commands.cancel_bookings(attendee, at=NOON)

    own, copy = mail("place_cancelled"), mail("cancelled_copy")

    assert own.subject == copy.subject == "Cancelled: Headteacher briefing, 30 November"
    assert own.text.startswith("Hello Ann Example\n\nYour place is cancelled.\n")
    assert copy.text.startswith(
        "Hello Olive\n\nThe booking that you made for Ann Example is cancelled."
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
        "Moved: Headteacher briefing, 30 November",
    )
    assert moved.method == "CANCEL"
    words = "This booking now belongs to a different email address, so we have removed it"
    assert words in moved.text
    assert words in " ".join(moved.html.split())
    assert words in moved.invitation.decode().replace("\r\n ", "").replace("\\,", ",")
    assert "right@school.example" not in moved.text + moved.html
    assert "/b/" not in moved.text + moved.html


def test_a_colleague_is_told_who_booked():
    booked_online(booked_by_name="Olive Office", booked_by_email="olive@school.example")

    assert mail("place_booked").text.startswith(
        "Hello Ann Example\n\nOlive Office has booked this for you. Your place is booked.\n"
    )


@pytest.mark.parametrize(
    ("kind", "subject", "news"),
    [
        ("booking_again", "Your booking: Headteacher briefing, 30 November", "You have a booking."),
        (
            "already_booked",
            "Already booked: Headteacher briefing, 30 November",
            "Somebody typed your email address to book this event.",
        ),
    ],
)
def test_details_are_sent_again_with_the_invitation(kind, subject, news):
    attendee = booked_online()
    bookings = list(attendee.bookings.with_session())

    queue(notices.again(Message.Kind(kind), attendee, bookings, at=NOON), at=NOON)

    sent = mail(kind)
    assert sent.subject == subject
    assert news in sent.text
    assert (sent.method, b"SEQUENCE:0" in sent.invitation) == ("REQUEST", True)


def test_the_new_link_is_told_even_when_nothing_is_booked_any_more():
    old = booked_online()
    new = commands.replace_attendee(old, make_person(full_name="Ann Example"), at=NOON)

    queue(notices.again(Message.Kind.LINK_AGAIN, new, [], at=NOON), at=NOON)

    sent = mail("link_again")
    assert sent.subject == "New link: Headteacher briefing"
    assert f"Change or cancel\n{ADDRESS}/b/{new.link_token}/\n" in sent.text


def test_a_mail_says_what_was_true_when_it_was_queued():
    attendee = booked_online()
    attendee.full_name = "Somebody Else"
    attendee.save(update_fields=["full_name"])

    assert mail("place_booked").text.startswith("Hello Ann Example\n")


def test_the_start_of_a_subject_holds_result_event_and_date():
    title = "Pathways for All: a sector-wide conversation about post-16"
    make_booking(make_event(title=title).sessions.select_related("event").get())

    subject = mail("place_booked").subject

    assert subject == "Booked: Pathways for All: a…, 30 November"
    assert len(subject) <= 50


def test_no_line_break_gets_into_a_header():
    event = make_event(title="Briefing\r\nBcc: everybody@school.example")
    make_booking(event.sessions.select_related("event").get())

    mime = mail("place_booked").as_email().message()

    assert mime["Bcc"] is None
    assert "\n" not in mail("place_booked").subject


def test_an_undated_day_is_told_as_far_as_it_is_known():
    session = make_session(precision="day", on_date=(NOON + timedelta(days=9)).date())
    make_booking(session)

    sent = mail("place_booked")

    assert sent.subject == "Booked: Headteacher briefing, 11 November"
    assert "Wednesday 11 November 2026, time to be confirmed" in sent.text
