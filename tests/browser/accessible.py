"""Look at a page with axe, on a phone and on a desk, and at what axe does not ask."""

import importlib.util
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = [320, 1280]
RUN = """rules => axe.run(document, {runOnly: {type: "tag", values: rules}})
    .then(result => result.violations.flatMap(
        found => found.nodes.map(node => `${found.id}: ${node.target.join(" ")}`)))"""
DRAWN = "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
WIDER_THAN_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
RUNS_SCRIPTS = "document.body.classList.contains('js-enabled')"


@cache
def axe() -> str:
    package = importlib.util.find_spec("axe_playwright_python")
    assert package is not None
    assert package.origin is not None
    return (Path(package.origin).parent / "axe.min.js").read_text()


def faults(page: Page) -> list[str]:
    """What is wrong with the page, once its scripts have run and it is drawn as wide as it is."""
    page.wait_for_load_state()
    page.evaluate(DRAWN)
    page.evaluate(axe())
    return [str(fault) for fault in page.evaluate(RUN, RULES)] + plain_faults(page)


def plain_faults(page: Page) -> list[str]:
    """What can be seen without a script of ours in the page."""
    has_errors = page.get_by_role("heading", name="There is a problem").count() == 1
    looked_for = {
        "scrolls sideways": page.evaluate(WIDER_THAN_SCREEN),
        "not one h1": page.locator("h1").count() != 1,
        "title and errors differ": page.title().startswith("Error: ") != has_errors,
    }
    return [fault for fault, is_found in looked_for.items() if is_found]


def check_accessible(page: Page) -> None:
    """At both widths; the window is as wide as before afterwards.

    Whoever has clicked waits for something of the next page first: this looks at what is there.
    """
    before = page.viewport_size
    assert before is not None
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": before["height"]})
        assert (page.url, width, faults(page)) == (page.url, width, [])
    page.set_viewport_size(before)


def check_page(page: Page) -> None:
    """With axe where the page may run scripts, and without where it may not."""
    page.wait_for_load_state()
    if page.evaluate(RUNS_SCRIPTS):
        check_accessible(page)
    assert (page.url, plain_faults(page)) == (page.url, [])
