"""What is mailed to somebody who asks for their bookings: all to come, and only to themselves."""

from datetime import timedelta

import pytest

from bookings.lifecycle import bookers, commands, finding
from bookings.mail import delivery, messages
from bookings.models import Attendee, Booker, Message
from events.command import command
from tests.factories import (
    NOON,
    cancel_session,
    make_booking,
    make_event,
    make_person,
    make_venue,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

ANN = "ann@school.example"
ADDRESS = "https://placecard.example.gov.uk"


def ask(email=ANN, at=NOON):
    finding.ask_for_bookings(email, caller_network="203.0.113.1", at=at)


def found(email=ANN, at=NOON):
    """The mail to whoever asks now, or None."""
    ask(email, at)
    return messages.mail_of(Message.objects.filter(kind="find_bookings").latest("pk"))


def book(title="Headteacher briefing", *, starts_at=NOON + timedelta(days=28), at=NOON, **person):
    event = make_event(plan(starts_at=starts_at), title=title, at=at)
    session = event.sessions.select_related("event").get()
    return make_booking(session, at=at, **{"email": ANN, "full_name": "Ann Example"} | person)


def titles(mail):
    return [line for line in mail.text.splitlines() if line.startswith("Briefing")]


def test_the_mail_as_plain_text():
    hall = make_venue()
    event = make_event(
        plan(label="Morning session", join_link="https://meet.example/secret"),
        plan(
            starts_at=NOON + timedelta(days=29),
            mode="in_person",
            join_link="",
            venue=hall,
            arrive_at=NOON + timedelta(days=29, minutes=-30),
        ),
        attendance="any",
    )
    ann = make_booking(*event.sessions.with_place().in_order(), email=ANN, full_name="Ann Example")
    by_ann = {"booked_by_name": "Ann Example", "booked_by_email": ANN}
    colleague = book(
        "Budget briefing",
        starts_at=NOON + timedelta(days=40),
        email="bo@school.example",
        full_name="Bo Colleague",
        **by_ann,
    )

    sent = found()

    assert (sent.to, sent.invitation, sent.reply_to) == (
        ANN,
        b"",
        "education.events@westshire.example",
    )
    assert sent.subject == "Your 2 bookings, first on 30 November: Headteacher briefing"
    assert (
        sent.text
        == f"""Here are your bookings. Use the link of each to see, change or cancel it.

Headteacher briefing

Morning session

When
Monday 30 November 2026, midday to 1:30pm

Where
Online

When
Tuesday 1 December 2026, midday to 1:30pm. Arrive from 11:30am

Where
Ashby Hall, 1 High Street, Ashby, WS1 2AB

Name
Ann Example

Change or cancel
{ADDRESS}/b/{ann.link_token}/

Budget briefing

When
Saturday 12 December 2026, midday to 1:30pm

Where
Online

Booked for
1 colleague

Your page of bookings for colleagues
{ADDRESS}/for-colleagues/{colleague.booker.link_token}/

Someone, probably you, asked us for this email. If it was not you, you do not need to do anything. \
Nobody else has been told what you have booked.

Questions? Contact Education events and briefings
education.events@westshire.example
01632 960 123

Westshire County Council
"""
    )
    for link in (ann.link_token, colleague.booker.link_token, "Ashby Hall", "1 colleague"):
        assert link in sent.html
    assert "meet.example" not in sent.text + sent.html
    assert "Bo Colleague" not in sent.text + sent.html


def test_one_booking_is_named_in_the_subject():
    book()

    sent = found()

    assert sent.subject == "Your booking for 30 November: Headteacher briefing"
    assert sent.text.startswith("Here is your booking. Use the link to see,")


def test_what_has_no_date_yet_comes_too():
    event = make_event(plan(), title="Briefing")
    attendee = make_booking(event.sessions.select_related("event").get(), email=ANN)
    session = attendee.bookings.get().session
    type(session).objects.filter(pk=session.pk).update(
        **dict.fromkeys(("starts_at", "ends_at"), None), precision="none"
    )

    sent = found()

    assert sent.subject == "Your booking: Briefing"
    assert "Date to be confirmed" in sent.text


def test_only_what_is_to_come_and_still_held_by_this_address_is_found():
    book("Briefing to come")
    book("Briefing under way", starts_at=NOON - timedelta(hours=1), at=NOON - timedelta(days=1))
    book("Briefing over", starts_at=NOON - timedelta(hours=2), at=NOON - timedelta(days=1))
    commands.cancel_bookings(book("Briefing I cancelled"), at=NOON)
    cancel_session(book("Briefing they cancelled").bookings.get().session)
    commands.replace_attendee(book("Briefing handed over"), make_person(), at=NOON)
    book("Briefing of somebody else", email="bo@school.example")

    assert titles(found()) == ["Briefing under way", "Briefing to come"]


def test_of_what_was_booked_for_colleagues_too():
    by_ann = {"booked_by_name": "Ann Example", "booked_by_email": ANN}
    event = make_event(title="Briefing to come")
    session = event.sessions.select_related("event").get()
    first = make_booking(session, **by_ann)
    second = make_booking(session)
    Attendee.objects.filter(pk=second.pk).update(booker=first.booker)
    book(
        "Briefing over", starts_at=NOON - timedelta(hours=2), at=NOON - timedelta(days=1), **by_ann
    )
    commands.cancel_bookings(
        book("Briefing cancelled", email="x@school.example", **by_ann), at=NOON
    )
    replaced = book("Briefing corrected", email="y@school.example", **by_ann)
    commands.replace_attendee(replaced, make_person(email="z@school.example"), at=NOON)

    sent = found()

    assert titles(sent) == ["Briefing to come", "Briefing corrected"]
    assert "Booked for\n2 colleagues" in sent.text
    assert "Booked for\n1 colleague\n" in sent.text


def test_who_booked_for_themselves_too_is_no_colleague_of_their_own():
    book(booked_by_name="Ann Example", booked_by_email=ANN)

    sent = found()

    assert "colleague" not in sent.text


def test_nothing_found_is_nothing_sent(mailbox):
    book("Briefing over", starts_at=NOON - timedelta(hours=2), at=NOON - timedelta(days=1))
    Message.objects.all().delete()
    ask()

    delivery.deliver_due(worker="worker", clock=lambda: NOON)

    assert mailbox == []
    message = Message.objects.get()
    assert (message.state, message.attendee, message.booker) == ("skipped", None, None)


@pytest.mark.parametrize(
    "typed", ["Ann@School.Example", "ａｎｎ＠school.example", "ann@ｓchool.example"]
)
def test_it_goes_to_the_address_that_was_stored_not_to_a_spelling_of_it(typed, mailbox):
    book()
    Message.objects.all().delete()
    ask(typed)

    delivery.deliver_due(worker="worker", clock=lambda: NOON)

    assert [mail.to for mail in mailbox] == [[ANN]]
    assert Message.objects.get().state == "sent"


def test_of_several_stored_spellings_the_newest_is_written_to():
    book(email="ANN@school.example")
    book(email="Ann@School.example", at=NOON + timedelta(minutes=1))

    assert found(at=NOON + timedelta(hours=1)).to == "Ann@School.example"

    book_for_others("ann@SCHOOL.example", at=NOON + timedelta(minutes=2))

    assert found(at=NOON + timedelta(hours=1)).to == "ann@SCHOOL.example"


@command
def make_booker(event, email, *, at) -> Booker:
    return bookers.make(event, "Ann Example", email, at=at)


def book_for_others(email, *, at):
    colleague = book(email="bo@school.example", at=at)
    booker = make_booker(colleague.event, email, at=at)
    Attendee.objects.filter(pk=colleague.pk).update(booker=booker)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [1, 3])
def test_however_much_is_found_it_takes_three_queries(number, django_assert_num_queries):
    for one in range(number):
        book(f"Briefing {one}")
        book(email=f"bo{one}@school.example", booked_by_name="Ann", booked_by_email=ANN)
    ask()
    message = Message.objects.get(kind="find_bookings")

    with django_assert_num_queries(3):
        sent = messages.mail_of(message)

    assert sent.subject.startswith(f"Your {2 * number} bookings")


def test_what_is_recorded_when_it_is_asked_tells_nothing_of_bookings():
    book()
    ask()

    message = Message.objects.get(kind="find_bookings")

    assert message.facts == {"at": "2026-11-02T12:00:00+00:00"}
    assert (message.to, message.attendee, message.booker) == (ANN, None, None)
