"""A school leader books on a phone, and later changes or cancels: in a real browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.models import Attendee
from tests.browser.accessible import check_accessible
from tests.browser.visiting import choose_school, mailed_link
from tests.factories import make_booking, make_event, make_school, plan

pytestmark = pytest.mark.django_db(transaction=True)

ST_MARYS = "St Mary's CE Primary School, Carley"


@pytest.fixture
def briefing(site):
    """Two online sessions in four weeks' time, and three schools, two of them of one name."""
    now = timezone.now()
    for town in ("Ashby", "Barton"):
        make_school(name="Oakfield Primary School", town=town, dfe_number="875/2109")
    make_school(name="St Mary's CE Primary School", town="Carley")
    return make_event(
        plan(starts_at=now + timedelta(days=28), label="Morning session"),
        plan(starts_at=now + timedelta(days=29), label="Afternoon session"),
        title="Headteacher briefing",
        summary="News for all schools.",
        at=now,
    )


def open_form(page, event):
    page.goto(f"/events/{event.public_id}/{event.slug}/")
    press_book(page)


def press_book(page):
    """Until the form's scripts have run: the list of schools is another box before."""
    page.get_by_role("link", name="Book this session").first.click()
    page.wait_for_url("**/book/**")


def fill_in(page, *, email="ann@school.example"):
    page.get_by_label("Full name").first.fill("Ann Example")
    page.get_by_label("Work email address").fill(email)


def test_a_head_books_on_a_phone_and_cancels_from_the_mail(phone, briefing):
    # Given the page of the briefing
    phone.goto(f"/events/{briefing.public_id}/{briefing.slug}/")
    check_accessible(phone)

    # When she books the first session, choosing her school by typing
    press_book(phone)
    check_accessible(phone)
    fill_in(phone)
    choose_school(phone, "oakf bart", "Oakfield Primary School, Barton (875/2109)")
    check_accessible(phone)
    phone.get_by_role("button", name="Book place").click()

    # Then the second page is her own, and the place is hers
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your place is booked")
    check_accessible(phone)
    attendee = Attendee.objects.get()
    assert (attendee.school.town, attendee.bookings.get().session.label) == (
        "Barton",
        "Morning session",
    )

    # And from the mail, two clicks cancel it
    phone.goto(mailed_link())
    phone.get_by_role("link", name="Cancel your booking").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Cancel your booking")
    check_accessible(phone)
    phone.get_by_role("button", name="Cancel booking").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your booking is cancelled")
    check_accessible(phone)
    assert briefing.sessions.get(label="Morning session").places_taken == 0


def test_refresh_back_and_a_second_press_book_once(phone, briefing):
    open_form(phone, briefing)
    fill_in(phone)
    choose_school(phone, "mary", ST_MARYS)
    phone.get_by_role("button", name="Book place").dblclick()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your place is booked")
    booked = phone.url

    phone.reload()
    phone.go_back()
    fill_in(phone)
    phone.go_forward()

    expect(phone).to_have_url(booked)
    assert Attendee.objects.count() == 1


def test_an_empty_form_leads_to_each_control(phone, briefing):
    phone.goto(f"/events/{briefing.public_id}/{briefing.slug}/book/")
    phone.get_by_role("button", name="Book place").click()

    expect(phone).to_have_title(re.compile("^Error: Book a place"))
    check_accessible(phone)
    for sentence, control in [
        ("Select the session you will attend", "#id_sessions"),
        ("Enter your full name", "#id_full_name"),
        ("Enter your work email address", "#id_email"),
        ("Select your school, or tick that it is not listed", "#id_school"),
    ]:
        phone.get_by_role("link", name=sentence).click()
        expect(phone.locator(control)).to_be_focused()


