"""Look at a page with axe, on a phone and on a desk, and for sideways scrolling."""

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
    found = [str(fault) for fault in page.evaluate(RUN, RULES)]
    return found + (["scrolls sideways"] if page.evaluate(WIDER_THAN_SCREEN) else [])


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
