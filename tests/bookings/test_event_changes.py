"""Cancelling what people have booked: the change, their places and what they are told, at once."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string

from bookings.lifecycle import event_changes
from bookings.mail import messages
from bookings.models import Attendee, Booking, Message
from events.lifecycle import NotPublished
from events.models import AuditEntry, Session
from tests.factories import (
    NOON,
    as_sent,
    cancel_event,
    cancel_session,
    make_booking,
    make_event,
    make_organiser,
    make_session,
    plan,
)

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


def two_sessions(**fields):
    event = make_event(
        plan(label="First"), plan(label="Second", starts_at=NOON + timedelta(days=35)), **fields
    )
    return event.sessions.select_related("event").order_by("sort_at")


def told(kind):
    return [messages.mail_of(message) for message in Message.objects.filter(kind=kind)]


def test_everybody_who_booked_is_told_with_the_reason_and_nobody_else():
    first, second = two_sessions()
    ann, _ = make_booking(first, email="ann@school.example"), make_booking(second)
    as_sent()

    cancel_session(first, reason="Snow is forecast.")

    [mail] = told("session_cancelled")
    assert (mail.to, mail.method) == ("ann@school.example", "CANCEL")
    assert mail.text.startswith(
        "This session will not take place, so your place is cancelled. Snow is forecast.\n\n"
        "Headteacher briefing\n"
    )
    assert "Snow is forecast." in mail.html
    assert b"STATUS:CANCELLED" in mail.invitation
    assert b"SEQUENCE:1\r\n" in mail.invitation
    assert f"UID:{ann.bookings.get().uid}".encode() in mail.invitation


def test_places_are_cancelled_and_free_again():
    first, second = two_sessions()
    make_booking(first)
    make_booking(first)
    make_booking(second)

    cancel_session(first)

    rows = Booking.objects.order_by("pk").values_list("state", "cancelled_at", "sequence")
    assert list(rows) == [
        ("cancelled", NOON, 1),
        ("cancelled", NOON, 1),
        ("booked", None, 0),
    ]
    assert list(Session.objects.order_by("sort_at").values_list("state", "places_taken")) == [
        ("cancelled", 0),
        ("scheduled", 1),
    ]
    assert AuditEntry.objects.filter(action="booking_cancelled").count() == 2


def test_the_audit_says_which_organiser_cancelled_the_places():
    session, organiser = make_session(), make_organiser()
    make_booking(session)

    event_changes.cancel_session(session, reason="Snow", at=NOON, by=organiser)

    entries = AuditEntry.objects.filter(action__endswith="cancelled").order_by("action")
    assert list(entries.values_list("action", "actor")) == [
        ("booking_cancelled", organiser.pk),
        ("session_cancelled", organiser.pk),
    ]


def test_who_lost_the_place_books_another_session():
    first, second = two_sessions()
    make_booking(first, email="ann@school.example")

    cancel_session(first)

    assert make_booking(second, email="ann@school.example").bookings.get().is_booked


def test_whoever_booked_for_somebody_is_told_once_of_all_places():
    first, second = two_sessions(attendance="all")
    make_booking(
        first,
        second,
        full_name="Ann Example",
        booked_by_name="Olive Office",
        booked_by_email="olive@school.example",
    )
    as_sent()

    cancel_event(first.event, reason="")

    assert len(told("session_cancelled")) == 2
    [copy] = told("session_cancelled_copy")
    assert (copy.to, copy.invitation) == ("olive@school.example", b"")
    assert copy.text.startswith(
        "These sessions will not take place, so the places you booked for Ann Example are "
        "cancelled. This is your copy.\n\n"
    )
    assert copy.text.index("First\n") < copy.text.index("Second\n")


@pytest.mark.parametrize("cancel", [cancel_session, lambda s, **how: cancel_event(s.event, **how)])
def test_cancelling_again_changes_nothing_and_tells_nobody(cancel):
    session = make_session()
    make_booking(session)
    cancel(session)
    before = list(Message.objects.values_list()), list(Session.objects.values_list())

    cancel(session, at=LATER, reason="Again")

    assert (list(Message.objects.values_list()), list(Session.objects.values_list())) == before


def test_a_session_that_was_cancelled_before_its_event_keeps_its_reason():
    first, second = two_sessions()
    make_booking(second)
    cancel_session(first, reason="Snow")

    cancel_event(first.event, reason="No speaker", at=LATER)

    rows = Session.objects.order_by("sort_at").values_list("cancel_reason", "cancelled_at")
    assert list(rows) == [("Snow", NOON), ("No speaker", LATER)]
    assert len(told("session_cancelled")) == 1


@pytest.mark.parametrize("cancel", [cancel_session, lambda s, **how: cancel_event(s.event, **how)])
def test_a_draft_is_refused_and_stays_as_it_was(cancel):
    session = make_event(published=False).sessions.select_related("event").get()

    with pytest.raises(NotPublished) as refused:
        cancel(session)

    page = render_to_string(refused.value.template, {"event": session.event})
    session.refresh_from_db()
    assert (session.state, session.event.state) == ("scheduled", "draft")
    assert "Nobody has seen “Headteacher briefing” or booked a place" in page


def test_what_organisers_cause_is_not_held_up_by_the_limit_of_mails(settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    session = make_session()
    make_booking(session)

    cancel_session(session)

    assert sorted(Message.objects.values_list("kind", flat=True)) == [
        "place_booked",
        "session_cancelled",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_the_database_as_often_for_many_attendees_as_for_one(
    django_assert_num_queries, number
):
    session = make_session()
    for _ in range(number):
        make_booking(session)

    with django_assert_num_queries(14):
        cancel_session(session)

    assert Attendee.objects.count() == number
