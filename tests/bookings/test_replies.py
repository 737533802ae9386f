"""What an answer from a calendar changes: the place, the register, who is told."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands
from bookings.models import Message, Reply
from bookings.replies import receiving
from events.models import AuditEntry
from tests.bookings.answered import ANN, booked, put_off, state_of, told
from tests.bookings.replying import LATER, PROGRAMS, receive, reply
from tests.bookings.test_booking import kinds_and_recipients
from tests.database import every_row
from tests.factories import (
    NOON,
    as_sent,
    make_event,
    make_session,
    plan,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("program", PROGRAMS)
def test_declining_releases_the_place_and_tells_the_attendee(booking, program):
    outcome = receive(reply(booking, program=program))

    assert outcome == "released"
    assert state_of(booking) == ("cancelled", "declined", 0)
    assert told() == [("place_declined", ANN)]


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE"])
def test_accepting_and_perhaps_are_recorded_and_nobody_is_told(booking, program, partstat):
    outcome = receive(reply(booking, partstat, program=program))

    assert outcome == "recorded"
    assert state_of(booking) == ("booked", partstat.lower(), 1)
    assert told() == []


def test_accepting_once_more_is_audited_once(booking):
    receive(reply(booking, "ACCEPTED"))

    outcome = receive(reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=1)))

    assert outcome == "recorded"
    assert AuditEntry.objects.filter(action="invitation_answered").count() == 1


def test_the_same_mail_twice_changes_nothing_the_second_time(booking):
    mail = reply(booking)
    receive(mail)
    before = every_row()

    outcome = receive(mail, at=LATER + timedelta(hours=1))

    assert outcome == "released"
    assert every_row() == before


def test_the_same_mail_by_another_way_is_the_same_mail(booking):
    mail = reply(booking)
    receive(mail)

    receive(b"Received: from mx2.school.example; Mon, 2 Nov 2026 12:00:00 +0000\n" + mail)

    assert Reply.objects.count() == 1


def test_a_new_mail_that_declines_again_changes_nothing(booking):
    receive(reply(booking))

    outcome = receive(reply(booking, stamp=LATER + timedelta(minutes=1)))

    assert outcome == "older"
    assert told() == [("place_declined", ANN)]


def test_addresses_are_compared_as_people_read_them(booking):
    outcome = receive(reply(booking, sender="ANN@School.Example", attendee="Ann@SCHOOL.example"))

    assert outcome == "released"


def test_an_answer_to_the_session_before_it_was_moved_is_not_acted_on(booking):
    put_off(booking)

    outcome = receive(reply(booking, sequence=0))

    assert outcome == "older"
    assert state_of(booking) == ("booked", "needs_action", 1)
    assert told() == [("confirm_decline", ANN), ("session_changed", ANN)]
    question = Message.objects.get(kind="confirm_decline").facts["reason"]
    assert question == (
        "You declined an earlier invitation. The time or place has changed since you were sent it."
    )


def test_whoever_declines_earlier_invitations_is_asked_once(booking):
    put_off(booking)

    for minute in (0, 1):
        receive(reply(booking, stamp=LATER + timedelta(minutes=minute)))

    assert told().count(("confirm_decline", ANN)) == 1


@pytest.mark.parametrize("answered", ["ACCEPTED", "TENTATIVE"])
def test_whoever_has_answered_since_is_not_asked(booking, answered):
    put_off(booking)
    receive(reply(booking, answered, sequence=1))
    as_sent()

    assert receive(reply(booking, sequence=0)) == "older"
    assert told() == []


@pytest.mark.parametrize(
    "other",
    [
        {"partstat": "ACCEPTED"},
        {"sender": "mallory@school.example"},
        {"attendee": "mallory@school.example"},
    ],
)
def test_only_the_attendees_own_decline_of_an_earlier_invitation_is_asked_about(booking, other):
    put_off(booking)
    as_sent()

    assert receive(reply(booking, **other)) == "older"
    assert told() == []


def test_an_earlier_invitation_declined_after_the_start_is_asked_about_no_more(booking):
    put_off(booking)
    as_sent()
    booking.refresh_from_db()
    start = booking.session.starts_at

    assert receive(reply(booking), at=start) == "older"
    assert told() == []


def test_an_answer_to_the_session_as_it_was_moved_counts(booking):
    put_off(booking)

    outcome = receive(reply(booking, sequence=1))

    assert outcome == "released"


def test_an_answer_overtaken_by_a_later_one_is_not_acted_on(booking):
    receive(reply(booking, "ACCEPTED", stamp=LATER))

    outcome = receive(reply(booking, "DECLINED", stamp=LATER - timedelta(seconds=1)))

    assert outcome == "older"
    assert state_of(booking) == ("booked", "accepted", 1)


def test_an_answer_from_the_future_stops_no_later_one(booking):
    far = LATER + timedelta(days=9000)
    receive(reply(booking, "ACCEPTED", sequence=4000000000, stamp=far))

    outcome = receive(reply(booking, "DECLINED", stamp=LATER), at=LATER + timedelta(hours=1))

    assert outcome == "released"


def test_declining_once_it_has_started_is_recorded(booking):
    start = booking.session.starts_at

    outcome = receive(reply(booking, stamp=start), at=start)

    assert outcome == "too_late"
    assert state_of(booking) == ("booked", "declined", 1)
    assert told() == []


def test_declining_one_date_of_a_course_asks_about_all_of_it():
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="all")
    booking = booked(*event.sessions.order_by("sort_at"))

    outcome = receive(reply(booking))

    assert outcome == "course_kept"
    assert state_of(booking) == ("booked", "declined", 1)
    assert told() == [("confirm_decline", ANN)]


def test_declining_one_of_several_sessions_keeps_the_others():
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="any")
    booking = booked(*event.sessions.order_by("sort_at"))

    receive(reply(booking))

    states = booking.attendee.bookings.order_by("session__sort_at").values_list("state", flat=True)
    assert list(states) == ["cancelled", "booked"]


@pytest.mark.parametrize("partstat", ["DELEGATED", "delegated"])
def test_passing_the_invitation_on_keeps_the_place_and_tells_the_organisers(booking, partstat):
    outcome = receive(reply(booking, partstat))

    assert outcome == "proposed"
    assert state_of(booking) == ("booked", "needs_action", 1)
    assert told() == [("organiser_told", "events@westshire.example")]


def test_proposing_another_time_keeps_the_place_and_tells_the_organisers_once(booking):
    for minute in (0, 1):
        mail = reply(booking, "TENTATIVE", stamp=LATER + timedelta(minutes=minute))
        assert receive(mail.replace(b"METHOD:REPLY", b"METHOD:COUNTER")) == "proposed"

    assert state_of(booking) == ("booked", "needs_action", 1)
    assert told() == [("organiser_told", "events@westshire.example")]


@pytest.mark.parametrize("method", [b"METHOD:REPLY", b"METHOD:COUNTER"])
def test_of_a_place_that_is_cancelled_nothing_is_proposed(booking, method):
    commands.cancel_bookings(booking.attendee, at=NOON)
    as_sent()
    mail = reply(booking, "DELEGATED").replace(b"METHOD:REPLY", method)

    assert receive(mail) == "older"
    assert told() == []


@pytest.mark.parametrize("partstat", ["NEEDS-ACTION", "X-AWAY", ""])
def test_what_is_no_answer_changes_nothing(booking, partstat):
    outcome = receive(reply(booking, partstat))

    assert outcome == "recorded"
    assert state_of(booking) == ("booked", "needs_action", 1)


def test_whoever_booked_for_somebody_is_told_that_they_declined():
    booking = booked(make_session(), booked_by_email="office@school.example")

    receive(reply(booking))

    assert told() == [("cancelled_copy", "office@school.example"), ("place_declined", ANN)]


def test_what_was_done_is_in_the_audit_without_a_word_of_the_mail(booking):
    receive(reply(booking, "ACCEPTED"))
    receive(reply(booking, stamp=LATER + timedelta(minutes=1)))

    entries = AuditEntry.objects.filter(object_id=booking.attendee.public_id).order_by("pk")
    assert [(entry.action, entry.changed) for entry in entries] == [
        ("place_booked", []),
        ("invitation_answered", ["partstat"]),
        ("place_declined", ["state"]),
    ]


def test_an_answer_to_an_invitation_of_nobody_is_for_people(booking):
    mail = reply(booking).replace(booking.uid.encode(), b"somebody-else@school.example")

    outcome = receive(mail)

    kept = Reply.objects.get()
    assert outcome == "letter"
    assert (kept.reason, bytes(kept.raw)) == ("no booking has this invitation", mail)
    assert kinds_and_recipients() == [("place_booked", ANN)]


def test_answers_are_forgotten_a_month_after_the_session_and_mails_a_month_after_they_came(booking):
    receive(reply(booking, "ACCEPTED"))
    receive(b"From: ann@school.example\nMessage-ID: <1@x>\nSubject: Hello\n\nSee you.\n")
    a_month_on = LATER + timedelta(days=30)
    over = booking.session.over_at + timedelta(days=30)

    forgotten = [receiving.forget_ended(at) for at in (LATER, a_month_on, over, over)]

    assert forgotten == [0, 1, 1, 0]
