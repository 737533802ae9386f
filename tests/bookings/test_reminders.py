"""Who is reminded of a session, when, and once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings.lifecycle import commands
from bookings.mail import reminders
from bookings.models import Booking, Message
from events.models import Event
from tests.bookings.reminded import (
    DAY,
    DAY_BEFORE,
    HOUR,
    KINDS,
    MINUTE,
    START,
    WEEK_BEFORE,
    booked,
    moved_to,
    queue,
    queued,
)
from tests.factories import (
    NOON,
    amend_event,
    attach_document,
    cancel_event,
    cancel_session,
    make_booking,
    make_event,
    make_person,
    make_session,
    plan,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_who_has_a_place_is_reminded_a_week_and_a_day_before_and_once():
    booked()
    every_hour = [WEEK_BEFORE - HOUR + number * HOUR for number in range(24 * 9)]

    queue(*every_hour)

    assert list(Message.objects.of_kinds(KINDS).values_list("to", "kind", "queued_at")) == [
        ("ann@school.example", "reminder_week", WEEK_BEFORE),
        ("ann@school.example", "reminder_day", DAY_BEFORE),
    ]


def test_nobody_is_reminded_a_second_too_early():
    booked()

    queue(WEEK_BEFORE - timedelta(seconds=1))

    assert queued() == []


def test_the_key_names_the_booking_the_rule_and_the_start():
    booked()

    queue(WEEK_BEFORE)

    message = Message.objects.get(kind="reminder_week")
    assert message.booking == Booking.objects.get()
    assert message.attendee == message.booking.attendee
    assert message.dedupe_key == f"reminder_week:{message.booking}:week:20261130T1200"


def test_who_gave_the_place_up_or_to_a_colleague_is_not_reminded():
    session = make_session()
    commands.cancel_bookings(make_booking(session), at=NOON)
    wrong = make_booking(session)
    right = make_person(email="right@school.example")
    commands.replace_attendee(wrong, right, at=NOON + HOUR)

    queue(WEEK_BEFORE)

    assert queued() == [("right@school.example", "reminder_week")]


def test_whoever_booked_for_a_colleague_gets_no_copy():
    session = make_session()
    make_booking(
        session,
        email="ann@school.example",
        booked_by_name="Olive Office",
        booked_by_email="office@school.example",
    )

    queue(WEEK_BEFORE, DAY_BEFORE)

    assert {to for to, _ in queued()} == {"ann@school.example"}


def test_who_booked_an_hour_ago_is_not_reminded_and_a_day_later_is():
    session = make_session()
    make_booking(session, at=WEEK_BEFORE - HOUR, email="ann@school.example")

    queue(WEEK_BEFORE, WEEK_BEFORE + 23 * HOUR - MINUTE)
    too_soon = queued()
    queue(WEEK_BEFORE + 23 * HOUR)

    assert too_soon == []
    assert queued() == [("ann@school.example", "reminder_week")]


def test_who_booked_on_the_last_day_is_not_reminded_at_all():
    session = make_session()
    make_booking(session, at=START - DAY + MINUTE)

    queue(*(START - DAY + number * HOUR for number in range(30)))

    assert queued() == []


@pytest.mark.parametrize(
    ("off", "kinds"),
    [
        ({"reminds_week_before": False}, ["reminder_day"]),
        ({"reminds_day_before": False}, ["reminder_week"]),
        ({"reminds_week_before": False, "reminds_day_before": False}, []),
    ],
)
def test_each_reminder_is_the_choice_of_the_event(off, kinds):
    booked()
    Event.objects.update(**off)

    queue(WEEK_BEFORE, DAY_BEFORE)

    assert [kind for _, kind in queued()] == kinds


def test_a_worker_that_was_away_for_a_week_leaves_the_old_ones_out():
    booked()

    queue(WEEK_BEFORE + 2 * DAY + MINUTE)
    after_three_days = queued()
    queue(START - MINUTE)
    queue(START, START + DAY)

    assert after_three_days == []
    assert queued() == [("ann@school.example", "reminder_day")]


@pytest.mark.parametrize(
    ("starts_at", "week_before", "day_before"),
    [
        ((2026, 11, 14, 10), (2026, 11, 6, 9), (2026, 11, 13, 9)),  # a Saturday
        ((2026, 3, 29, 10), (2026, 3, 20, 9), (2026, 3, 27, 9)),  # clocks go forward
        ((2026, 4, 1, 10), (2026, 3, 25, 9), (2026, 3, 31, 8)),
        ((2026, 10, 25, 10), (2026, 10, 16, 8), (2026, 10, 23, 8)),  # and back
        ((2026, 10, 28, 10), (2026, 10, 21, 8), (2026, 10, 27, 9)),
        ((2027, 3, 30, 9), (2027, 3, 23, 9), (2027, 3, 25, 9)),  # after Easter Monday
        ((2027, 5, 4, 9), (2027, 4, 27, 8), (2027, 4, 30, 8)),  # after a bank holiday
        ((2027, 5, 10, 9), (2027, 4, 30, 8), (2027, 5, 7, 8)),
    ],
)
def test_reminders_come_at_nine_in_london_on_a_working_day(starts_at, week_before, day_before):
    starts_at, *due = (
        datetime(*parts, tzinfo=UTC) for parts in (starts_at, week_before, day_before)
    )
    event = make_event(plan(starts_at=starts_at), at=starts_at - 60 * DAY)
    make_booking(event.sessions.with_place().get(), at=starts_at - 50 * DAY)
    half_hours = (starts_at - 14 * DAY + number * HOUR / 2 for number in range(48 * 14))

    queue(*half_hours)

    sent = Message.objects.of_kinds(KINDS).order_by("pk").values_list("queued_at", flat=True)
    assert list(sent) == due


def test_a_session_on_a_day_without_a_time_is_reminded_of_and_one_without_a_day_is_not():
    day = {"precision": "day", "on_date": date(2026, 11, 30)}
    event = make_event(plan(**day), plan(label="Other"), attendance="any")
    make_booking(*event.sessions.with_place().order_by("pk"))
    undated = {"precision": "month", "on_date": date(2026, 12, 1), "starts_at": None}
    amend_event(event, sessions=[{}, undated | {"ends_at": None}])

    queue(WEEK_BEFORE, WEEK_BEFORE + DAY)

    assert [kind for _, kind in queued()] == ["reminder_week"]
    assert Message.objects.get(kind="reminder_week").booking.session.precision == "day"


def test_nobody_is_reminded_of_what_is_cancelled():
    one, other = make_event(), make_event(plan(), plan(label="Second"), attendance="any")
    make_booking(one.sessions.with_place().get())
    first, second = other.sessions.with_place().order_by("pk")
    make_booking(first, email="ann@school.example")
    make_booking(second)
    cancel_event(one)
    cancel_session(second)

    queue(WEEK_BEFORE)

    assert queued() == [("ann@school.example", "reminder_week")]


def test_a_session_moved_later_is_reminded_of_again_before_its_new_time():
    event = booked()
    queue(WEEK_BEFORE)
    amend_event(event, sessions=[moved_to(START + 14 * DAY)], at=WEEK_BEFORE + HOUR)

    queue(WEEK_BEFORE + 2 * HOUR, DAY_BEFORE)
    meanwhile = queued()
    queue(WEEK_BEFORE + 14 * DAY, DAY_BEFORE + 14 * DAY)

    assert meanwhile == [("ann@school.example", "reminder_week")]
    assert [kind for _, kind in queued()] == ["reminder_week", "reminder_week", "reminder_day"]


def test_a_session_moved_by_an_hour_or_to_the_day_before_is_not_reminded_of_twice():
    wednesday, a_week_before = START + 2 * DAY, WEEK_BEFORE + 2 * DAY
    event = booked(starts_at=wednesday)
    queue(a_week_before)

    amend_event(event, sessions=[moved_to(wednesday + HOUR)], at=a_week_before + MINUTE)
    queue(a_week_before + HOUR)
    amend_event(event, sessions=[moved_to(wednesday - DAY)], at=a_week_before + HOUR)
    queue(a_week_before + 2 * HOUR)

    assert queued() == [("ann@school.example", "reminder_week")]


def test_a_session_moved_earlier_is_reminded_of_if_its_moment_has_come_by_that():
    event = booked()
    amend_event(event, sessions=[moved_to(START - 14 * DAY)], at=NOON + DAY)

    queue(WEEK_BEFORE - 14 * DAY)

    assert queued() == [("ann@school.example", "reminder_week")]


def test_a_session_moved_away_and_back_is_reminded_of_once():
    event = booked()
    queue(WEEK_BEFORE)
    amend_event(event, sessions=[moved_to(START + 14 * DAY)], at=WEEK_BEFORE + HOUR)
    queue(WEEK_BEFORE + 2 * HOUR)
    amend_event(event, sessions=[moved_to(START)], at=WEEK_BEFORE + 3 * HOUR)

    queue(WEEK_BEFORE + 4 * HOUR, DAY_BEFORE)

    assert [kind for _, kind in queued()] == ["reminder_week", "reminder_day"]


def test_a_key_that_is_there_already_is_no_reason_to_fail_or_to_go_on_at_once():
    booked()
    queue(WEEK_BEFORE)
    Message.objects.of_kinds(KINDS).update(queued_at=WEEK_BEFORE - MINUTE)

    assert reminders.queue_reminders(WEEK_BEFORE + MINUTE) is False
    assert len(queued()) == 1


def test_a_batch_is_queued_at_a_time_and_whether_there_is_more_is_said(monkeypatch):
    monkeypatch.setattr(reminders, "BATCH", 2)
    session = make_session()
    for _ in range(3):
        make_booking(session)

    turns = [reminders.queue_reminders(WEEK_BEFORE) for _ in range(3)]

    assert turns == [True, False, False]
    assert len(queued()) == 3


def add_events(number, people):
    for _ in range(number):
        session = make_session()
        attach_document(session.event)
        attach_document(session.event, visible_to="booked")
        for _ in range(people):
            make_booking(session)


@pytest.mark.parametrize(("events", "people"), [(1, 1), (1, 3), (3, 1)])
def test_the_number_of_queries_grows_with_neither_people_nor_events(
    django_assert_num_queries, events, people
):
    add_events(events, people)

    with django_assert_num_queries(1):
        reminders.queue_reminders(WEEK_BEFORE - MINUTE)
    with django_assert_num_queries(8):
        reminders.queue_reminders(WEEK_BEFORE)
    with django_assert_num_queries(2):
        reminders.queue_reminders(WEEK_BEFORE + MINUTE)

    assert len(queued()) == events * people
