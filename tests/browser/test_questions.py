"""An organiser asks something, and a school leader answers it, on a phone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.models import Attendee
from bookings.questions import ready_made
from tests.bookings.asking import ask, dietary, field
from tests.browser.accessible import check_page
from tests.browser.visiting import choose_school, expect_errors, expect_page
from tests.factories import make_event, make_organiser, make_school, make_venue, plan
from tests.signing_in import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

VISITORS = ["phone", "phone_without_javascript"]
OAKFIELD = "Oakfield Primary School, Ashby (875/2109)"
AN_UNBROKEN_WORD = "Besprechungsgegenstandsbeschreibungsvorschlagsverzeichnisse"


def about(what, question):
    """The name of a button or link of one question in the list."""
    return re.compile(rf"^{what}\s*: {question}")


def make_conference():
    now = timezone.now()
    make_school(name="Oakfield Primary School", town="Ashby", dfe_number="875/2109")
    at_venue = {"mode": "in_person", "join_link": "", "venue": make_venue()}
    return make_event(
        plan(starts_at=now + timedelta(days=28), label="Morning", **at_venue),
        plan(starts_at=now + timedelta(days=29), label="Afternoon", **at_venue),
        attendance="any",
        at=now,
    )


@pytest.mark.parametrize("visitor", VISITORS)
def test_questions_are_answered_with_a_booking_and_changed_later(visitor, request, site):
    # Given a conference with a question of each kind, one of them for the afternoon only
    page, event = request.getfixturevalue(visitor), make_conference()
    _, afternoon = event.sessions.order_by("sort_at")
    topic = ask(event, "What do you want to learn?", is_required=True, hint="In a few words")
    ask(event, f"{AN_UNBROKEN_WORD}?", kind="long_text")
    drink = ask(event, "Which drink?", kind="one", is_required=True, options=["Tea", "Water"])
    ask(event, "Which days suit you?", kind="several", options=["Monday", AN_UNBROKEN_WORD])
    lunch = ask(event, "Will you stay?", kind="yes_no", is_required=True, sessions=(afternoon,))
    dietary(event)

    # When somebody books both sessions and leaves out what has to be answered
    page.goto(f"/events/{event.public_id}/{event.slug}/book/")
    page.get_by_label("Full name").first.fill("Ann Example")
    page.get_by_label("Work email address").fill("ann@school.example")
    choose_school(page, "oakf", OAKFIELD)
    page.get_by_role("checkbox", name="Morning").check()
    page.get_by_role("checkbox", name="Afternoon").check()
    page.get_by_role("checkbox", name="Monday").check()
    page.get_by_role("button", name="Book place").click()

    # Then each is named, leads to its control, and what was answered is kept
    expect_errors(
        page,
        {
            "Enter an answer to “What do you want to learn?”": f"#id_{field(topic)}",
            "Select an answer to “Which drink?”": f"#id_{field(drink)}",
            "Select an answer to “Will you stay?”": f"#id_{field(lunch)}",
        },
    )
    expect(page.get_by_role("checkbox", name="Monday")).to_be_checked()

    # When the answers are complete, the booking shows them
    page.get_by_label("What do you want to learn?").fill("Budgets")
    page.get_by_role("radio", name="Water").check()
    page.get_by_role("radio", name="Yes").check()
    page.get_by_label("Dietary needs (optional)").fill("No nuts")
    page.get_by_role("button", name="Book place").click()
    expect_page(page, "Your places are booked")
    for answer in ("Budgets", "Water", "Monday", "No nuts"):
        expect(page.get_by_text(answer, exact=True)).to_be_visible()

    # And when one is changed, the others stay
    page.get_by_role("link", name="Change your details").click()
    expect_page(page, "Change your details")
    page.get_by_role("radio", name="Tea").check()
    page.get_by_role("button", name="Save your details").click()
    expect_page(page, "Your places are booked")
    answers = Attendee.objects.get().answers
    assert list(answers.values()) == ["Budgets", "Tea", ["Monday"], "Yes"]


@pytest.mark.parametrize("visitor", VISITORS)
def test_an_organiser_adds_moves_edits_and_withdraws_questions(visitor, request, settings, site):
    settings.REQUIRE_TOTP = False
    page, event = request.getfixturevalue(visitor), make_conference()
    make_organiser(email="olu@westshire.example", password=PASSWORD)
    page.goto(f"/organiser/events/{event.public_id}/questions/")
    page.get_by_label("Email address").fill("olu@westshire.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect_page(page, "Questions")

    page.get_by_role("button", name="Add a question").click()
    expect_page(page, "Add a question")
    page.get_by_label("Question", exact=True).fill("Dietary requirements?")
    page.get_by_role("radio", name="One answer from a list").check()
    page.get_by_role("button", name="Add question").click()
    expect_errors(
        page,
        {
            ready_made.DIETARY: "#id_label",
            "Enter at least 2 answers to choose from": "#id_options",
        },
    )
    page.get_by_label("Question", exact=True).fill(f"{AN_UNBROKEN_WORD}?")
    page.get_by_label("Answers to choose from").fill("Tea\nWater")
    page.get_by_role("checkbox", name="Morning").check()
    page.get_by_role("button", name="Add question").click()
    expect_page(page, "Questions")
    page.get_by_role("button", name="Ask about dietary needs").click()
    expect(page.get_by_role("heading", name="Dietary needs")).to_be_visible()
    page.get_by_role("button", name=about("Move up", "Dietary needs")).click()
    expect(page.get_by_role("button", name=about("Move down", "Dietary needs"))).to_be_visible()
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["Access needs", "Dietary needs", f"{AN_UNBROKEN_WORD}?", "Support links"]
    )
    check_page(page)

    page.get_by_role("link", name=about("Edit", AN_UNBROKEN_WORD)).click()
    expect_page(page, "Edit a question")
    page.get_by_role("button", name="Save changes").click()
    page.get_by_role("link", name=about("Withdraw", AN_UNBROKEN_WORD)).click()
    expect_page(page, "Withdraw this question?")
    page.get_by_role("button", name="Withdraw question").click()
    expect_page(page, "Questions")
    page.get_by_role("button", name=about("Ask again", AN_UNBROKEN_WORD)).click()
    expect(page.get_by_role("button", name=about("Move up", AN_UNBROKEN_WORD))).to_be_visible()
    check_page(page)
