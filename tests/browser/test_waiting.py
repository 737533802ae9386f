"""Waiting for a place: join from the full page, see it, be offered one, accept it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.lifecycle import commands
from bookings.models import Attendee, WaitingPlace
from tests.browser.visiting import expect_errors, expect_page, mailed_link
from tests.factories import make_booking, make_event, plan

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
ANN = "ann@school.example"


@pytest.fixture
def now(site):
    return timezone.now()


def briefing(now, *, days=28, **fields):
    """Three sessions on three days, with one place each, all of them booked."""
    event = make_event(
        *(
            plan(starts_at=now + (days + number) * DAY, label=label, capacity=1)
            for number, label in enumerate(["First", "Second", "Third"])
        ),
        at=now,
        **{"shows_waiting_position": True, **fields},
    )
    for label in ("First", "Second", "Third"):
        make_booking(session_of(event, label), at=now)
    return event


def session_of(event, label):
    return event.sessions.select_related("event").get(label=label)


def give_up(event, label):
    holder = Attendee.objects.filter(bookings__session=session_of(event, label)).earliest("pk")
    commands.cancel_bookings(holder, at=timezone.now())


def type_answers(page):
    page.get_by_label("Full name").first.fill("Ann Example")
    page.get_by_label("Work email address").fill(ANN)
    page.get_by_role("checkbox", name="My school is not listed").check()
    page.get_by_label("Name of your school or organisation").fill("Riverside Nursery")


def click(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def labels():
    lines = WaitingPlace.objects.open().filter(attendee__email=ANN).order_by("preference")
    return [line.session.label for line in lines.select_related("session")]


def test_from_the_events_page_to_an_accepted_offer(visitor, now):
    # Given three full sessions
    event = briefing(now)
    visitor.goto(f"/events/{event.public_id}/{event.slug}/")

    # When Ann joins the waiting list of the second, at first without an answer
    visitor.get_by_role("link", name="Join the waiting list").nth(1).click()
    expect_page(visitor, "Join the waiting list")
    visitor.get_by_label("First choice").select_option("")
    click(visitor, "Join the waiting list")
    expect_errors(
        visitor,
        {
            "Select the session you would like most": "#id_sessions",
            "Enter your full name": "#id_full_name",
            "Enter your work email address": "#id_email",
            "Select your school, or tick that it is not listed": "#id_school",
        },
    )
    type_answers(visitor)
    second = session_of(event, "Second").public_id
    visitor.get_by_label("First choice").select_option(second)
    visitor.get_by_label("Second choice (optional)").select_option(
        session_of(event, "First").public_id
    )
    click(visitor, "Join the waiting list")

    # Then she reads that she has no place, and is mailed the link to this page
    expect_page(visitor, "You are on the waiting list")
    expect(visitor.get_by_text("You do not have a place yet.")).to_be_visible()
    expect(visitor.get_by_text("You are number 1 on the waiting list.")).to_have_count(2)
    assert labels() == ["Second", "First"]
    visitor.goto(mailed_link(to=ANN))
    expect_page(visitor, "You are on the waiting list")

    # And when a place falls free she is mailed an offer, and accepts it
    give_up(event, "First")
    visitor.goto(mailed_link("/offers/", to=ANN))
    expect_page(visitor, "Accept a place")
    click(visitor, "Accept place")
    expect_page(visitor, "Your place is booked")
    assert labels() == []
    visitor.go_back()
    expect_page(visitor, "Your place is booked")


def test_a_session_that_fills_up_is_waited_for_with_the_answers_kept(visitor, now):
    event = make_event(plan(starts_at=now + 28 * DAY, capacity=1, label="First"), at=now)
    visitor.goto(f"/events/{event.public_id}/{event.slug}/book/")
    type_answers(visitor)
    make_booking(session_of(event, "First"), at=now)
    click(visitor, "Book place")
    expect_page(visitor, "This session is full")

    click(visitor, "Join the waiting list")

    expect_page(visitor, "You are on the waiting list")
    assert Attendee.objects.get(email=ANN).typed_school == "Riverside Nursery"


def test_a_place_that_falls_free_meanwhile_is_booked_with_one_button(visitor, now):
    event = briefing(now)
    visitor.goto(f"/events/{event.public_id}/{event.slug}/waiting-list/")
    type_answers(visitor)
    visitor.get_by_label("First choice").select_option(session_of(event, "Third").public_id)
    give_up(event, "Third")
    click(visitor, "Join the waiting list")
    expect_page(visitor, "There is a place at this session")

    click(visitor, "Book place")

    expect_page(visitor, "Your place is booked")


def test_waiting_for_more_and_leaving(visitor, now):
    event = briefing(now)
    holder = Attendee.objects.filter(bookings__session=session_of(event, "First")).get()
    visitor.goto(f"/b/{holder.link_token}/")
    expect_page(visitor, "Your place is booked")

    visitor.get_by_role("link", name="Join the waiting list of a session that is full").click()
    expect_page(visitor, "Join the waiting list")
    click(visitor, "Join the waiting list")
    expect_errors(visitor, {"Select the session you would like most": "#id_sessions"})
    visitor.get_by_label("First choice").select_option(session_of(event, "Third").public_id)
    visitor.get_by_label("Second choice").select_option(session_of(event, "Second").public_id)
    click(visitor, "Join the waiting list")
    expect_page(visitor, "Your place is booked")
    expect(visitor.get_by_text("You are on the waiting list.", exact=True)).to_be_visible()

    visitor.get_by_role("link", name="Leave the waiting list").click()
    expect_page(visitor, "Leave the waiting list")
    visitor.get_by_role("checkbox", name="Second").check()
    click(visitor, "Leave these lists")
    expect(visitor.get_by_text("The waiting list has been left.")).to_be_visible()
    visitor.get_by_role("link", name="Leave the waiting list").click()
    expect_page(visitor, "Leave the waiting list")
    click(visitor, "Leave the waiting list")
    expect_page(visitor, "Your place is booked")
    assert not WaitingPlace.objects.open().exists()


def test_an_offer_is_declined_and_over(visitor, now):
    event = briefing(now)
    holder = Attendee.objects.filter(bookings__session=session_of(event, "First")).get()
    visitor.goto(f"/b/{holder.link_token}/waiting-list/")
    visitor.get_by_label("First choice").select_option(session_of(event, "Third").public_id)
    click(visitor, "Join the waiting list")
    give_up(event, "Third")
    offer = mailed_link("/offers/", to=holder.email)
    visitor.goto(offer)
    expect_page(visitor, "Accept a place")
    expect(visitor.get_by_text("we will cancel that place")).to_be_visible()

    click(visitor, "Decline place")

    expect(visitor.get_by_text("The offer has been declined.")).to_be_visible()
    expect_page(visitor, "Your place is booked")
    visitor.goto(offer)
    expect_page(visitor, "This offer has ended")
