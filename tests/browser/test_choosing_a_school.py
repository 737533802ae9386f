"""Finding one's school by what people call it, and going on where it is not listed."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.models import Attendee
from tests.browser.accessible import check_accessible
from tests.factories import make_event, make_school, plan

pytestmark = pytest.mark.django_db(transaction=True)

OAKFIELD = "Oakfield Primary School, Ashby (875/2109)"
OAKFIELD_SHOWN = f"{OAKFIELD} Harrowfold Hills Learning Trust"
OAKFIELD_INFANTS = "Oakfield Infant School, Barton (875/2110)"
ST_MARYS_CE = "St Mary's CE Primary School, Carley (875/3001)"
ST_MARYS_RC = "St. Mary’s Catholic Primary School, Dale (875/3002)"
SS_PETER_AND_PAUL = "SS Peter & Paul Church of England Academy, Ely (875/3003)"
ST_PETER = "St Peter the Apostle High School, Farley (875/4001)"
ECOLE = "École <b>Élan</b>, Dale"

FOUND = [
    ("St Marys", [ST_MARYS_CE, ST_MARYS_RC]),
    ("Saint Mary's", [ST_MARYS_CE, ST_MARYS_RC]),
    ("St. Mary's C of E", [ST_MARYS_CE]),
    ("st.mary’s church of eng", [ST_MARYS_CE]),
    ("CE", [ST_MARYS_CE, SS_PETER_AND_PAUL]),
    ("C.E. primary", [ST_MARYS_CE]),
    ("mary RC", [ST_MARYS_RC]),
    ("roman catholic", [ST_MARYS_RC]),
    ("St Peter and St Paul", [SS_PETER_AND_PAUL]),
    ("st peters", [ST_PETER, SS_PETER_AND_PAUL]),
    ("875/3001", [ST_MARYS_CE]),
    ("8753001", [ST_MARYS_CE]),
    ("875 3001", [ST_MARYS_CE]),
    ("8753009", []),
    ("Oakfeild Primry", [OAKFIELD_SHOWN]),
    ("Okfield", [OAKFIELD_SHOWN, OAKFIELD_INFANTS]),
    ("Oakfield Junior School, Ashby", [OAKFIELD_SHOWN]),
    ("oakf bart", [OAKFIELD_INFANTS]),
    ("Harrowfold Hills", [OAKFIELD_SHOWN]),
    ("ecole elan", [ECOLE]),
    ("Nowhere School at all", []),
]


@pytest.fixture
def form(site, phone):
    """The booking form of a briefing, on a phone."""
    for name, town, number, trust in [
        ("Oakfield Primary School", "Ashby", "875/2109", "Harrowfold Hills Learning Trust"),
        ("Oakfield Infant School", "Barton", "875/2110", ""),
        ("St Mary's CE Primary School", "Carley", "875/3001", ""),
        ("St. Mary’s Catholic Primary School", "Dale", "875/3002", ""),
        ("SS Peter & Paul Church of England Academy", "Ely", "875/3003", ""),
        ("St Peter the Apostle High School", "Farley", "875/4001", ""),
        ("École <b>Élan</b>", "Dale", "", ""),
    ]:
        make_school(name=name, town=town, dfe_number=number, trust=trust)
    now = timezone.now()
    event = make_event(plan(starts_at=now + timedelta(days=28)), at=now)
    phone.goto(f"/events/{event.public_id}/{event.slug}/book/")
    return phone


def box(form):
    return form.get_by_label("School", exact=True)


def test_a_school_is_found_by_what_people_call_it(form):
    for typed, schools in FOUND:
        box(form).fill(typed)
        offer = form.get_by_role("option", name=f"My school is not listed: use “{typed}”")
        expect(offer).to_be_visible()
        *shown, _ = form.get_by_role("option").all_text_contents()
        assert sorted(shown) == sorted(schools), typed
    check_accessible(form)


def test_what_was_typed_in_vain_becomes_the_name_of_a_school_that_is_not_listed(form):
    form.get_by_label("Full name").first.fill("Ann Example")
    form.get_by_label("Work email address").fill("ann@school.example")
    box(form).fill("Riverside <i>Nursery</i>")
    form.get_by_role("option", name="My school is not listed").click()

    expect(form.get_by_role("checkbox", name="My school is not listed")).to_be_checked()
    expect(form.get_by_label("Name of your school or organisation")).to_have_value(
        "Riverside <i>Nursery</i>"
    )
    form.get_by_role("button", name="Book place").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Your place is booked")
    assert Attendee.objects.get().typed_school == "Riverside <i>Nursery</i>"


def test_what_was_typed_stays_after_an_error(form):
    box(form).fill("Riverside Nursery")
    form.get_by_role("button", name="Book place").click()

    expect(form.get_by_role("alert")).to_contain_text("Enter your full name")
    expect(form.get_by_role("alert")).to_contain_text(
        "Select your school, or tick that it is not listed"
    )
    expect(box(form)).to_have_value("Riverside Nursery")
    form.get_by_role("checkbox", name="My school is not listed").check()
    expect(form.get_by_label("Name of your school or organisation")).to_have_value(
        "Riverside Nursery"
    )


def test_a_school_that_is_found_after_all_unticks_the_box(form):
    box(form).fill("Oakfield")
    form.get_by_role("option", name="My school is not listed").click()
    box(form).fill("Oakfield Prim")
    form.get_by_role("option", name=OAKFIELD).click()

    expect(form.get_by_role("checkbox", name="My school is not listed")).not_to_be_checked()
    expect(box(form)).to_have_value(OAKFIELD)


def test_a_school_that_was_typed_over_is_not_sent(form):
    form.get_by_label("Full name").first.fill("Ann Example")
    form.get_by_label("Work email address").fill("ann@school.example")
    box(form).fill("mary")
    form.get_by_role("option", name=ST_MARYS_CE).click()
    box(form).fill("St Mary's, somewhere else")
    form.get_by_role("button", name="Book place").click()

    expect(form.get_by_role("alert")).to_contain_text(
        "Select your school, or tick that it is not listed"
    )
    expect(form.locator(".govuk-error-summary")).to_be_focused()
    check_accessible(form)
    assert not Attendee.objects.exists()


def test_more_schools_than_are_shown_are_told(form):
    for number in range(30):
        make_school(name=f"Village School {number}", town="Longacre")
    form.reload()

    box(form).fill("village")
    expect(form.get_by_text("This shows 25 of 30 schools.")).to_be_visible()
    expect(form.get_by_role("option")).to_have_count(26)
    check_accessible(form)
    box(form).fill("village 29")

    expect(form.get_by_text("This shows 25 of")).to_have_count(0)


def test_the_first_press_below_the_open_list_counts(form):
    box(form).fill("oakfield")
    expect(form.get_by_role("option").first).to_be_visible()

    form.get_by_text("I am booking for someone else").click()

    expect(form.get_by_role("checkbox", name="I am booking for someone else")).to_be_checked()


def test_without_javascript_there_is_nothing_to_type_into(phone_without_javascript, site):
    now = timezone.now()
    event = make_event(plan(starts_at=now + timedelta(days=28)), at=now)
    phone_without_javascript.goto(f"/events/{event.public_id}/{event.slug}/book/")

    expect(phone_without_javascript.get_by_text("Select your school from the list")).to_be_visible()
    expect(phone_without_javascript.get_by_text("Start typing")).to_have_count(0)
