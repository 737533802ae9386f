"""An organiser says which schools an audience means."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import check_page
from tests.factories import make_audience, make_organiser, make_school
from tests.signing_in import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("visitor", ["phone", "phone_without_javascript"])
def test_the_pages_read_well_and_say_how_many_schools(visitor, request, settings, site):
    settings.REQUIRE_TOTP = False
    page = request.getfixturevalue(visitor)
    make_organiser(email="olu@westshire.example", password=PASSWORD)
    make_audience("Headteachers of maintained schools")
    for number in range(3):
        make_school(type="Community school", dfe_number=f"875/200{number}", phase="Primary")
    make_school(type="Academy converter", phase="Primary")
    page.goto("/organiser/audiences/")
    page.get_by_label("Email address").fill("olu@westshire.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Audiences")
    check_page(page)

    page.get_by_role("link", name="Headteachers of maintained schools").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which schools is this audience for?")
    page.get_by_role("checkbox", name="Community school").check()
    page.get_by_label("Schools to leave out").fill("875/2001\nOak School")
    page.get_by_role("button", name="Save changes").click()
    page.get_by_role("link", name="Line 2: enter a DfE number").click()
    expect(page.get_by_label("Schools to leave out")).to_be_focused()
    check_page(page)
    page.get_by_label("Schools to leave out").fill("875/2001")
    page.get_by_role("button", name="Save changes").click()

    expect(page.get_by_role("row", name="Headteachers of maintained schools")).to_contain_text("2")
    page.get_by_role("link", name="Headteachers of maintained schools").click()
    expect(page.get_by_text("It is for 2 schools of the 4 that are open.")).to_be_visible()
