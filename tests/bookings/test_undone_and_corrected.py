"""Organisers undo a cancellation, correct details and take notes."""

import uuid
from datetime import timedelta

import pytest

from bookings.lifecycle import commands, on_behalf, substitution
from bookings.lifecycle.refusals import (
    AlreadyBooked,
    OutsideAudience,
    SchoolLimitReached,
    SessionsFull,
    TooLate,
    WrongChoice,
)
from bookings.models import Attendee, AudienceRule, Booking
from events.models import AuditEntry
from tests.bookings.acting import ANN, act, book, two_sessions
from tests.bookings.told import mails
from tests.database import every_row
from tests.factories import (
    NOON,
    amend_event,
    as_sent,
    make_audience,
    make_booking,
    make_event,
    make_person,
    make_school,
    make_session,
)

pytestmark = pytest.mark.django_db


def test_a_cancellation_is_undone_with_a_new_invitation(olu):
    ann = make_booking(**ANN)
    as_sent()
    booking = ann.bookings.get()
    on_behalf.cancel_on_behalf(ann, only=[booking.public_id], reason="Ill", act=act(olu))
    as_sent()

    on_behalf.undo_cancellation(ann, booking=booking.public_id, act=act(olu))
    on_behalf.undo_cancellation(ann, booking=booking.public_id, act=act(olu))

    old, new = ann.bookings.order_by("pk")
    assert (old.state, new.state, old.uid != new.uid) == ("cancelled", "booked", True)
    assert mails() == [("ann@school.example", "place_booked", "REQUEST", 0, "NEEDS-ACTION")]
    session = new.session
    session.refresh_from_db()
    assert session.places_taken == 1


def test_a_course_is_undone_as_a_whole(olu):
    sessions = list(two_sessions(attendance="all"))
    ann = make_booking(*sessions, **ANN)
    on_behalf.cancel_on_behalf(ann, only=[], reason="Ill", act=act(olu))

    booking = ann.bookings.order_by("pk")[0].public_id
    on_behalf.undo_cancellation(ann, booking=booking, act=act(olu))

    held = Booking.objects.holding_a_place().of(ann)
    assert set(held.values_list("session", flat=True)) == {one.pk for one in sessions}


def test_what_stands_in_the_way_of_undoing_is_refused_and_nothing_changes(olu):
    first, second = two_sessions()
    elsewhere = make_booking(first, **ANN)
    old = elsewhere.bookings.get().public_id
    on_behalf.move_on_behalf(elsewhere, booking=old, to=second, act=act(olu))
    gone = make_booking(make_session(), email="bo@school.example")
    commands.cancel_bookings(gone, at=NOON)
    session = gone.bookings.get().session
    before = every_row()

    with pytest.raises(WrongChoice):
        on_behalf.undo_cancellation(elsewhere, booking=old, act=act(olu))
    with pytest.raises(TooLate):
        on_behalf.undo_cancellation(
            gone, booking=gone.bookings.get().public_id, act=act(olu, at=session.ends_at)
        )
    on_behalf.undo_cancellation(gone, booking="none", act=act(olu))

    assert every_row() == before


def test_undoing_holds_to_the_limit_of_the_school_unless_it_is_known(olu):
    session = make_session()
    amend_event(session.event, places_per_school=1)
    ann = make_booking(session, **ANN)
    commands.cancel_bookings(ann, at=NOON)
    make_booking(session)
    booking = ann.bookings.get().public_id

    with pytest.raises(SchoolLimitReached):
        on_behalf.undo_cancellation(ann, booking=booking, act=act(olu))
    on_behalf.undo_cancellation(ann, booking=booking, act=act(olu, "limit"))

    assert session.bookings.filter(state="booked").count() == 2


def test_details_are_corrected_at_any_time_and_another_mailbox_gets_the_link(olu):
    session = make_session()
    ann = make_booking(session, **ANN)
    on_behalf.note_attendee(ann, "Comes late", by=olu, at=NOON)
    as_sent()
    days_later = act(olu, at=NOON + timedelta(days=3))

    person = make_person(**ANN | {"full_name": "Anne Example", "role": "Head"})
    same = on_behalf.correct_on_behalf(ann, person, act=days_later)
    person = make_person(**ANN | {"email": "anne@school.example"})
    another = on_behalf.correct_on_behalf(ann, person, act=days_later)

    ann.refresh_from_db()
    assert (same, ann.full_name, ann.role) == (ann, "Anne Example", "Head")
    assert (ann.replaced_by, ann.replaced_as, another.note) == (another, "correction", "Comes late")
    assert mails() == [
        ("ann@school.example", "address_changed", "CANCEL", 1, "NEEDS-ACTION"),
        ("anne@school.example", "place_booked", "REQUEST", 0, "NEEDS-ACTION"),
    ]
    done = AuditEntry.objects.filter(action__in=["details_changed", "attendee_replaced"])
    assert list(done.values_list("action", "actor").order_by("pk")) == [
        ("details_changed", olu.pk),
        ("attendee_replaced", olu.pk),
    ]


def test_nobody_is_given_the_address_of_somebody_else(olu):
    session = make_session()
    ann = make_booking(session, **ANN)
    make_booking(session, email="bo@school.example")
    before = every_row()

    with pytest.raises(AlreadyBooked):
        on_behalf.correct_on_behalf(ann, make_person(email="bo@school.example"), act=act(olu))

    assert every_row() == before


