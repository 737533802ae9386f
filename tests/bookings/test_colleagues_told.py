"""What whoever booked for colleagues is told, and goes on being when their address changes."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands, details, substitution
from bookings.lifecycle.colleagues import BookedBy
from bookings.mail import delivery
from bookings.models import Attendee, Booker, Message
from tests.bookings.test_colleagues import book, team_of
from tests.factories import (
    NOON,
    amend_event,
    cancel_event,
    make_booking,
    make_event,
    make_person,
    make_session,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

OFFICE = "office@school.example"
AN_HOUR = timedelta(hours=1)


def deliver(at=NOON):
    while delivery.deliver_due(worker="worker", clock=lambda: at):
        pass


def put_off(kind="colleagues_booked"):
    """A mail server asked to be tried again later."""
    Message.objects.filter(kind=kind).update(not_before=NOON + AN_HOUR)


def to(mailbox, address=OFFICE):
    return [mail for mail in mailbox if mail.to == [address]]


def ann():
    return Attendee.objects.get(full_name="Ann Example")


def test_a_mail_that_waited_tells_of_those_alone_who_still_have_a_place(mailbox):
    book(make_session(), people=team_of("Ann", "Ben", "Cy"))
    put_off()
    commands.cancel_bookings(ann(), at=NOON)
    ben = Attendee.objects.get(full_name="Ben Example")
    substitution.substitute_attendee(ben, "Dee Example", "dee@school.example", at=NOON)

    deliver(NOON + 2 * AN_HOUR)

    told = to(mailbox)[-1].body
    assert "You have booked for these colleagues." in told
    assert "\nCy Example\nDee Example\n" in told
    assert "Ann Example" not in told


def test_a_mail_that_waited_tells_of_the_time_as_it_is_now(mailbox):
    event = book(make_session()).event
    put_off()
    later = plan().starts_at + timedelta(days=2)
    amend_event(event, sessions=[{"starts_at": later, "ends_at": later + AN_HOUR}])

    deliver(NOON + 2 * AN_HOUR)

    assert to(mailbox)[-1].subject == (
        "Booked for your colleagues on 2 December: Headteacher briefing"
    )


def test_nobody_is_told_that_they_booked_for_nobody(mailbox):
    event = book(make_session()).event
    put_off()
    cancel_event(event)

    deliver(NOON + 2 * AN_HOUR)

    told = [mail.subject.partition(":")[0] for mail in to(mailbox)]
    assert told == ["Session on 30 November cancelled"] * 2
    assert Message.objects.get(kind="colleagues_booked").state == "skipped"


def test_whoever_does_not_attend_all_of_the_sessions_has_the_days_beside_their_name(mailbox):
    later = plan(starts_at=NOON + timedelta(days=35))
    one, two = make_event(plan(), later, attendance="any").sessions.with_place().in_order()
    booker = book(one, two, people=team_of("Ann"))
    book(two, people=team_of("Ben"), by=BookedBy(booker=booker))

    deliver()

    assert "\nAnn Example\nBen Example: 7 December\n" in to(mailbox)[-1].body


def head_who_booked_for_ann(session):
    head = make_booking(session, full_name="Hal Head", email="wrong@school.example")
    book(session, people=team_of("Ann"), by=BookedBy(attendee=head))
    return head


def test_a_corrected_address_is_mailed_the_new_link_and_the_wrong_one_no_name(mailbox):
    head = head_who_booked_for_ann(make_session())
    commands.replace_attendee(head, make_person(email="hal@school.example"), at=NOON)

    deliver()

    told = to(mailbox, "hal@school.example")[-1].body
    assert "Ann Example" in told
    assert f"/for-colleagues/{Booker.objects.get().link_token}/" in told
    assert [mail for mail in to(mailbox, "wrong@school.example") if "Ann" in mail.body] == []


def test_a_page_that_was_open_while_the_address_was_corrected_books_for_the_right_one():
    session = make_session()
    head = head_who_booked_for_ann(session)
    as_it_was = Booker.objects.get()
    commands.replace_attendee(head, make_person(email="hal@school.example"), at=NOON)

    book(session, people=team_of("Ben"), by=BookedBy(booker=as_it_was))

    assert Message.objects.filter(kind="colleagues_booked").last().to == "hal@school.example"


def test_whoever_cancels_and_books_again_keeps_whom_they_booked_for():
    session = make_session()
    head = head_who_booked_for_ann(session)
    commands.cancel_bookings(head, at=NOON)

    again = make_booking(session, full_name="Hal Head", email=head.email)

    assert again.books_as == Booker.objects.get() == ann().booker


def test_a_corrected_name_is_that_of_whoever_booked_too():
    head = head_who_booked_for_ann(make_session())
    person = make_person(full_name="Hal Head-Jones", email="WRONG@school.example")

    details.change(head, person, at=NOON)

    booker = Booker.objects.get()
    assert (booker.name, booker.email) == ("Hal Head-Jones", "WRONG@school.example")
    assert ann().booker == booker


def test_an_address_in_other_capitals_is_still_the_one_to_mail(mailbox):
    head = head_who_booked_for_ann(make_session())
    details.change(head, make_person(full_name="Hal Head", email="WRONG@school.example"), at=NOON)

    deliver()

    assert [mail.subject.partition(":")[0] for mail in to(mailbox, "wrong@school.example")] == [
        "Booked for 30 November",
        "Booked for your colleague on 30 November",
    ]


def test_whoever_booked_for_nobody_that_is_left_is_mailed_no_list_at_a_new_address():
    head = head_who_booked_for_ann(make_session())
    commands.cancel_bookings(ann(), at=NOON)

    commands.replace_attendee(head, make_person(email="hal@school.example"), at=NOON)

    told = Message.objects.filter(to="hal@school.example").values_list("kind", flat=True)
    assert list(told) == ["place_booked"]


def test_a_booker_is_named_without_their_name_or_address():
    booker = book(make_session())

    assert str(booker) == f"Booker {booker.pk}"
