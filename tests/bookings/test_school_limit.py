"""How many people one school may have at an event, however they come to it."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands, details, substitution
from bookings.lifecycle.refusals import SchoolLimitReached
from bookings.mail import messages
from bookings.models import Attendee, Message
from tests.bookings.test_book_place_page import address, answers
from tests.database import COUNTS, every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    amend_event,
    make_booking,
    make_event,
    make_person,
    make_school,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def limited(limit=2, *sessions, **fields):
    event = make_event(*sessions, places_per_school=limit, **fields)
    return list(event.sessions.with_place().order_by("pk"))


def of(school):
    return {"school": school, "typed_school": ""}


def test_a_school_has_so_many_places_by_its_record_and_not_by_its_address():
    [session] = limited()
    oak, elm = make_school(), make_school()
    make_booking(session, email="a@trust.example", **of(oak))
    make_booking(session, email="b@trust.example", **of(oak))

    with pytest.raises(SchoolLimitReached):
        make_booking(session, email="c@elsewhere.example", **of(oak))
    make_booking(session, email="d@trust.example", **of(elm))

    session.refresh_from_db()
    assert session.places_taken == 3


def test_the_limit_is_a_page_that_tells_nobody_who_has_booked(client):
    [session] = limited(1)
    school = make_school(name="Oak School")
    make_booking(session, full_name="Zoe Quick", email="zoe@oak.example", **of(school))
    before = every_row(but=COUNTS)

    typed = answers(session, school=school.public_id, school_not_listed="", email="bo@oak.example")
    response = client.post(address(session.event), typed)

    text = words(response)
    assert response.status_code == 409
    assert "Your school has no more places" in text
    assert (
        "One person from each school can come to this event. Your school already has this place. "
        "You do not have a place. If a colleague has booked and cannot come, they can change "
        "or cancel their booking using the link in their email." in text
    )
    assert "Zoe" not in response.text
    assert "zoe@oak" not in response.text
    assert 'value="bo@oak.example"' in response.text
    assert every_row(but=COUNTS) == before


def test_a_school_that_can_have_fewer_than_are_asked_for_is_told_how_many(client):
    [session] = limited(2)
    school = make_school()
    make_booking(session, **of(school))
    people = {
        f"colleague-{number}-{field}": value
        for number, name in enumerate(["ann", "ben"])
        for field, value in [("full_name", name), ("email", f"{name}@school.example")]
    }
    booker = {"booked_by_name": "Olive", "booked_by_email": "olive@school.example"}
    typed = answers(session, school=school.public_id, school_not_listed="") | booker | people
    before = every_row(but=COUNTS)

    path = address(session.event).replace("/book/", "/book-for-colleagues/")
    response = client.post(path, typed)

    assert (
        "Your school cannot have this many places 2 people from each school can come to this event."
        " Your school can have one more place. Nothing has been booked."
    ) in words(response)
    assert every_row(but=COUNTS) == before


def test_a_person_counts_once_however_many_sessions_they_attend():
    sessions = limited(2, plan(), plan(), plan(), attendance="any")
    school = make_school()

    make_booking(*sessions, **of(school))
    make_booking(sessions[0], **of(school))

    with pytest.raises(SchoolLimitReached):
        make_booking(sessions[1], **of(school))


def test_whoever_cancels_makes_room():
    [session] = limited(1)
    school = make_school()
    commands.cancel_bookings(make_booking(session, **of(school)), at=NOON)

    assert make_booking(session, **of(school)).school == school


def test_an_academy_is_the_school_it_was():
    [session] = limited(2)
    academy = make_school()
    before, other = make_school(succeeded_by=academy), make_school(succeeded_by=academy)
    make_booking(session, **of(before))
    make_booking(session, **of(academy))

    for school in (before, academy, other):
        with pytest.raises(SchoolLimitReached):
            make_booking(session, **of(school))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("St Mary's Trust", "ST. MARYS  trust"),
        ("Oak & Ash Trust", "oak  ash trust"),
        ("Ｏａｋ Trust", "Oak Trust"),
        ("***", "!!"),
    ],
)
def test_organisations_count_by_the_name_as_typed(first, second):
    [session] = limited(1)
    make_booking(session, typed_school=first)
    make_booking(session, **of(make_school()))

    with pytest.raises(SchoolLimitReached):
        make_booking(session, typed_school=second)
    assert make_booking(session, typed_school=f"{first} Academy").typed_school


def test_the_organisers_are_told_of_names_that_nobody_can_compare():
    [session] = limited()
    make_booking(session, typed_school="Oak Trust", full_name="Ann Example")
    make_booking(session, **of(make_school()))

    [told] = Message.objects.filter(kind="organiser_told")

    mail = messages.mail_of(told)
    assert (mail.to, mail.subject) == (
        "events@westshire.example",
        "To check: a booking for Headteacher briefing",
    )
    assert mail.text.startswith(
        "Someone from an organisation that is not on our list of schools has booked a place. We "
        "count organisations by the name people type, so check that no school has too many places."
        f"\n\nHeadteacher briefing\n\nReference\n{Attendee.objects.first().public_id}\n"
    )
    assert f"/organiser/events/{session.event.public_id}/bookings/" in mail.text
    assert "Ann" not in mail.text + mail.html


def test_nobody_changes_to_a_school_that_has_all_its_places():
    [session] = limited(1)
    full, other = make_school(), make_school()
    make_booking(session, **of(full))
    attendee = make_booking(session, email="ann@x.example", **of(other))

    for email in ("ann@x.example", "corrected@x.example"):
        with pytest.raises(SchoolLimitReached):
            details.change(attendee, make_person(email=email, **of(full)), at=NOON)

    attendee.refresh_from_db()
    assert (attendee.school, attendee.replaced_at) == (other, None)


def test_changing_ones_details_at_the_limit_is_possible(client):
    [session] = limited(1)
    school = make_school()
    attendee = make_booking(session, email="ann@x.example", **of(school))

    corrected = details.change(attendee, make_person(email="new@x.example", **of(school)), at=NOON)
    details.change(corrected, make_person(email="new@x.example", typed_school="Oak Trust"), at=NOON)

    corrected.refresh_from_db()
    assert corrected.typed_school_key == "oak trust"


def test_the_page_of_ones_details_tells_of_the_limit(client):
    [session] = limited(1)
    full = make_school()
    make_booking(session, **of(full))
    attendee = make_booking(session, email="ann@x.example")
    typed = {"full_name": "Ann", "email": "ann@x.example", "school": full.public_id}

    response = client.post(f"/b/{attendee.link_token}/details/", typed)

    assert response.status_code == 409
    assert "Your school already has this place. Nothing has been changed." in words(response)


def test_a_colleague_takes_the_place_of_the_one_who_sends_them():
    [session] = limited(1)
    attendee = make_booking(session, **of(make_school()))

    successor = substitution.substitute_attendee(attendee, "Sam", "sam@x.example", at=NOON)

    assert successor.school == attendee.school


def test_a_lower_limit_takes_nobodys_place():
    [session] = limited(3)
    school = make_school()
    for _ in range(3):
        make_booking(session, **of(school))

    amend_event(session.event, places_per_school=1)

    with pytest.raises(SchoolLimitReached):
        make_booking(session, **of(school))
    session.refresh_from_db()
    assert session.places_taken == 3


def test_whoever_gave_all_places_up_books_again_within_the_limit():
    days = (28, 35)
    first, second = limited(
        1, *(plan(starts_at=NOON + timedelta(days=day)) for day in days), attendance="any"
    )
    school = make_school()
    attendee = make_booking(first, **of(school))
    commands.cancel_bookings(attendee, at=NOON)
    other = make_booking(first, **of(school))
    before = every_row()

    with pytest.raises(SchoolLimitReached):
        commands.book_more(attendee, sessions=[second], at=NOON)

    assert every_row() == before
    commands.book_more(other, sessions=[second], at=NOON)
    assert other.bookings.holding_a_place().count() == 2


def test_organisers_are_told_of_a_school_that_is_typed_when_details_are_changed():
    event = make_event(places_per_school=1)
    attendee = make_booking(
        event.sessions.with_place().get(), school=make_school(), typed_school=""
    )

    details.change(attendee, make_person(email=attendee.email), at=NOON)

    assert Message.objects.filter(kind="organiser_told").count() == 1


def test_the_events_page_says_how_many_of_a_school_can_come(client):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)))
    page = f"/events/{event.public_id}/{event.slug}/"
    unlimited = words(client.get(page))

    amend_event(event, places_per_school=1)
    one = words(client.get(page))
    amend_event(event, places_per_school=2)
    two = words(client.get(page))

    assert "from each school can come" not in unlimited
    assert "One person from each school can come." in one
    assert "2 people from each school can come." in two
