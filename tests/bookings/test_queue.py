"""The queue: once per change, forgotten in time, and one limit on what strangers can cause."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands, details, finding, resending
from bookings.lifecycle.refusals import LinkReplaced, NothingAdded
from bookings.mail import delivery, notices
from bookings.mail.queue import MAILS_TO, Limit, TooManyMails, queue
from bookings.models import Attendee, Booking, Message
from events import throttle
from events.command import step
from events.models import Event
from tests.database import every_row
from tests.factories import NOON, make_booking, make_event, make_person, make_session, plan

pytestmark = pytest.mark.django_db

VICTIM = "victim@school.example"


def mails_to(address):
    return Message.objects.filter(to=address).count()


def test_the_same_notice_is_queued_once():
    attendee = make_booking()
    bookings = list(attendee.bookings.with_session())

    for _ in range(2):
        queue(notices.again(Message.Kind.BOOKING_AGAIN, attendee, bookings, at=NOON), at=NOON)

    assert Message.objects.filter(kind="booking_again").count() == 1


def test_a_second_change_of_the_same_booking_is_told_too():
    attendee = make_booking()
    [booking] = attendee.bookings.with_session()
    queue(notices.session_cancelled(attendee, [booking], reason="", at=NOON), at=NOON)

    booking.sequence += 1
    queue(notices.session_cancelled(attendee, [booking], reason="", at=NOON), at=NOON)

    assert Message.objects.filter(kind="session_cancelled").count() == 2


def test_twenty_rounds_of_adding_and_cancelling_do_not_fill_a_mailbox(settings):
    event = make_event(
        *(plan(starts_at=NOON + timedelta(days=day)) for day in (28, 29)), attendance="any"
    )
    first, second = event.sessions.select_related("event").order_by("sort_at")
    attendee = make_booking(first, email=VICTIM)

    refused = 0
    for _ in range(20):
        try:
            [added] = commands.book_more(attendee, sessions=[second], at=NOON)
        except TooManyMails:
            refused += 1
        else:
            commands.cancel_bookings(attendee, only=[added.public_id], at=NOON)

    assert refused == 10
    assert mails_to(VICTIM) == settings.MAILS_PER_RECIPIENT_PER_HOUR + 1 == 21


def test_copies_to_one_booker_are_counted_over_all_events(settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 5
    for _ in range(5):
        make_booking(booked_by_name="Your bank", booked_by_email=VICTIM.upper())
    before = Attendee.objects.count()

    with pytest.raises(TooManyMails):
        make_booking(booked_by_name="Your bank", booked_by_email=VICTIM)

    assert (mails_to(VICTIM) + mails_to(VICTIM.upper()), Attendee.objects.count()) == (5, before)


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_changes_nothing_and_counts_nothing(settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    session = make_session()
    make_booking(session, email=VICTIM)
    other = make_session()

    with pytest.raises(TooManyMails):
        make_booking(other, email=VICTIM)

    other.refresh_from_db()
    assert throttle.counted(MAILS_TO, VICTIM, at=NOON) == 1
    assert (other.places_taken, Booking.objects.count()) == (0, 1)


def test_the_next_hour_begins_anew(settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    make_booking(email=VICTIM)

    assert make_booking(email=VICTIM, at=NOON + timedelta(hours=1)).bookings.get().is_booked


def test_a_course_is_booked_whole_however_many_mails_it_takes(settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 2
    event = make_event(
        *(plan(starts_at=NOON + timedelta(days=day)) for day in range(20, 26)), attendance="all"
    )

    make_booking(*event.sessions.select_related("event"), email=VICTIM)

    assert mails_to(VICTIM) == 7


def test_a_wrong_address_is_corrected_however_many_mails_it_had(settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    attendee = make_booking(email=VICTIM)

    corrected = commands.replace_attendee(attendee, make_person(), at=NOON)

    assert corrected.bookings.get().is_booked
    assert mails_to(VICTIM) == 2


def test_cancelling_is_never_refused_and_counts(settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    attendee = make_booking(email=VICTIM)

    commands.cancel_bookings(attendee, at=NOON)

    assert not attendee.bookings.get().is_booked
    with pytest.raises(TooManyMails):
        make_booking(email=VICTIM)


def test_a_notice_is_limited_unless_it_says_otherwise():
    attendee = make_booking(booked_by_email="olive@school.example")
    bookings = list(attendee.bookings.with_session())

    limits = [
        {notice.limit for notice in told}
        for told in (
            notices.booked(attendee, bookings, at=NOON),
            notices.again(Message.Kind.LINK_AGAIN, attendee, bookings, at=NOON),
            notices.address_changed(attendee, bookings, at=NOON),
            notices.cancelled(attendee, bookings, at=NOON),
            notices.session_cancelled(attendee, bookings, reason="", at=NOON),
        )
    ]

    assert limits == [{Limit.REFUSE}] * 2 + [{Limit.COUNT}] * 2 + [{Limit.NONE}]


def book_for_a_colleague(client, *, email, booker):
    session = make_session()
    answers = {
        "full_name": "Ann Example",
        "email": email,
        "school_not_listed": "on",
        "typed_school": "Oakfield",
        "sessions": session.public_id,
        "booking_for_other": "on",
        "booked_by_name": "Olive Office",
        "booked_by_email": booker,
    }
    event = session.event
    return client.post(f"/events/{event.public_id}/{event.slug}/book/", answers)


@pytest.mark.parametrize(
    ("email", "booker", "whose", "helps"),
    [
        (VICTIM, "olive@school.example", "this address", False),
        ("ann@school.example", VICTIM, "your address", True),
        (VICTIM, VICTIM, "this address", False),
    ],
)
def test_the_page_says_whose_address_and_what_helps_and_keeps_the_answers(
    client, noon, settings, email, booker, whose, helps
):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    make_booking(email=VICTIM)

    response = book_for_a_colleague(client, email=email, booker=booker)

    assert (response.status_code, response.template_name) == (409, "bookings/too_many_mails.html")
    assert f"We have sent too many emails to {whose}</h1>" in response.text
    assert "Try again in an hour, or contact the organisers" in response.text
    assert ("book without a copy for yourself" in response.text) == helps
    assert '<input type="hidden" name="full_name" value="Ann Example">' in response.text


@pytest.mark.parametrize(
    ("state", "sent_at", "queued_at", "is_emptied"),
    [
        ("sent", 30, 31, True),
        ("sent", 29, 31, False),
        ("dead", None, 30, True),
        ("dead", None, 29, False),
        ("skipped", None, 30, True),
        ("queued", None, 60, False),
    ],
)
def test_facts_are_emptied_thirty_days_after_sending(state, sent_at, queued_at, is_emptied):
    make_booking(full_name="Secret Name")
    Message.objects.update(
        state=state,
        sent_at=sent_at and NOON - timedelta(days=sent_at),
        queued_at=NOON - timedelta(days=queued_at),
    )

    emptied = delivery.empty_old_facts(NOON)

    message = Message.objects.get()
    assert emptied == is_emptied
    assert (message.facts == {}) == is_emptied
    assert (message.emptied_at == NOON) == is_emptied


def test_the_address_of_who_may_never_have_booked_is_emptied_with_the_facts():
    make_booking(email="ann@school.example", booked_by_name="Bo", booked_by_email="bo@x.example")
    finding.ask_for_bookings("nobody@school.example", caller_network="x", at=NOON)
    to_booker = Message.objects.get(kind="booking_copy")
    Message.objects.filter(pk=to_booker.pk).update(attendee=None)
    long_ago = NOON - timedelta(days=40)
    Message.objects.update(state="skipped", queued_at=long_ago)

    assert delivery.empty_old_facts(NOON) == 3

    kept = Message.objects.order_by("pk").values_list("kind", "to", "facts")
    assert list(kept) == [
        ("place_booked", "ann@school.example", {}),
        ("booking_copy", "bo@x.example", {}),
        ("find_bookings", "", {}),
    ]
    assert not any("nobody@" in str(row) for rows in every_row().values() for row in rows)


def test_facts_are_emptied_in_batches_and_once(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(delivery, "EMPTIED_AT_ONCE", 2)
    for _ in range(5):
        make_booking()
    long_ago = NOON - timedelta(days=40)
    Message.objects.update(state="sent", sent_at=long_ago, queued_at=long_ago)

    assert [delivery.empty_old_facts(NOON) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_a_step_outside_a_command_is_refused():
    @step
    def change():
        raise AssertionError("this was run")

    with pytest.raises(RuntimeError, match="change needs the transaction of a command"):
        change()


@pytest.mark.parametrize(
    "change",
    [
        lambda old, second: commands.book_more(old, sessions=[second], at=NOON),
        lambda old, second: commands.cancel_bookings(old, at=NOON),
        lambda old, second: commands.replace_attendee(old, make_person(), at=NOON),
        lambda old, second: details.change_details(old, make_person(email=VICTIM), at=NOON),
        lambda old, second: resending.send_again(old, kind="booking_again", at=NOON),
    ],
)
def test_whoever_was_replaced_meanwhile_changes_nothing(change):
    event = make_event(
        *(plan(starts_at=NOON + timedelta(days=day)) for day in (28, 29)), attendance="any"
    )
    first, second = event.sessions.select_related("event").order_by("sort_at")
    loaded_before = make_booking(first, email=VICTIM)
    commands.replace_attendee(Attendee.objects.get(), make_person(), at=NOON)
    before = every_row()

    with pytest.raises(LinkReplaced):
        change(loaded_before, second)

    assert every_row() == before


def test_what_is_written_follows_the_rule_of_now_not_of_when_it_was_loaded():
    event = make_event(
        *(plan(starts_at=NOON + timedelta(days=day)) for day in (28, 29)), attendance="any"
    )
    first, second = event.sessions.select_related("event").order_by("sort_at")
    loaded_before = make_booking(first, second)
    Event.objects.update(attendance="all")

    cancelled = commands.cancel_bookings(
        loaded_before, only=[first.bookings.get().public_id], at=NOON
    )

    assert len(cancelled) == 2
    with pytest.raises(NothingAdded):
        commands.book_more(loaded_before, sessions=[second], at=NOON)