def test_another_school_is_looked_at_and_whoever_was_let_in_stays_in(olu):
    audience = make_audience()
    AudienceRule.objects.create(audience=audience, phases=["Primary"])
    event = make_event(audiences=[audience], outside_audience="refuse")
    [session] = event.sessions.select_related("event")
    meant, other, another = (make_school(phase=p) for p in ("Primary", "Secondary", "Special"))
    ann = book(session, by=olu, school=meant, typed_school="")
    of_other = make_person(**ANN | {"school": other, "typed_school": ""})
    of_another = make_person(**ANN | {"school": another, "typed_school": ""})

    with pytest.raises(OutsideAudience):
        on_behalf.correct_on_behalf(ann, of_other, act=act(olu))
    on_behalf.correct_on_behalf(ann, of_other, act=act(olu, "outside"))
    on_behalf.correct_on_behalf(ann, of_another, act=act(olu))

    ann.refresh_from_db()
    assert ann.school == another


def test_a_note_is_written_once_and_goes_to_no_colleague(olu):
    ann = make_booking(**ANN)
    for _ in range(2):
        on_behalf.note_attendee(ann, "Comes late", by=olu, at=NOON)

    colleague = substitution.substitute_attendee(ann, "Sam", "sam@school.example", at=NOON)

    assert (Attendee.objects.get(pk=ann.pk).note, colleague.note) == ("Comes late", "")
    assert AuditEntry.objects.filter(action="attendee_noted", actor=olu).count() == 1


def test_a_cancellation_that_no_diary_knows_of_is_undone_in_the_same_entry(olu):
    ann = make_booking(**ANN)
    as_sent()
    booking = ann.bookings.get()
    on_behalf.cancel_on_behalf(ann, only=[booking.public_id], reason="Ill", act=act(olu))

    on_behalf.undo_cancellation(ann, booking=booking.public_id, act=act(olu))

    again = ann.bookings.get()
    assert (again.uid, again.state, again.sequence) == (booking.uid, "booked", 2)
    assert (again.cancelled_at, again.cancel_reason) == (None, "")
    assert mails() == [("ann@school.example", "place_booked", "REQUEST", 2, "NEEDS-ACTION")]


def test_a_quiet_move_there_and_a_told_one_back_leave_one_entry(olu):
    first, second = two_sessions()
    ann = make_booking(first, **ANN)
    as_sent()
    old = ann.bookings.get()
    quietly = act(olu, tells=False)
    on_behalf.move_on_behalf(ann, booking=old.public_id, to=second, act=quietly)
    there = ann.bookings.get(session=second)

    on_behalf.move_on_behalf(ann, booking=there.public_id, to=first, act=act(olu))

    assert ann.bookings.get(state="booked").uid == old.uid
    assert mails() == [("ann@school.example", "booking_moved", "REQUEST", 2, "NEEDS-ACTION")]


def test_whoever_was_never_told_is_told_that_the_organisers_cancelled(olu):
    ann = book(make_session(), by=olu, tells=False)
    booking = ann.bookings.get().public_id

    on_behalf.cancel_on_behalf(ann, only=[booking], reason="No room.", act=act(olu))

    assert mails() == [("ann@school.example", "place_cancelled", "", None, None)]


def test_of_a_course_that_has_begun_the_rest_is_booked_and_given_back(olu):
    first, second = two_sessions(attendance="all")
    ann = make_booking(first, second, **ANN)
    under_way = act(olu, at=first.ends_at)
    on_behalf.cancel_on_behalf(ann, only=[], reason="Ill", act=under_way)
    lost = ann.bookings.get(session=second).public_id

    on_behalf.undo_cancellation(ann, booking=lost, act=under_way)
    bo = book(second, by=olu, at=first.ends_at, email="bo@school.example")

    assert set(ann.bookings.values_list("state", flat=True)) == {"booked"}
    assert bo.bookings.get().session == second
    with pytest.raises(WrongChoice):
        book(first, second, by=olu, at=first.ends_at, email="cy@school.example")


def test_the_same_form_with_another_person_books_that_person(olu):
    session = make_session()
    form_uuid = uuid.uuid4()
    ann = book(session, by=olu, form_uuid=form_uuid)

    bob = book(session, by=olu, form_uuid=form_uuid, full_name="Bob", email="bob@school.example")
    elsewhere = book(make_session(), by=olu, form_uuid=form_uuid)

    assert len({ann, bob, elsewhere}) == 3
    assert (bob.full_name, elsewhere.event == ann.event) == ("Bob", False)


def test_all_full_sessions_are_named_before_any_gets_a_place_more(olu):
    first, second = two_sessions(attendance="any", capacity=1)
    amend_event(first.event, sessions=[{"capacity": 1}, {}])
    make_booking(first, second)

    with pytest.raises(SessionsFull) as refused:
        book(first, second, by=olu)

    assert refused.value.sessions == [first, second]


def test_what_was_not_known_of_somebody_is_added_with_a_further_session(olu):
    first, second = two_sessions(attendance="any")
    ann = make_booking(first, role="Head", **ANN)

    book(second, by=olu, role="Deputy", access_needs="A ramp", answers={"q": "Tea"})

    ann.refresh_from_db()
    assert (ann.role, ann.access_needs, ann.answers) == ("Head", "A ramp", {"q": "Tea"})


def test_a_note_is_joined_to_that_of_who_had_the_address_before(olu):
    session = make_session()
    before = make_booking(session, email="anne@school.example")
    on_behalf.note_attendee(before, "Comes late", by=olu, at=NOON)
    commands.cancel_bookings(before, at=NOON)
    ann = make_booking(session, **ANN)
    on_behalf.note_attendee(ann, "Vegan", by=olu, at=NOON)

    person = make_person(**ANN | {"email": "anne@school.example"})
    anne = on_behalf.correct_on_behalf(ann, person, act=act(olu))

    assert anne.note == "Comes late\nVegan"
