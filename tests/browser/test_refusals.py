"""Each page that says no: it reads well, it has a way on, and the way works."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.lifecycle import commands
from bookings.models import Attendee
from tests.browser.accessible import check_accessible
from tests.factories import (
    cancel_event,
    make_booking,
    make_event,
    make_organiser,
    make_person,
    plan,
)
from tests.signing_in import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def now(site):
    return timezone.now()


def briefing(now, *sessions, **fields):
    return make_event(*(sessions or [plan(starts_at=now + timedelta(days=28))]), at=now, **fields)


def form_of(event):
    return f"/events/{event.public_id}/{event.slug}/book/"


def send(page, event, *, email="ann@school.example"):
    page.goto(form_of(event))
    page.get_by_label("Full name").first.fill("Ann Example")
    page.get_by_label("Work email address").fill(email)
    page.get_by_role("checkbox", name="My school is not listed").check()
    page.get_by_label("Name of your school or organisation").fill("Riverside Nursery")


def sign_in(page):
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill("olu@westshire.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your events")


def expect_heading(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    check_accessible(page)


def test_a_session_that_fills_up_keeps_the_answers_for_another(phone, now):
    event = briefing(
        now,
        plan(starts_at=now + timedelta(days=28), capacity=1, label="First"),
        plan(starts_at=now + timedelta(days=29), label="Second"),
        plan(starts_at=now + timedelta(days=30), label="Third"),
    )
    send(phone, event)
    phone.get_by_role("radio", name="First").check()
    make_booking(event.sessions.select_related("event").get(label="First"), at=now)
    phone.get_by_role("button", name="Book place").click()

    expect_heading(phone, "This session is full")
    phone.get_by_role("radio", name="Third").check()
    phone.get_by_role("button", name="Book place").click()

    expect_heading(phone, "Your place is booked")
    attendee = Attendee.objects.get(full_name="Ann Example")
    assert attendee.bookings.get().session.label == "Third"
    assert attendee.typed_school == "Riverside Nursery"


def test_a_full_event_says_so_at_once(phone, now):
    event = briefing(now, plan(starts_at=now + timedelta(days=28), capacity=1))
    make_booking(event.sessions.select_related("event").get(), at=now)

    phone.goto(form_of(event))

    expect_heading(phone, "This session is full")


def test_closed_booked_elsewhere_and_cancelled_say_so(phone, now):
    closed = briefing(now, plan(starts_at=now + timedelta(days=1)), closes_working_days=5)
    elsewhere = briefing(now, booking_by="email", booking_address="book@westshire.example")
    cancelled = briefing(now)
    cancel_event(cancelled, reason="Snow is forecast.", at=now)

    phone.goto(form_of(closed))
    expect_heading(phone, "Booking has closed")
    phone.goto(form_of(elsewhere))
    expect_heading(phone, "You book this event by email")
    phone.goto(form_of(cancelled))
    expect_heading(phone, "This session has been cancelled")
    expect(phone.get_by_text("Snow is forecast.")).to_be_visible()


def test_an_address_that_has_booked_is_mailed_and_can_be_changed(phone, now):
    event = briefing(now)
    make_booking(event.sessions.select_related("event").get(), email="ann@school.example", at=now)

    send(phone, event)
    phone.get_by_role("button", name="Book place").click()

    expect_heading(phone, "This email address has already been used to book")
    phone.get_by_role("button", name="Change your answers").click()
    expect_heading(phone, "Book a place")
    phone.get_by_label("Work email address").fill("colleague@school.example")
    phone.get_by_role("button", name="Book place").click()
    expect_heading(phone, "Your place is booked")


def test_what_looks_automatic_is_asked_to_look_again(phone, now, settings):
    settings.BOOKINGS_PER_ADDRESS_PER_HOUR = 0
    event = briefing(now)

    send(phone, event)
    phone.get_by_role("button", name="Book place").click()

    expect_heading(phone, "Check and book")
    phone.get_by_role("button", name="Book place").click()
    expect_heading(phone, "Your place is booked")


def test_a_replaced_link_mails_the_new_one(phone, now):
    event = briefing(now)
    old = make_booking(event.sessions.select_related("event").get(), at=now)
    commands.replace_attendee(old, make_person(), at=now)

    phone.goto(f"/b/{old.link_token}/")

    expect_heading(phone, "This link has been replaced")
    phone.get_by_role("button", name="Email me the new link").click()
    expect_heading(phone, "We are sending the new link")


def test_a_started_session_leaves_nothing_to_change(phone, now, monkeypatch):
    starts_at = now + timedelta(days=28)
    event = briefing(now, plan(starts_at=starts_at))
    attendee = make_booking(event.sessions.select_related("event").get(), at=now)
    phone.goto(f"/b/{attendee.link_token}/cancel/")
    monkeypatch.setattr(timezone, "now", lambda: starts_at)

    phone.get_by_role("button", name="Cancel booking").click()

    expect_heading(phone, "It is too late to change this booking")
    phone.goto(f"/b/{attendee.link_token}/cancel/")
    expect(phone.get_by_text("There is nothing to cancel")).to_be_visible()
    check_accessible(phone)
    phone.goto(f"/b/{attendee.link_token}/details/")
    phone.get_by_role("button", name="Save your details").click()
    expect_heading(phone, "It is too late to change this booking")


def test_an_address_is_settled_and_a_taken_one_refused(phone, now):
    event = briefing(now)
    session = event.sessions.select_related("event").get()
    make_booking(session, email="taken@school.example", at=now)
    old = make_booking(session, email="old@school.example", at=now - timedelta(days=2))
    new = make_booking(session, email="new@school.example", at=now)

    for attendee, expected in [
        (old, "You can no longer change the email address"),
        (new, "This email address has already been used to book"),
    ]:
        phone.goto(f"/b/{attendee.link_token}/details/")
        phone.get_by_label("Work email address").fill("taken@school.example")
        phone.get_by_role("button", name="Save your details").click()
        expect_heading(phone, expected)


def test_mail_that_was_sent_often_and_sessions_that_cannot_be_added_say_so(phone, now, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    event = briefing(
        now,
        plan(starts_at=now + timedelta(days=28), label="First"),
        plan(starts_at=now + timedelta(days=29), capacity=1, label="Second"),
        attendance="any",
    )
    sessions = event.sessions.select_related("event")
    attendee = make_booking(sessions.get(label="First"), at=now)

    phone.goto(f"/b/{attendee.link_token}/")
    phone.get_by_role("button", name="Send the email again").click()
    expect_heading(phone, "We have sent too many emails to this address")

    phone.goto(f"/b/{attendee.link_token}/sessions/")
    phone.get_by_role("checkbox", name="Second").check()
    make_booking(sessions.get(label="Second"), at=now)
    phone.get_by_role("button", name="Book these sessions").click()
    expect_heading(phone, "Nothing has been added")


def test_a_course_that_has_grown_is_shown_again(phone, now):
    event = briefing(
        now,
        plan(starts_at=now + timedelta(days=28)),
        plan(starts_at=now + timedelta(days=29)),
        attendance="all",
    )
    send(phone, event)
    phone.locator("input[name=sessions]").last.evaluate("hidden => hidden.remove()")
    phone.get_by_role("button", name="Book place").click()

    expect_heading(phone, "Choose your session again")


def test_unknown_addresses_are_the_page_not_found(phone, site):
    for path in ("/b/tampered/", "/events/xxxxxxxx/nothing/", "/nowhere/"):
        phone.goto(path)
        expect_heading(phone, "Page not found")


def test_a_form_from_long_ago_is_told_in_our_words(phone, now):
    event = briefing(now)
    send(phone, event)
    phone.context.clear_cookies()
    phone.get_by_role("button", name="Book place").click()

    expect_heading(phone, "Send your answers again")
    assert not Attendee.objects.exists()
    phone.get_by_role("button", name="Try again").click()
    expect_heading(phone, "Your place is booked")
    assert Attendee.objects.get().full_name == "Ann Example"


def test_a_form_that_waited_while_somebody_signed_in_and_out_elsewhere(desk, now, settings):
    settings.REQUIRE_TOTP = False
    make_organiser(email="olu@westshire.example", password=PASSWORD)
    sign_in(desk)
    desk.goto("/organiser/events/new/")
    desk.get_by_label("Title").fill("Headteacher briefing")
    other = desk.context.new_page()
    other.goto("/accounts/logout/")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("link", name="Sign out")).to_have_count(0)

    desk.get_by_role("button", name="Save and preview").click()
    expect_heading(desk, "You are signed out")
    sign_in(other)
    desk.get_by_role("button", name="Try again").click()

    expect_heading(desk, "Create an event")
    expect(desk.get_by_label("Title")).to_have_value("Headteacher briefing")
