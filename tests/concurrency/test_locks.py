"""Each change waits for its turn: what one transaction holds, no other changes meanwhile."""

import io
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from bookings.lifecycle import commands, details, event_changes, resending
from bookings.models import Booking, Message, School
from bookings.schools import importing
from deploy.private_sqlite3 import writers
from events import capacity, discarding, documents, lifecycle
from events.command import command
from events.models import DocumentVersion, Event, Session
from tests.bookings.edubase import WESTSHIRE, edubase, numbered
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

LONG_ENOUGH = 0.4  # seconds in which a story that does not wait is over
WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND datname = current_database()
"""


def test_a_draft_that_is_published_and_discarded_at_once_is_one_of_both():
    for _ in range(10):
        event = make_event(published=False)
        with ThreadPoolExecutor() as pool:
            published = pool.submit(alone, lifecycle.publish_event, event)
            discarded = pool.submit(alone, discarding.discard_draft, event)

        left = Event.objects.filter(pk=event.pk).first()
        outcome = (type(published.exception()), type(discarded.exception()), left is not None)
        assert outcome in {
            (type(None), discarding.NotADraft, True),
            (lifecycle.Discarded, type(None), False),
        }


def alone(change, event):
    try:
        return change(event, at=NOON, by=None)
    finally:
        connection.close()


def course():
    """An event of two sessions, a document, and an attendee of the first session."""
    event = make_event(
        plan(label="First"),
        plan(label="Second", starts_at=NOON + timedelta(days=35)),
        attendance="any",
    )
    first, second = event.sessions.select_related("event").order_by("sort_at")
    return make_booking(first), first, second, attach_document(event)


def book_place(attendee, first, second, document):
    commands.book_place(
        event=first.event,
        sessions=[first],
        person=make_person(),
        form_uuid=uuid.uuid4(),
        at=NOON,
    )


def book_more(attendee, first, second, document):
    commands.book_more(attendee, sessions=[second], at=NOON)


def cancel_bookings(attendee, first, second, document):
    commands.cancel_bookings(attendee, at=NOON)


def replace_attendee(attendee, first, second, document):
    commands.replace_attendee(attendee, make_person(), at=NOON)


def change_details(attendee, first, second, document):
    details.change_details(attendee, make_person(email=attendee.email, role="Head"), at=NOON)


def send_again(attendee, first, second, document):
    resending.send_again(attendee, kind=Message.Kind.BOOKING_AGAIN, at=NOON)


def cancel_event(attendee, first, second, document):
    event_changes.cancel_event(first.event, reason="", at=NOON, by=None)


def cancel_session(attendee, first, second, document):
    event_changes.cancel_session(first, reason="", at=NOON, by=None)


def add_document(attendee, first, second, document):
    attach_document(first.event)


def add_version(attendee, first, second, document):
    replace_document(document)


@command
def withdraw_document(attendee, first, second, document):
    documents.withdraw_document(document, at=NOON, by=None)


def publish_event(attendee, first, second, document):
    lifecycle.publish_event(first.event, at=NOON, by=None)


STORIES = [
    book_place,
    book_more,
    cancel_bookings,
    replace_attendee,
    change_details,
    send_again,
    cancel_event,
    cancel_session,
    add_document,
    add_version,
    withdraw_document,
    publish_event,
]


def waits(story, *, while_held):
    """Whether the story is told only when a transaction that holds these rows is over."""
    held, may_go_on = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            assert list(while_held.select_for_update(no_key=True))
            held.set()
            may_go_on.wait(10)
        connection.close()

    def tell():
        try:
            story()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        holding = pool.submit(hold)
        held.wait(10)
        telling = pool.submit(tell)
        has_waited = is_stopped_by_a_lock(telling)
        may_go_on.set()
        holding.result(10)
        telling.result(20)
    return has_waited


def is_stopped_by_a_lock(telling):
    """Whether the database makes the story wait; SQLite does not say, so there time has to."""
    if connection.vendor == "sqlite":
        return not wait([telling], LONG_ENOUGH).done
    while not telling.done():
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return True
    return False


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_story_waits_while_its_event_is_held(story):
    what = course()

    assert waits(lambda: story(*what), while_held=Event.objects.filter(pk=what[1].event_id))


def test_an_import_of_schools_waits_while_one_of_them_is_held():
    content = edubase(*numbered(2))
    importing.import_schools(io.BytesIO(content), local_authority=WESTSHIRE, at=NOON)

    assert waits(
        lambda: importing.import_schools(io.BytesIO(content), local_authority=WESTSHIRE, at=NOON),
        while_held=School.objects.order_by("pk")[:1],
    )


def is_held(rows):
    """Whether another transaction holds these rows (on SQLite: the database, as it must)."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(cannot_be_locked, rows).result(10)


def cannot_be_locked(rows):
    try:
        with transaction.atomic():
            return not list(rows.select_for_update(skip_locked=True, no_key=True))
    except OperationalError:
        return True
    finally:
        connection.close()


def test_locked_sessions_are_held_until_the_end_and_no_others(monkeypatch):
    monkeypatch.setattr(writers.LINE, "patience", 0.05)
    event, other = make_event(plan(), plan(starts_at=NOON + timedelta(days=35))), make_session()
    first, second = event.sessions.order_by("pk")

    def rows(*sessions):
        return Session.objects.filter(pk__in=[session.pk for session in sessions])

    with transaction.atomic():
        capacity.lock_sessions(event, first.pk)
        named = [is_held(rows(session)) for session in (first, second, other)]
    with transaction.atomic():
        capacity.lock_all_sessions(event)
        everything = [is_held(rows(session)) for session in (first, second, other)]

    is_whole_database = connection.vendor == "sqlite"
    assert named == [True, is_whole_database, is_whole_database]
    assert everything == [True, True, is_whole_database]
    assert not is_held(rows(first, second, other))


def test_people_may_refer_to_a_held_event_and_session_meanwhile():
    """Whoever only points at a row does not wait for who changes it, unless all wait."""
    session = make_session()
    attendee = make_booking(session)

    def point_at_it():
        try:
            with transaction.atomic():
                return Booking.objects.create(
                    attendee=attendee,
                    session=session,
                    state="cancelled",
                    cancelled_at=NOON,
                    booked_at=NOON,
                    exclusive=False,
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        event = capacity.lock_event(session.event_id)
        capacity.lock_sessions(event, session.pk)
        pointing = pool.submit(point_at_it)
        if connection.vendor == "postgresql":
            assert pointing.result(5).pk
    assert pointing.result(30).pk


def test_versions_added_at_once_are_numbered_one_after_another():
    document = attach_document(make_event())

    def add(number):
        try:
            replace_document(document)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))

    numbers = DocumentVersion.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 26))
    assert set(Event.objects.get().sessions.values_list("feed_sequence", flat=True)) == {25}
