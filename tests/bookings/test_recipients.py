"""Whom a message is for: what organisers select by, and how it is told."""

from datetime import timedelta

import pytest

from bookings import recipients
from bookings.models import Booking, Message
from bookings.recipients import Who
from tests.factories import NOON, make_booking, make_event, make_school, plan

pytestmark = pytest.mark.django_db


def two_sessions(**fields):
    event = make_event(
        plan(label="First"),
        plan(label="Second", starts_at=NOON + timedelta(days=35)),
        attendance="any",
        **fields,
    )
    return event.sessions.select_related("event").order_by("pk")


@pytest.mark.parametrize(
    ("who", "names"),
    [
        (Who(), ["Ann", "Ben", "Cat"]),
        (Who(session="second"), ["Ann", "Cat"]),
        (Who(answer="declined"), ["Ben"]),
        (Who(with_needs=True), ["Cat"]),
        (Who(undelivered=True), ["Ann"]),
        (Who(phase="Primary"), ["Ben"]),
        (Who(session="second", with_needs=True), ["Cat"]),
    ],
)
def test_they_are_selected_by_session_answer_needs_and_mails_that_failed(who, names):
    first, second = two_sessions()
    ann = make_booking(first, second, full_name="Ann")
    primary = make_school(phase="Primary")
    ben = make_booking(first, full_name="Ben", school=primary, typed_school="")
    make_booking(second, full_name="Cat", access_needs="A ramp")
    Booking.objects.filter(attendee=ben).update(partstat="declined")
    Message.objects.filter(attendee=ann, kind="place_booked").update(state="dead")
    if who.session:
        who = Who(session=second.public_id, with_needs=who.with_needs)

    found = recipients.people(first.event, who).by_name()

    assert list(found.values_list("full_name", flat=True)) == names


def test_what_was_selected_is_told_in_words_and_survives_another_release():
    first, _ = two_sessions()
    everything = Who(first.public_id, "accepted", True, True, phase="Primary")
    stored = everything.to_json() | {"of_a_later_release": 1}

    assert Who.from_json(stored) == everything
    assert Who.from_json({}) == Who()
    assert Who().in_words([first]) == "Everyone who has booked"
    assert everything.in_words([first]) == (
        "Everyone who has booked First, Monday 30 November 2026, midday to 1:30pm, Online and"
        " answered “Accepted” and is from a school of phase “Primary” and has told us of access"
        " needs and did not get an email from us"
    )
    assert Who(session="gone").in_words([]) == "Everyone who has booked"
