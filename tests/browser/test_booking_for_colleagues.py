"""A school's office books for its colleagues, and looks after their places later."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.models import Attendee, Booker, School
from tests.browser.visiting import choose_school, expect_errors, expect_page, mailed_link
from tests.factories import make_booking, make_event, make_school, plan

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
ST_MARYS = "St Mary's CE Primary School, Carley"
BOOKER_PAGE = "Bookings for your colleagues"
ANOTHER = "Book another colleague from this school"


@pytest.fixture
def now(site):
    return timezone.now()


@pytest.fixture
def briefing(now):
    """Two sessions, the first with two places."""
    make_school(name="St Mary's CE Primary School", town="Carley")
    return make_event(
        plan(starts_at=now + 28 * DAY, label="First", capacity=2),
        plan(starts_at=now + 29 * DAY, label="Second"),
        title="Headteacher briefing",
        at=now,
    )


def form_of(event, rest="book-for-colleagues"):
    return f"/events/{event.public_id}/{event.slug}/{rest}/"


def colleague(page, number):
    return page.get_by_role("group", name=f"Colleague {number}")


def enter(page, number, name):
    one = colleague(page, number)
    one.get_by_label("Full name").fill(f"{name} Example")
    one.get_by_label("Work email address").fill(f"{name.lower()}@school.example")


def say_who_books(page):
    page.get_by_label("Your full name").fill("Olive Office")
    page.get_by_label("Your work email address").fill("office@school.example")


def book_for_ann_and_bo(page, event):
    page.goto(form_of(event))
    say_who_books(page)
    page.get_by_role("radio", name="Second").check()
    choose_school(page, "mary", ST_MARYS)
    enter(page, 1, "Ann")
    enter(page, 2, "Bo")
    page.get_by_role("button", name="Book places").click()


def session_of(event, label):
    return event.sessions.select_related("event").get(label=label)


def places():
    attendees = Attendee.objects.not_replaced().by_name()
    return {
        one.full_name: [place.session.label for place in one.bookings.holding_a_place()]
        for one in attendees
    }


def test_too_few_places_lead_to_another_session_and_all_are_booked(visitor, briefing):
    # Given the form, which the booking form leads to, first sent with nothing typed
    visitor.goto(form_of(briefing, "book"))
    visitor.get_by_role("link", name="Book for several colleagues at once").click()
    expect_page(visitor, "Book for colleagues")
    visitor.get_by_role("button", name="Book places").click()
    expect_errors(
        visitor,
        {
            "Enter your full name": "#id_booked_by_name",
            "Enter your work email address": "#id_booked_by_email",
            "Select the session they will attend": "#id_sessions",
            "Select the school, or tick that it is not listed": "#id_school",
            "Colleague 1: enter the name of at least one colleague": "#id_colleague-0-full_name",
        },
    )

    # When four colleagues are entered, the fourth in a row that is asked for
    say_who_books(visitor)
    visitor.get_by_role("radio", name="First").check()
    choose_school(visitor, "mary", ST_MARYS)
    enter(visitor, 1, "Ann")
    enter(visitor, 2, "Bo")
    visitor.get_by_role("button", name="Add another colleague").click()
    expect(colleague(visitor, 4).get_by_label("Full name")).to_be_focused()
    expect_page(visitor, "Book for colleagues")
    expect(colleague(visitor, 2).get_by_label("Full name")).to_have_value("Bo Example")
    expect(visitor.get_by_label("Your full name")).to_have_value("Olive Office")
    expect(visitor.get_by_role("radio", name="First")).to_be_checked()
    enter(visitor, 3, "Cy")
    colleague(visitor, 4).get_by_label("Full name").fill("Dee Example")
    visitor.get_by_role("button", name="Book places").click()
    expect(visitor.locator(".govuk-error-summary")).to_be_focused()
    expect_errors(visitor, {"Colleague 4: enter their work email address": "#id_colleague-3-email"})
    enter(visitor, 4, "Dee")
    visitor.get_by_role("button", name="Book places").click()

    # Then the first session has too few places for them, and the answers book the second
    expect_page(visitor, "There are not enough places")
    expect(visitor.get_by_text("You asked for 4 places. 2 places are left.")).to_be_visible()
    visitor.get_by_role("radio", name="Second").check()
    visitor.get_by_role("button", name="Book places").click()
    expect(visitor.get_by_text("The places are booked.")).to_be_visible()
    expect_page(visitor, BOOKER_PAGE)
    names = [f"{name} Example" for name in ("Ann", "Bo", "Cy", "Dee")]
    assert places() == {name: ["Second"] for name in names}
    assert {one.school_label for one in Attendee.objects.with_school()} == {ST_MARYS}


def test_a_colleague_who_has_booked_already_is_named_and_can_be_left_out(visitor, now, briefing):
    make_booking(session_of(briefing, "Second"), email="ann@school.example", at=now)
    book_for_ann_and_bo(visitor, briefing)

    expect_page(visitor, "This email address has already been used to book")
    expect(visitor.get_by_text("ann@school.example")).to_be_visible()
    visitor.get_by_role("button", name="Change your answers").click()
    expect_page(visitor, "Book for colleagues")
    colleague(visitor, 1).get_by_label("Full name").fill("")
    colleague(visitor, 1).get_by_label("Work email address").fill("")
    visitor.get_by_role("button", name="Book places").click()

    expect_page(visitor, BOOKER_PAGE)
    assert [one.full_name for one in Booker.objects.get().attendees.all()] == ["Bo Example"]


def test_the_page_of_whoever_booked_cancels_one_and_books_another(visitor, now, briefing):
    # Given the page that the email of whoever has booked leads to
    book_for_ann_and_bo(visitor, briefing)
    expect_page(visitor, BOOKER_PAGE)
    visitor.goto(mailed_link("/for-colleagues/", to="office@school.example"))
    expect_page(visitor, BOOKER_PAGE)

    # When one of them is cancelled
    visitor.get_by_role("link", name=re.compile("See or change.*Bo Example")).click()
    expect_page(visitor, "Place booked for Bo Example")
    visitor.get_by_role("link", name="Cancel the booking").click()
    expect_page(visitor, "Cancel the booking for Bo Example")
    visitor.get_by_role("button", name="Cancel booking").click()
    expect_page(visitor, "The booking is cancelled")
    visitor.get_by_role("link", name="See everyone you booked for").click()
    expect_page(visitor, BOOKER_PAGE)

    # And another is booked instead, whose school is known
    visitor.get_by_role("link", name=ANOTHER).click()
    expect_page(visitor, "Book for colleagues")
    expect_school(visitor)
    visitor.get_by_role("radio", name="First").check()
    enter(visitor, 1, "Cy")
    visitor.get_by_role("button", name="Book places").click()

    # Then the page says what has become of each
    expect_page(visitor, BOOKER_PAGE)
    assert places() == {"Ann Example": ["Second"], "Bo Example": [], "Cy Example": ["First"]}
    assert Booker.objects.count() == 1


def test_an_attendee_books_for_a_colleague_from_their_own_page(visitor, now, briefing):
    school = School.objects.get()
    person = {"full_name": "Ann Example", "school": school, "typed_school": ""}
    attendee = make_booking(session_of(briefing, "Second"), at=now, **person)
    visitor.goto(f"/b/{attendee.link_token}/")
    visitor.get_by_role("link", name=ANOTHER).click()
    expect_page(visitor, "Book for colleagues")
    expect_school(visitor)
    expect(visitor.get_by_label("Your full name")).to_have_count(0)

    visitor.get_by_role("button", name="Book places").click()
    expect_errors(
        visitor,
        {
            "Select the session they will attend": "#id_sessions",
            "Colleague 1: enter the name of at least one colleague": "#id_colleague-0-full_name",
        },
    )
    expect_school(visitor)
    visitor.get_by_role("radio", name="First").check()
    enter(visitor, 1, "Bo")
    visitor.get_by_role("button", name="Book places").click()

    expect_page(visitor, BOOKER_PAGE)
    assert places() == {"Ann Example": ["Second"], "Bo Example": ["First"]}
    assert Attendee.objects.get(full_name="Bo Example").school == school


def test_a_school_that_is_not_listed_is_not_called_theirs_who_books(phone, briefing):
    phone.goto(form_of(briefing))
    phone.get_by_label("School", exact=True).fill("Riverside Nursery")

    phone.get_by_role("option", name="The school is not listed: use “Riverside Nursery”").click()

    expect(phone.get_by_role("checkbox", name="The school is not listed")).to_be_checked()
    name = phone.get_by_label("Name of the school or organisation")
    expect(name).to_have_value("Riverside Nursery")


def test_where_one_person_is_booked_at_a_time_the_form_asks_for_one(visitor, now):
    event = make_event(plan(starts_at=now + 28 * DAY), places_per_booking=1, at=now)

    visitor.goto(form_of(event))

    expect_page(visitor, "Book for a colleague")
    expect(visitor.get_by_role("button", name="Add another colleague")).to_have_count(0)


def expect_school(page):
    """It is filled in: typed in the box, or chosen in the plain list."""
    box = page.get_by_label("School", exact=True)
    shown = box.evaluate("box => box.selectedOptions ? box.selectedOptions[0].text : box.value")
    assert shown == ST_MARYS
