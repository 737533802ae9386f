"""From the mail of a booking: another session, a colleague instead, and what is left afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.models import Attendee
from tests.browser.visiting import expect_errors, expect_page, mailed_link
from tests.factories import make_booking, make_event, make_school, plan

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
REPLACED = "A colleague was sent instead"


@pytest.fixture
def now(site):
    return timezone.now()


def briefing(now, *, days=28, **fields):
    """Three sessions on three days, the second with one place."""
    return make_event(
        plan(starts_at=now + days * DAY, label="First"),
        plan(starts_at=now + (days + 1) * DAY, label="Second", capacity=1),
        plan(starts_at=now + (days + 2) * DAY, label="Third"),
        at=now,
        **fields,
    )


def session_of(event, label):
    return event.sessions.select_related("event").get(label=label)


def book(now, event, **person):
    """A place at the first session."""
    person = {"full_name": "Ann Example", "email": "ann@school.example"} | person
    return make_booking(session_of(event, "First"), at=now, **person)


def labels_of(attendee):
    return [booking.session.label for booking in attendee.bookings.holding_a_place()]


def test_another_session_in_one_step(visitor, now):
    # Given a place at the first of three sessions, the second of which is full
    event = briefing(now)
    attendee = book(now, event)
    make_booking(session_of(event, "Second"), at=now)
    visitor.goto(mailed_link(to="ann@school.example"))
    expect_page(visitor, "Your place is booked")

    # When it is exchanged for the third, at first without saying for which
    visitor.get_by_role("link", name="Change session").click()
    expect_page(visitor, "Change session")
    expect(visitor.get_by_role("radio", name="Second")).to_have_count(0)
    expect(visitor.get_by_role("main")).to_contain_text("Full Second")
    visitor.get_by_role("button", name="Change session").click()
    expect_errors(visitor, {"Select the session you will attend": "#id_session"})
    visitor.get_by_role("radio", name="Third").check()
    visitor.get_by_role("button", name="Change session").click()

    # Then the page says so, and one place is held
    expect(visitor.get_by_text("The session has been changed.")).to_be_visible()
    expect_page(visitor, "Your place is booked")
    assert labels_of(attendee) == ["Third"]


def test_a_session_that_fills_up_meanwhile_leaves_the_place_as_it_was(visitor, now):
    event = briefing(now)
    attendee = book(now, event)
    place = attendee.bookings.get()
    visitor.goto(f"/b/{attendee.link_token}/{place.public_id}/move/")
    visitor.get_by_role("radio", name="Second").check()
    make_booking(session_of(event, "Second"), at=now)
    visitor.get_by_role("button", name="Change session").click()

    expect_page(visitor, "The session has not been changed")
    visitor.get_by_role("link", name="Choose a different session").click()
    expect_page(visitor, "Change session")
    expect(visitor.get_by_role("radio", name="Second")).to_have_count(0)
    assert labels_of(attendee) == ["First"]


def test_where_all_other_sessions_are_full_there_is_nothing_to_choose(visitor, now):
    event = make_event(
        plan(starts_at=now + 28 * DAY, label="First"),
        plan(starts_at=now + 29 * DAY, label="Second", capacity=1),
        at=now,
    )
    attendee = book(now, event)
    make_booking(session_of(event, "Second"), at=now)

    visitor.goto(f"/b/{attendee.link_token}/")
    visitor.get_by_role("link", name="Change session").click()

    expect(visitor.get_by_text("There is no other session with places left.")).to_be_visible()
    expect_page(visitor, "Change session")


def test_a_colleague_is_sent_instead(visitor, now):
    # Given a place, which a colleague cannot have who has one already
    event = briefing(now, title="Headteacher briefing")
    attendee = book(now, event, school=make_school(name="Oak School"), typed_school="")
    make_booking(session_of(event, "Third"), email="cy@school.example", at=now)
    visitor.goto(f"/b/{attendee.link_token}/")
    visitor.get_by_role("link", name="Send a colleague instead").click()
    expect_page(visitor, "Send a colleague instead")

    # When it is given to nobody, to that one, and to somebody else
    visitor.get_by_role("button", name="Send colleague").click()
    expect_errors(
        visitor,
        {
            "Enter their full name": "#id_full_name",
            "Enter their work email address": "#id_email",
        },
    )
    visitor.get_by_label("Full name").fill("Bo Example")
    visitor.get_by_label("Work email address").fill("cy@school.example")
    visitor.get_by_role("button", name="Send colleague").click()
    expect_page(visitor, "This email address has already been used to book")
    visitor.get_by_role("link", name="Enter a different email address").click()
    expect_page(visitor, "Send a colleague instead")
    visitor.get_by_label("Full name").fill("Bo Example")
    visitor.get_by_label("Work email address").fill("bo@school.example")
    visitor.get_by_label("Reason (optional)").fill("I am at another meeting")
    visitor.get_by_role("button", name="Send colleague").click()

    # Then they read who has the place, the old link has ended, and theirs says who has sent them
    expect_page(visitor, "Bo Example has your place")
    expect(visitor.get_by_text("bo@school.example")).to_be_visible()
    visitor.goto(f"/b/{attendee.link_token}/")
    expect_page(visitor, REPLACED)
    visitor.goto(mailed_link(to="bo@school.example"))
    expect(visitor.get_by_text("You are attending instead of Ann Example.")).to_be_visible()
    expect_page(visitor, "Your place is booked")
    assert Attendee.objects.get(full_name="Bo Example").school.name == "Oak School"


def test_whoever_booked_sends_somebody_else_and_goes_on_to_their_booking(visitor, now):
    attendee = book(
        now, briefing(now), booked_by_name="Olive Office", booked_by_email="office@school.example"
    )
    old = f"/for-colleagues/{attendee.booker.link_token}/{attendee.public_id}/"
    visitor.goto(old)
    expect_page(visitor, "Place booked for Ann Example")
    visitor.get_by_role("link", name="Send someone else instead").click()
    expect_page(visitor, "Send someone instead of Ann Example")
    visitor.get_by_label("Full name").fill("Bo Example")
    visitor.get_by_label("Work email address").fill("bo@school.example")
    visitor.get_by_role("button", name="Send colleague").click()

    expect(visitor.get_by_text("Bo Example is attending instead.")).to_be_visible()
    expect_page(visitor, "Place booked for Bo Example")
    visitor.goto(old)
    expect_page(visitor, REPLACED)
    visitor.get_by_role("link", name="See everyone you booked for").click()
    expect_page(visitor, "Bookings for your colleagues")


def test_colleagues_cannot_be_sent_once_that_has_closed(visitor, now):
    attendee = book(now, briefing(now, substitution_working_days=30))

    visitor.goto(f"/b/{attendee.link_token}/")
    expect(visitor.get_by_role("link", name="Send a colleague instead")).to_have_count(0)
    visitor.goto(f"/b/{attendee.link_token}/send-colleague/")

    expect_page(visitor, "It is too late to send a colleague")
    visitor.get_by_role("link", name="cancel the booking").click()
    expect_page(visitor, "Cancel your booking")


def test_after_the_start_one_says_that_one_could_not_come(visitor, now, monkeypatch):
    # Given the page of a session that has just started
    starts_at = now + 28 * DAY
    event = make_event(plan(starts_at=starts_at, label="First"), at=now)
    attendee = book(now, event)
    visitor.goto(f"/b/{attendee.link_token}/")
    monkeypatch.setattr(timezone, "now", lambda: starts_at)

    # When it is to be cancelled after all
    visitor.get_by_role("link", name="Cancel your booking").click()
    expect_page(visitor, "Cancel your booking")
    visitor.get_by_role("link", name="Back to your booking").click()
    expect(visitor.get_by_text("The session has started.")).to_be_visible()
    expect_page(visitor, "Your place is booked")
    visitor.goto(f"/b/{attendee.link_token}/send-colleague/")
    expect_page(visitor, "It is too late to change this booking")

    # Then one can say that one could not come, and that has been said
    visitor.get_by_role("button", name="I could not come").click()
    expect(visitor.get_by_text("We have recorded that you could not come.")).to_be_visible()
    expect_page(visitor, "Your place is booked")
    expect(visitor.get_by_role("button", name="I could not come")).to_have_count(0)
    booking = attendee.bookings.get()
    assert (booking.absent_at, booking.holds_a_place) == (starts_at, True)


def test_who_comes_to_a_session_that_is_still_to_come_cannot_have_missed_it(
    visitor, now, monkeypatch
):
    starts_at = now + 28 * DAY
    attendee = book(now, make_event(plan(starts_at=starts_at, label="First"), at=now))
    with monkeypatch.context() as later:
        later.setattr(timezone, "now", lambda: starts_at)
        visitor.goto(f"/b/{attendee.link_token}/")

    visitor.get_by_role("button", name="I could not come").click()

    expect_page(visitor, "The session has not started")
    visitor.get_by_role("link", name="Cancel your booking").click()
    expect_page(visitor, "Cancel your booking")
