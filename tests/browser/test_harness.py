"""The browser harness itself: it sees what it is there to see."""

import pytest

from tests.browser import accessible
from tests.browser.conftest import Complaints

UNLABELLED = """<html lang="en"><title>A page</title><main><h1>A page</h1>
<input type="text"><div style="width: 2000px">Wide</div></main></html>"""


@pytest.fixture
def complaints():
    return Complaints()


@pytest.fixture
def page(browser, site, settings, complaints):
    settings.ROOT_URLCONF = "tests.browser.sample_site"
    page = browser.new_page(base_url=site)
    complaints.listen_to(page)
    page.goto("/refusal/")
    yield page
    page.close()


def test_a_field_without_label_and_sideways_scrolling_are_faults(phone):
    phone.set_content(UNLABELLED)

    assert accessible.faults(phone) == ["label: input", "scrolls sideways"]


def test_two_headings_and_a_title_that_does_not_say_error_are_faults(phone):
    phone.set_content(
        "<html lang='en'><title>A page</title><main><h1>A page</h1><h1>Another</h1>"
        "<h2>There is a problem</h2></main></html>"
    )

    assert accessible.faults(phone) == ["not one h1", "title and errors differ"]


def test_a_page_that_refuses_is_no_complaint(page, complaints):
    with page.expect_console_message() as told:
        page.reload()

    assert "status of 409" in told.value.text
    assert complaints.said == []


def test_nor_is_one_whose_address_names_a_part_of_it(page, complaints):
    page.evaluate("location.hash = 'part'")
    with page.expect_console_message() as told:
        page.reload()

    assert told.value.location["url"].endswith("/refusal/#part")
    assert complaints.said == []


def test_what_the_content_security_policy_stops_is_a_complaint(page, complaints):
    with page.expect_console_message():
        page.evaluate("document.body.setAttribute('style', 'color: red')")

    assert [said.partition(" '")[0] for said in complaints.said] == [
        "error: Applying inline style violates the following Content Security Policy directive"
    ]


def test_a_missing_picture_is_a_complaint(page, complaints):
    with page.expect_console_message(lambda line: "missing.png" in line.location["url"]):
        page.evaluate("document.body.append(Object.assign(new Image(), {src: '/missing.png'}))")

    assert [said.partition(" (http")[0] for said in complaints.said] == [
        "error: Failed to load resource: the server responded with a status of 404 (Not Found)"
    ]
