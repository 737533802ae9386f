"""A process that is killed in the midst of a change leaves all of it or nothing."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.apps import apps

from bookings.models import Attendee, Booking, Message
from tests.database import database_url
from tests.factories import make_booking, make_session

pytestmark = pytest.mark.django_db(transaction=True)


def book_and_be_killed(session, seconds):
    already = Booking.objects.count()
    program = [sys.executable, "-m", "tests.concurrency.booking_without_end", session.public_id]
    with subprocess.Popen(program, env=os.environ | {"DATABASE_URL": database_url()}) as process:
        give_up_at = time.monotonic() + 30
        while Booking.objects.count() == already and time.monotonic() < give_up_at:
            time.sleep(0.01)
        time.sleep(seconds)
        process.kill()


def test_a_killed_process_leaves_booking_and_messages_both_or_neither():
    session = make_session(capacity=None)

    for seconds in (0.05, 0.11, 0.17):
        book_and_be_killed(session, seconds)

    attendees = set(Attendee.objects.values_list("pk", flat=True))
    told = Counter(Message.objects.values_list("attendee", "kind"))
    session.refresh_from_db()
    assert len(attendees) >= 3
    assert set(Booking.objects.values_list("attendee", flat=True)) == attendees
    assert session.places_taken == Booking.objects.count() == len(attendees)
    assert told == Counter(
        {(pk, kind): 1 for pk in attendees for kind in ("place_booked", "booking_copy")}
    )


def everything():
    """All that both apps keep, table by table."""
    return {
        model._meta.label: sorted(map(repr, model.objects.values_list()))
        for app in ("events", "bookings")
        for model in apps.get_app_config(app).get_models()
    }


MESSAGES, BOOKINGS = 'INTO "bookings_message"', 'UPDATE "bookings_booking"'
COUNTS = "INTO events_count"


@pytest.mark.parametrize(
    ("story", "statement"),
    [
        ("cancel_session", MESSAGES),
        ("cancel_session", BOOKINGS),
        ("cancel_event", MESSAGES),
        ("cancel_event", 'INTO "events_auditentry"'),
        ("book_place", MESSAGES),
        ("book_place", COUNTS),
        ("cancel_bookings", MESSAGES),
        ("replace_attendee", MESSAGES),
        ("send_written", MESSAGES),
        ("send_written", 'INTO "events_auditentry"'),
    ],
)
def test_killed_between_the_change_and_its_messages_it_leaves_neither(story, statement):
    session = make_session()
    make_booking(session, booked_by_email="office@school.example")
    before = everything()

    program = [sys.executable, "-m", "tests.concurrency.killed_at"]
    environment = os.environ | {"DATABASE_URL": database_url()}
    ended = subprocess.run([*program, story, session.public_id, statement], env=environment)

    assert ended.returncode == -signal.SIGKILL
    assert everything() == before


@pytest.mark.parametrize(
    "story",
    [
        *("cancel_session", "cancel_event", "book_place", "cancel_bookings"),
        *("replace_attendee", "send_written"),
    ],
)
def test_left_alone_it_leaves_the_change_and_its_messages(story):
    session = make_session()
    make_booking(session)
    before = everything()

    program = [sys.executable, "-m", "tests.concurrency.killed_at"]
    environment = os.environ | {"DATABASE_URL": database_url()}
    ended = subprocess.run([*program, story, session.public_id, "no statement"], env=environment)

    assert ended.returncode == 0
    changed = "bookings.WrittenMessage" if story == "send_written" else "bookings.Booking"
    for table in (changed, "bookings.Message"):
        assert everything()[table] != before[table]
