"""Where booking is not open, or is not for one's school: why, and what to do instead."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.models import Attendee, AudienceRule
from tests.browser.visiting import choose_school, expect_errors, expect_page
from tests.factories import (
    attach_document,
    make_audience,
    make_booking,
    make_event,
    make_school,
    plan,
)

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
OAK = "Oak Academy, Ashby"
NO_MORE = "Your school has no more places"
NOT_FOR_IT = "This event is not for your school"


@pytest.fixture
def now(site):
    return timezone.now()


def form_of(event, rest="book"):
    return f"/events/{event.public_id}/{event.slug}/{rest}/"


def in_four_weeks(now, **fields):
    return make_event(plan(starts_at=now + 28 * DAY), at=now, **fields)


def fill_in(page, event, *, email="ann@school.example"):
    page.goto(form_of(event))
    page.get_by_label("Full name").first.fill("Ann Example")
    page.get_by_label("Work email address").fill(email)
    choose_school(page, "oak", OAK)


def send(page, event, **answers):
    fill_in(page, event, **answers)
    page.get_by_role("button", name="Book place").click()


@pytest.fixture
def academy(now):
    return make_school(name="Oak Academy", type="Academy converter")


@pytest.fixture
def outside(now, academy):
    """Events for maintained schools; what others may do differs."""
    audience = make_audience("Headteachers of maintained schools")
    AudienceRule.objects.create(audience=audience, types=["Community school"])
    return lambda rule: in_four_weeks(now, audiences=[audience], outside_audience=rule)


def test_each_reason_why_booking_is_not_open_is_a_page_of_its_own(visitor, now, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: now - 60 * DAY)
    over = make_event(plan(starts_at=now - 30 * DAY), at=now - 60 * DAY)
    documented = make_event(plan(starts_at=now - 30 * DAY), at=now - 60 * DAY)
    attach_document(documented, at=now - 60 * DAY)
    monkeypatch.setattr(timezone, "now", lambda: now)
    to_be_confirmed = plan(precision="none", mode="to_be_confirmed", join_link="")
    elsewhere = {"booking_by": "link", "booking_address": "https://book.example/briefing"}

    for event, heading in [
        (in_four_weeks(now, opens_at=now + 7 * DAY), "Booking has not opened yet"),
        (in_four_weeks(now, closes_working_days=60), "Booking has closed"),
        (make_event(to_be_confirmed, at=now), "Date to be confirmed"),
        (in_four_weeks(now, booking_by="invitation"), "This event is by invitation"),
        (in_four_weeks(now, **elsewhere), "You book this event on another site"),
        (over, "This session has taken place"),
        (documented, "This session has taken place"),
    ]:
        for rest in ("book", "book-for-colleagues"):
            visitor.goto(form_of(event, rest))
            expect_page(visitor, heading)
    assert not Attendee.objects.exists()


def test_what_was_sent_before_booking_opens_waits_on_the_page(visitor, now, academy, monkeypatch):
    event = in_four_weeks(now, opens_at=now)
    fill_in(visitor, event)
    with monkeypatch.context() as earlier:
        earlier.setattr(timezone, "now", lambda: now - DAY)
        visitor.get_by_role("button", name="Book place").click()
        expect_page(visitor, "Booking has not opened yet")
        with visitor.expect_navigation():
            visitor.get_by_role("button", name="Try again").click()
        expect_page(visitor, "Booking has not opened yet")

    visitor.get_by_role("button", name="Try again").click()

    expect_page(visitor, "Your place is booked")
    assert Attendee.objects.get().school == academy


def test_a_school_without_places_left_is_told_what_it_can_do(visitor, now, academy):
    event = in_four_weeks(now, places_per_school=1)
    make_booking(
        event.sessions.select_related("event").get(), school=academy, typed_school="", at=now
    )
    other = make_school(name="Elm School", town="Barton")

    send(visitor, event)
    expect_page(visitor, NO_MORE)
    visitor.get_by_role("button", name="Change your answers").click()
    expect_page(visitor, "Book a place")
    choose_school(visitor, "elm", "Elm School, Barton")
    visitor.get_by_role("button", name="Book place").click()

    expect_page(visitor, "Your place is booked")
    assert Attendee.objects.get(full_name="Ann Example").school == other


def test_a_school_that_has_some_places_left_is_told_how_many(visitor, now, academy):
    event = in_four_weeks(now, places_per_school=1)
    visitor.goto(form_of(event, "book-for-colleagues"))
    visitor.get_by_label("Your full name").fill("Olive Office")
    visitor.get_by_label("Your work email address").fill("office@school.example")
    choose_school(visitor, "oak", OAK)
    for number, name in enumerate(["ann", "bo"], start=1):
        colleague = visitor.get_by_role("group", name=f"Colleague {number}")
        colleague.get_by_label("Full name").fill(name)
        colleague.get_by_label("Work email address").fill(f"{name}@school.example")
    visitor.get_by_role("button", name="Book places").click()

    expect(visitor.get_by_text("Your school can have one more place.")).to_be_visible()
    expect_page(visitor, "Your school cannot have this many places")


def test_who_it_is_not_for_says_why_and_books(visitor, outside):
    send(visitor, outside("ask"))
    expect_page(visitor, "Is this event for you?")
    visitor.get_by_role("button", name="Book place").click()
    expect_errors(visitor, {"Enter why you want to come": "#id_word_to_organiser"})
    visitor.get_by_label("Why do you want to come?").fill("See www.ash.example/january")
    visitor.get_by_role("button", name="Book place").click()
    said = "The reason must not include a web or email address"
    expect_errors(visitor, {said: "#id_word_to_organiser"})
    visitor.get_by_label("Why do you want to come?").fill("I start at Ash School in January")
    visitor.get_by_role("button", name="Book place").click()

    expect_page(visitor, "Your place is booked")
    assert Attendee.objects.get().full_name == "Ann Example"


def test_who_it_is_not_for_at_all_is_told_so(visitor, outside):
    send(visitor, outside("refuse"))

    expect_page(visitor, NOT_FOR_IT)
    visitor.get_by_role("button", name="Change your answers").click()
    expect_page(visitor, "Book a place")
    expect(visitor.get_by_label("Full name").first).to_have_value("Ann Example")


def test_details_that_name_a_school_it_is_not_for_stay_as_they_were(visitor, now, academy, outside):
    event = outside("refuse")
    ash = make_school(name="Ash School", town="Carley", type="Community school")
    session = event.sessions.select_related("event").get()
    attendee = make_booking(session, school=ash, typed_school="", at=now)

    visitor.goto(f"/b/{attendee.link_token}/details/")
    choose_school(visitor, "oak", OAK)
    visitor.get_by_role("button", name="Save your details").click()

    expect_page(visitor, NOT_FOR_IT)
    attendee.refresh_from_db()
    assert attendee.school == ash


def test_a_busy_network_is_told_to_wait(visitor, now, academy, settings):
    settings.MOST_BOOKINGS_PER_ADDRESS_PER_HOUR = 0

    send(visitor, in_four_weeks(now))

    expect_page(visitor, "Too many bookings from your network")
    assert not Attendee.objects.exists()
