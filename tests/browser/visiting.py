"""What visitors of the booking pages do, with JavaScript and without."""

import re

from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from bookings.mail import delivery
from tests.browser.accessible import RUNS_SCRIPTS, check_page


def expect_page(page: Page, heading: str) -> None:
    """The page with this heading has come, and reads well."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    check_page(page)


def expect_errors(page: Page, errors: dict[str, str]) -> None:
    """The summary has these sentences, each leads to its control, and the page reads well."""
    expect(page.locator(".govuk-error-summary__list a")).to_have_text(list(errors))
    check_page(page)
    for sentence, control in errors.items():
        page.get_by_role("link", name=sentence).click()
        expect(page.locator(control)).to_be_focused()


def choose_school(page: Page, typed: str, name: str) -> None:
    """By typing, or from the plain list where no script has made it a box to type into."""
    page.wait_for_load_state()
    box = page.get_by_label("School", exact=True)
    if not page.evaluate(RUNS_SCRIPTS):
        box.select_option(name)
        return
    box.fill(typed)
    page.get_by_role("option", name=name).click()
    expect(box).to_have_value(name)
    expect(page.get_by_role("option")).to_have_count(0)


def mailed_link(path: str = "/b/", *, to: str = "") -> str:
    """The first link to such a page in the newest mail, or in the newest to this address."""
    delivery.deliver_due(worker="the test's worker", clock=timezone.now)
    newest = [sent for sent in mail.outbox if not to or sent.to == [to]][-1]
    return re.search(rf"^https?://\S+{path}\S+$", newest.body, re.MULTILINE)[0]