def test_booking_for_a_colleague_whose_school_is_not_listed(desk, briefing):
    open_form(desk, briefing)
    fill_in(desk)
    desk.get_by_role("checkbox", name="My school is not listed").check()
    desk.get_by_label("Name of your school or organisation").fill("Riverside Nursery")
    desk.get_by_role("checkbox", name="I am booking for someone else").check()
    check_accessible(desk)
    desk.get_by_label("Your full name").fill("Olive Office")
    desk.get_by_label("Your email address").fill("office@school.example")
    desk.get_by_role("button", name="Book place").click()

    expect(desk.get_by_text("We are sending a copy to office@school.example")).to_be_visible()
    attendee = Attendee.objects.get()
    assert (attendee.typed_school, attendee.booked_by_name) == ("Riverside Nursery", "Olive Office")


def test_details_are_changed_and_the_mail_is_sent_again(phone, briefing):
    open_form(phone, briefing)
    fill_in(phone)
    choose_school(phone, "mary", ST_MARYS)
    phone.get_by_role("button", name="Book place").click()

    phone.get_by_role("button", name="Send the email again").click()
    expect(phone.get_by_text("We are sending the email again")).to_be_visible()
    check_accessible(phone)
    phone.get_by_role("link", name="Change your details").click()
    expect(phone.get_by_label("School", exact=True)).to_have_value(ST_MARYS)
    check_accessible(phone)
    phone.get_by_label("Full name").fill("")
    phone.get_by_role("button", name="Save your details").click()
    expect(phone.get_by_role("alert")).to_contain_text("Enter your full name")
    check_accessible(phone)
    phone.get_by_label("Full name").fill("Ann Other")
    phone.get_by_role("button", name="Save your details").click()

    expect(phone.get_by_text("Your details have been changed")).to_be_visible()
    assert Attendee.objects.get().full_name == "Ann Other"


def test_everything_works_without_javascript_and_from_the_mailed_link(
    phone_without_javascript, briefing
):
    page = phone_without_javascript

    # Booking, first with nothing typed, then with everything
    open_form(page, briefing)
    page.get_by_role("button", name="Book place").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    fill_in(page)
    page.get_by_label("School", exact=True).select_option(
        "Oakfield Primary School, Ashby (875/2109)"
    )
    page.get_by_role("button", name="Book place").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your place is booked")

    # Changing, from the mailed link
    page.goto(mailed_link())
    page.get_by_role("link", name="Change your details").click()
    page.get_by_label("Role (optional)").fill("Headteacher")
    page.get_by_role("button", name="Save your details").click()
    expect(page.get_by_text("Headteacher", exact=True)).to_be_visible()

    # Cancelling
    page.get_by_role("link", name="Cancel your booking").click()
    page.get_by_role("button", name="Cancel booking").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your booking is cancelled")
    attendee = Attendee.objects.get()
    assert (attendee.role, attendee.bookings.get().state) == ("Headteacher", "cancelled")


def test_another_session_is_added_and_one_of_them_cancelled(phone, site):
    now = timezone.now()
    event = make_event(
        plan(starts_at=now + timedelta(days=28), label="Reading"),
        plan(starts_at=now + timedelta(days=29), label="Writing"),
        attendance="any",
        at=now,
    )
    attendee = make_booking(event.sessions.select_related("event").get(label="Reading"), at=now)

    phone.goto(f"/b/{attendee.link_token}/")
    phone.get_by_role("link", name="Book another session").click()
    phone.get_by_role("button", name="Book these sessions").click()
    expect(phone.get_by_role("alert")).to_contain_text("Select the sessions you will attend")
    check_accessible(phone)
    phone.get_by_role("checkbox", name="Writing").check()
    phone.get_by_role("button", name="Book these sessions").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your places are booked")
    check_accessible(phone)

    phone.get_by_role("link", name="Cancel your booking").click()
    phone.get_by_role("button", name="Cancel these places").click()
    expect(phone.get_by_role("alert")).to_contain_text("Select the places you want to cancel")
    check_accessible(phone)
    phone.get_by_role("checkbox", name="Reading").check()
    phone.get_by_role("button", name="Cancel these places").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your place is booked")
    assert [b.session.label for b in attendee.bookings.holding_a_place()] == ["Writing"]
