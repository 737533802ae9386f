"""Telling that one could not come: what is recorded, of which sessions and until when."""

from datetime import timedelta

import pytest

from bookings.lifecycle import absence, commands
from bookings.lifecycle.refusals import LinkReplaced, NotStarted, TooLate
from tests.bookings.test_report_absence_page import START, of_three_weeks, told_of
from tests.database import every_row
from tests.factories import NOON, amend_event, make_booking, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_where_no_session_is_named_it_is_all_that_have_started():
    attendee = of_three_weeks("any")
    first, second, third = (START + timedelta(days=7 * number) for number in (1, 2, 3))

    absence.report_absence(attendee, at=first)
    told = absence.report_absence(attendee, at=second)

    assert [booking.session.label for booking in told] == ["Week 2"]
    assert told_of(attendee) == [first, second, None]
    absence.report_absence(attendee, at=third)
    assert told_of(attendee) == [first, second, third]


def test_a_corrected_address_after_the_start_is_too_late_and_offers_it_too():
    attendee = make_booking(at=START - timedelta(hours=1))

    with pytest.raises(TooLate) as refused:
        commands.replace_attendee(attendee, make_person(), at=START)

    assert refused.value.begun == [attendee.bookings.get()]


def test_a_session_that_is_put_off_forgets_who_could_not_come_to_the_first_date():
    attendee = make_booking()
    absence.report_absence(attendee, at=START)
    later = {"starts_at": START + timedelta(days=7), "ends_at": None}

    amend_event(attendee.event, sessions=[later], at=START + timedelta(minutes=5))

    assert told_of(attendee) == [None]


def test_another_place_told_after_the_start_leaves_who_could_not_come():
    attendee = make_booking()
    absence.report_absence(attendee, at=START)
    elsewhere = {"join_link": "https://meet.example/another"}

    amend_event(attendee.event, sessions=[elsewhere], at=START + timedelta(minutes=5))

    assert attendee.bookings.get().sequence == 1
    assert told_of(attendee) == [START]


def test_the_start_itself_is_when_it_can_be_told():
    attendee = make_booking()

    with pytest.raises(NotStarted):
        absence.report_absence(attendee, at=START - timedelta(microseconds=1))

    assert absence.report_absence(attendee, at=START) == [attendee.bookings.get()]


def test_a_link_that_was_replaced_tells_nothing():
    attendee = make_booking()
    commands.replace_attendee(attendee, make_person(), at=NOON)
    before = every_row()

    with pytest.raises(LinkReplaced):
        absence.report_absence(attendee, at=START)

    assert every_row() == before
