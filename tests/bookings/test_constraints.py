"""The database itself holds the rules of who comes: each constraint by name."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from bookings.models import (
    Attendee,
    Booking,
    DigestChoice,
    ExportFile,
    ListChoice,
    Message,
    Question,
    School,
    WrittenMessage,
)
from tests.bookings.asking import ask, dietary
from tests.factories import (
    NOON,
    make_booking,
    make_event,
    make_organiser,
    make_school,
    make_session,
    write_to_attendees,
)

pytestmark = pytest.mark.django_db


OF_ITS_OWN = ("public_id", "link_token", "uid", "check_in_code", "join_token")


def refused(constraint, change):
    """The change fails in the database, by the constraint of this name where it names one."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
    return constraint in str(error.value) or "UNIQUE" in str(error.value)


def copy_of(row, **changed):
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.fields
        if not field.primary_key and field.name not in OF_ITS_OWN
    }
    return type(row).objects.create(**values | changed)


def test_one_live_booking_for_an_attendee_and_session():
    booking = make_booking().bookings.get()

    assert refused("booking_one_live_per_attendee_and_session", lambda: copy_of(booking))


def test_no_two_bookings_have_one_check_in_code():
    one, other = make_booking().bookings.get(), make_booking().bookings.get()

    change = Booking.objects.filter(pk=other.pk).update
    assert refused("check_in_code", lambda: change(check_in_code=one.check_in_code))


def test_no_two_bookings_have_one_link_to_join():
    one, other = make_booking().bookings.get(), make_booking().bookings.get()

    change = Booking.objects.filter(pk=other.pk).update
    assert refused("join_token", lambda: change(join_token=one.join_token))


def test_one_live_booking_where_one_session_is_attended():
    booking, other = make_booking().bookings.get(), make_session()

    assert refused(
        "booking_one_live_per_attendee_where_one_is_attended",
        lambda: copy_of(booking, session_id=other.pk),
    )


def test_a_cancelled_booking_leaves_room_for_another():
    booking = make_booking().bookings.get()
    Booking.objects.update(state="cancelled", cancelled_at=NOON)

    assert copy_of(booking).state == "booked"


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("booking_cancelled_at_matches_state", {"state": "cancelled"}),
        ("booking_cancelled_at_matches_state", {"cancelled_at": NOON}),
        ("booking_cancelled_at_matches_state", {"state": "held"}),
        ("booking_answer_is_known", {"partstat": "perhaps"}),
        ("sequence", {"sequence": -1}),
    ],
)
def test_a_booking_that_breaks_a_rule_is_refused(constraint, values):
    make_booking()

    assert refused(constraint, lambda: Booking.objects.update(**values))


def test_one_person_at_an_event_for_an_address():
    attendee = make_booking()

    assert refused(
        "attendee_one_person_per_event", lambda: copy_of(attendee, form_uuid=uuid.uuid4())
    )
    assert refused("form_uuid", lambda: copy_of(attendee, email_key="other@school.example"))


def test_an_attendee_has_one_school_and_is_replaced_at_a_time():
    attendee, school = make_booking(), make_school()

    assert refused("attendee_has_one_school", lambda: Attendee.objects.update(school=school))
    assert refused(
        "attendee_replaced_at_matches_replaced_by",
        lambda: Attendee.objects.update(replaced_by=attendee),
    )
    assert refused(
        "attendee_replaced_as_is_known", lambda: Attendee.objects.update(replaced_as="lost")
    )


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("message_state_is_known", {"state": "lost"}),
        ("message_lease_matches_state", {"state": "leased"}),
        ("message_lease_matches_state", {"locked_until": NOON}),
        ("message_sent_at_matches_state", {"state": "sent"}),
        ("message_sent_at_matches_state", {"sent_at": NOON}),
    ],
)
def test_a_message_that_breaks_a_rule_is_refused(constraint, values):
    make_booking()

    assert refused(constraint, lambda: Message.objects.update(**values))


def test_a_message_is_queued_once_for_a_key():
    make_booking()

    assert refused("dedupe_key", lambda: copy_of(Message.objects.get()))


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("written_message_is_for_somebody", {"recipients": 0}),
        (
            "written_message_is_stopped_while_it_is_held",
            {"stopped_at": NOON, "held_until": NOON},
        ),
    ],
)
def test_a_written_message_that_breaks_a_rule_is_refused(constraint, values):
    write_to_attendees(make_booking().event)

    assert refused(constraint, lambda: WrittenMessage.objects.update(**values))


def test_a_written_message_is_written_once_for_a_form():
    written = write_to_attendees(make_booking().event)

    assert refused("written_message_once_for_a_form", lambda: copy_of(written))


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("school_kind_is_known", {"kind": "castle"}),
        ("school_status_is_known", {"status": "asleep"}),
        ("school_from_the_list_has_a_urn", {"source": "gias", "local_authority": "875"}),
        ("school_from_the_list_has_a_local_authority", {"source": "gias", "urn": 118246}),
    ],
)
def test_a_school_that_breaks_a_rule_is_refused(constraint, values):
    make_school()

    assert refused(constraint, lambda: School.objects.update(**values))


def test_a_urn_is_one_school():
    make_school(urn=118246)

    assert refused("urn", lambda: make_school(urn=118246))


def test_what_was_booked_is_never_deleted():
    attendee = make_booking()

    for row in (attendee, attendee.bookings.get(), attendee.event, attendee.bookings.get().session):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_question_is_of_a_known_kind():
    ask(make_event())

    assert refused("question_kind_is_known", lambda: Question.objects.update(kind="x"))


def test_one_question_about_dietary_needs_for_an_event():
    question = dietary(make_event())

    assert refused("question_one_about_dietary_needs_per_event", lambda: copy_of(question))


def test_what_is_chosen_and_made_is_called_by_whose_it_is():
    organiser = make_organiser()
    hidden, digest = ListChoice(organiser=organiser), DigestChoice(organiser=organiser)

    assert str(hidden) == f"Columns of {organiser.public_id}"
    assert organiser.public_id in str(digest)
    assert str(ExportFile(public_id="abcdefgh")) == "abcdefgh"
