"""The page of whoever has booked for others, and booking for one more from what one has."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.lifecycle import commands
from bookings.lifecycle.colleagues import BookedBy
from bookings.mail import delivery
from bookings.models import Attendee, Booker
from tests.bookings.test_book_for_colleagues_page import address, answers
from tests.bookings.test_colleagues import book
from tests.database import every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    make_booking,
    make_event,
    make_person,
    make_school,
    make_session,
    make_venue,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def of_booker(booker, rest=""):
    return f"/for-colleagues/{booker.link_token}/{rest}"


def test_an_attendee_books_for_a_colleague_of_their_school(client):
    school, session = make_school(name="Ashby Grammar School"), make_session()
    head = make_booking(session, full_name="Hal Head", school=school, typed_school="")
    own = f"/b/{head.link_token}/"

    shown = client.get(f"{own}colleagues/")
    typed = answers(session, "Ann", school=school.public_id, school_not_listed="", typed_school="")
    client.post(f"{own}colleagues/", typed)

    assert f'href="{own}colleagues/"' in client.get(own).text
    assert f'<option value="{school.public_id}" selected' in shown.text
    assert "booked_by_name" not in shown.text
    ann = Attendee.objects.get(full_name="Ann Example")
    assert (ann.booker.name, ann.booker.email) == ("Hal Head", head.email)
    assert ann.school == school


def test_a_booker_books_for_one_more_of_the_same_school(client):
    session = make_session()
    client.post(address(session.event), answers(session, "Ann"))
    booker = Booker.objects.get()

    shown = client.get(of_booker(booker, "book/"))
    client.post(of_booker(booker, "book/"), answers(session, "Ben"))

    assert 'value="Oakfield School"' in shown.text
    assert [one.full_name for one in booker.attendees.by_name()] == ["Ann Example", "Ben Example"]


def test_a_booker_changes_what_they_booked_and_sees_what_is_cancelled(client):
    session = make_session()
    client.post(address(session.event), answers(session, "Ann", "Ben"))
    booker = Booker.objects.get()
    ann = Attendee.objects.get(full_name="Ann Example")

    client.post(
        of_booker(booker, f"{ann.public_id}/cancel/"), {"places": ann.bookings.get().public_id}
    )

    page = client.get(of_booker(booker))
    assert "We email the link to this page to office@school.example." in words(page)
    assert "Ann Example ann@school.example Place cancelled Monday 30 November 2026" in words(page)
    assert f'href="{of_booker(booker, ann.public_id)}/"' not in page.text
    session.refresh_from_db()
    assert session.places_taken == 1


def test_nobody_books_by_a_link_that_is_replaced(client):
    session = make_session()
    head = make_booking(session)
    commands.replace_attendee(head, make_person(), at=NOON)
    before = every_row()

    for response in (
        client.get(f"/b/{head.link_token}/colleagues/"),
        client.post(f"/b/{head.link_token}/colleagues/", answers(session, "Ann")),
    ):
        assert response.status_code == 410
    assert every_row() == before


def test_nothing_is_asked_more_often_for_more_colleagues(client, django_assert_num_queries):
    session = make_session()
    client.post(address(session.event), answers(session, "Ann"))
    booker = Booker.objects.get()
    client.get(of_booker(booker, "book/"))
    for page, queries in (("", 5), ("book/", 5)):
        with django_assert_num_queries(queries):
            client.get(of_booker(booker, page))
    client.post(of_booker(booker, "book/"), answers(session, "Ben", "Cy"))

    for page, queries in (("", 5), ("book/", 5)):
        with django_assert_num_queries(queries):
            client.get(of_booker(booker, page))


def test_a_corrected_address_keeps_whom_they_booked_for_and_ends_the_old_link(client):
    session = make_session()
    head = make_booking(session, full_name="Hal Head", email="wrong@school.example")
    client.post(f"/b/{head.link_token}/colleagues/", answers(session, "Ann"))
    old = Booker.objects.get().link_token

    new = commands.replace_attendee(head, make_person(email="hal@school.example"), at=NOON)

    booker = Booker.objects.get()
    assert (booker.email, booker.email_key) == ("hal@school.example", "hal@school.example")
    assert client.get(f"/for-colleagues/{old}/").status_code == 404
    own = client.get(f"/b/{new.link_token}/").text
    assert f'href="{of_booker(booker)}">See everyone you booked for</a>' in own
    assert "Ann Example" in client.get(of_booker(booker)).text


def test_whoever_booked_neither_reads_nor_loses_the_access_needs_of_a_colleague(client):
    in_person = make_session(mode="in_person", join_link="", venue=make_venue())
    client.post(address(in_person.event), answers(in_person, "Ann"))
    ann, booker = Attendee.objects.get(), Booker.objects.get()
    Attendee.objects.update(access_needs="Hearing loop")
    details = of_booker(booker, f"{ann.public_id}/details/")

    shown = client.get(details)
    typed = answers(in_person, full_name="Ann Renamed", email=ann.email)
    changed = client.post(details, typed | {"access_needs": "None at all"})

    assert changed.status_code == 302
    assert "Hearing loop" not in shown.text
    ann.refresh_from_db()
    assert (ann.full_name, ann.access_needs) == ("Ann Renamed", "Hearing loop")


def test_a_booker_who_corrects_an_address_passes_no_access_needs_on(client):
    in_person = make_session(mode="in_person", join_link="", venue=make_venue())
    client.post(address(in_person.event), answers(in_person, "Ann"))
    ann, booker = Attendee.objects.get(), Booker.objects.get()
    Attendee.objects.update(access_needs="Hearing loop")
    details = of_booker(booker, f"{ann.public_id}/details/")

    shown = words(client.get(details))
    client.post(details, answers(in_person, full_name="Ann Example", email="new@school.example"))

    corrected = Attendee.objects.get(email="new@school.example")
    assert "Ann Example will need to tell us about any access needs again." in shown
    assert corrected.access_needs == ""


def test_places_that_were_all_cancelled_are_not_said_to_be_booked(client):
    session = make_session()
    typed = answers(session, "Ann")
    client.post(address(session.event), typed)
    commands.cancel_bookings(Attendee.objects.get(), at=NOON)

    again = client.post(address(session.event), typed, follow=True)

    assert "The places are booked" not in words(again)
    assert "Place cancelled" in words(again)


def test_a_link_that_is_replaced_while_its_form_is_being_sent_says_so(client, monkeypatch):
    session = make_session()
    head = make_booking(session)
    typed = answers(session, "Ann")
    corrected = []

    def corrected_meanwhile():
        """The view asks for the time once it has read whose link it is."""
        if not corrected:
            corrected.append(head)
            commands.replace_attendee(head, make_person(), at=NOON)
        return NOON

    monkeypatch.setattr(timezone, "now", corrected_meanwhile)
    response = client.post(f"/b/{head.link_token}/colleagues/", typed)

    assert (response.status_code, response.template_name) == (410, "bookings/link_replaced.html")


def test_where_booking_has_closed_nobody_is_offered_to_book_another(client, monkeypatch):
    event = make_event(closes_working_days=3)
    session = event.sessions.with_place().get()
    attendee = make_booking(session)
    booker = book(session, by=BookedBy(attendee=attendee))
    pages = [
        f"/b/{attendee.link_token}/",
        f"/for-colleagues/{booker.link_token}/{booker.attendees.first().public_id}/",
        f"/for-colleagues/{booker.link_token}/",
    ]
    offer, way_back = "Book another colleague from this school", "See everyone you booked for"

    before = [words(client.get(page)) for page in pages]
    monkeypatch.setattr(timezone, "now", lambda: session.closes_at)
    after = [words(client.get(page)) for page in pages]

    assert [offer in shown for shown in before] == [True, True, True]
    assert [offer in shown for shown in after] == [False, False, False]
    assert [way_back in shown for shown in after] == [True, True, False]


def test_one_colleague_is_spoken_of_as_one(client, mailbox):
    event = make_event(places_per_booking=1)
    session = event.sessions.with_place().get()

    asked = words(client.get(address(event)))
    booked = words(client.post(address(event), answers(session, "Ann"), follow=True))
    delivery.deliver_due(worker="worker", clock=lambda: NOON)

    [told] = [mail for mail in mailbox if mail.to == ["office@school.example"]]
    assert asked.startswith("Book for a colleague: Headteacher briefing")
    assert "The place is booked. We are sending your colleague their own email" in booked
    assert told.subject == "Booked for your colleague on 30 November: Headteacher briefing"
    assert "You have booked for this colleague. They get their own email" in told.body
    assert "Name\n" not in told.body


def test_the_session_that_is_ticked_stays_ticked(client):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)))
    session = event.sessions.with_place().in_order()[1]

    offered = client.get(
        f"/events/{event.public_id}/{event.slug}/book/?session={session.public_id}"
    )
    shown = client.get(f"{address(event)}?session={session.public_id}")

    assert f'href="{address(event)}?session={session.public_id}"' in offered.text
    assert f'value="{session.public_id}" checked' in shown.text
