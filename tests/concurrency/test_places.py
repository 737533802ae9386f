"""Many people want few places at once: real threads, real transactions, either database."""

import random
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from bookings.lifecycle import commands, refusals
from bookings.lifecycle.refusals import SessionFull
from bookings.mail import delivery
from bookings.models import Attendee, Booking, Message
from events.models import Session
from tests.factories import (
    NOON,
    attach_document,
    make_booking,
    make_event,
    make_person,
    make_session,
    plan,
    replace_document,
)

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 30


def in_threads(work, jobs):
    """Do every job in one of many threads, each with a connection of its own."""

    def run(job):
        try:
            return work(job)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, jobs))


def try_to_book(form):
    session, person, form_uuid = form
    try:
        attendee = commands.book_place(
            event=session.event, sessions=[session], person=person, form_uuid=form_uuid, at=NOON
        )
    except (SessionFull, refusals.AlreadyBooked) as refusal:
        return type(refusal).__name__
    return attendee.public_id


def assert_places_equal_rows():
    held = list(Session.objects.values_list("pk", "places_taken"))
    rows = Counter(Booking.objects.holding_a_place().values_list("session_id", flat=True))
    assert dict(held) == {pk: rows[pk] for pk, _ in held}


def test_three_hundred_tries_for_ten_places_book_exactly_ten():
    session = make_session(capacity=10)
    forms = [(session, make_person(), uuid.uuid4()) for _ in range(150)]
    tries = forms + forms
    random.shuffle(tries)

    answers = in_threads(try_to_book, tries)

    booked = {answer for answer in answers if answer != "SessionFull"}
    session.refresh_from_db()
    assert len(answers) == 300
    assert booked == set(Attendee.objects.values_list("public_id", flat=True))
    assert (len(booked), session.places_taken) == (10, 10)
    assert Booking.objects.holding_a_place().count() == 10
    assert Counter(Message.objects.values_list("kind", flat=True)) == {"place_booked": 10}
    assert set(Message.objects.values_list("attendee__public_id", flat=True)) == booked
    assert_places_equal_rows()


def test_one_person_books_one_of_several_sessions_however_often_they_try():
    event = make_event(*(plan(starts_at=NOON + timedelta(days=day)) for day in range(1, 9)))
    sessions, person = list(event.sessions.select_related("event")), make_person()

    answers = in_threads(
        try_to_book, [(random.choice(sessions), person, uuid.uuid4()) for _ in range(90)]
    )

    assert Counter(answers)["AlreadyBooked"] == 89
    assert Booking.objects.count() == 1
    assert_places_equal_rows()


def test_places_released_and_taken_at_once_stay_in_step():
    session = make_session(capacity=10)
    attendees = [make_booking(session) for _ in range(10)]
    newcomers = [(session, make_person(), uuid.uuid4()) for _ in range(40)]
    work = [("cancel", attendee) for attendee in attendees] * 2
    work += [("book", newcomer) for newcomer in newcomers]
    random.shuffle(work)

    def do(job):
        kind, what = job
        return try_to_book(what) if kind == "book" else commands.cancel_bookings(what, at=NOON)

    in_threads(do, work)

    session.refresh_from_db()
    cancelled = Message.objects.filter(kind="place_cancelled")
    assert session.places_taken <= 10
    assert cancelled.count() == 10
    assert_places_equal_rows()


def test_courses_of_crossing_sessions_do_not_block_each_other():
    event = make_event(
        *(plan(starts_at=NOON + timedelta(days=day), capacity=5) for day in range(1, 5)),
        attendance="any",
    )
    sessions = list(event.sessions.select_related("event"))

    def book_two(number):
        chosen = random.sample(sessions, 2)
        try:
            commands.book_place(
                event=event,
                sessions=chosen,
                person=make_person(),
                form_uuid=uuid.uuid4(),
                at=NOON,
            )
        except SessionFull:
            return "full"
        return "booked"

    answers = Counter(in_threads(book_two, range(60)))

    assert answers["booked"] * 2 == Booking.objects.count()
    assert answers["booked"] >= 7
    assert_places_equal_rows()


def test_workers_at_once_send_each_message_once(mailbox):
    session = make_session(capacity=None)
    for _ in range(60):
        make_booking(session)

    def work(number):
        while delivery.deliver_due(worker=f"worker {number}", clock=lambda: NOON):
            pass

    in_threads(work, range(8))

    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert len({mail.extra_headers["Message-ID"] for mail in mailbox}) == 60
    assert len(mailbox) == 60


def test_bookings_beside_document_versions_wait_and_never_cross(caplog):
    event = make_event(
        *(plan(starts_at=NOON + timedelta(days=day), capacity=None) for day in range(1, 7)),
        attendance="any",
    )
    sessions, document = list(event.sessions.select_related("event")), attach_document(event)
    work = ["book"] * 200 + ["replace"] * 100
    random.shuffle(work)

    def do(job):
        if job == "replace":
            replace_document(document)
        else:
            make_booking(*random.sample(sessions, 3))

    in_threads(do, work)

    assert document.versions.count() == 101
    assert Booking.objects.count() == 600
    assert set(Session.objects.values_list("feed_sequence", flat=True)) == {101}
    assert "is tried again" not in caplog.text
    assert_places_equal_rows()


def test_attendees_of_the_same_sessions_who_all_cancel_never_cross(caplog):
    event = make_event(
        *(plan(starts_at=NOON + timedelta(days=day)) for day in range(1, 7)), attendance="any"
    )
    sessions = list(event.sessions.select_related("event"))
    attendees = [make_booking(*random.sample(sessions, 4)) for _ in range(20)]

    in_threads(lambda attendee: commands.cancel_bookings(attendee, at=NOON), attendees * 2)

    assert Message.objects.filter(kind="place_cancelled").count() == 80
    assert "is tried again" not in caplog.text
    assert_places_equal_rows()
