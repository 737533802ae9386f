"""A real Chromium looking at the real site: phone and desk, with and without JavaScript."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect
from playwright.sync_api import sync_playwright as start_playwright

from tests import chromium

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the tests' thread

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
QUIET_START = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
AS_ROOT = ["--no-sandbox"]
PATIENCE = 30_000  # milliseconds: a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE)
REFUSAL_LOGGED = re.compile(r"Failed to load resource: the server responded with a status of 4")


@dataclass
class Complaints:
    """What the browser's console says against a page, the content security policy included."""

    errors: list[str] = field(default_factory=list)
    lines: list[ConsoleMessage] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)

    def listen_to(self, page: Page) -> None:
        page.on("console", lambda line: self.lines.append(line))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", self.note_page)

    def note_page(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.pages.add(response.url)

    @property
    def said(self) -> list[str]:
        """Asked when all is over: a line may come before the response that it is about."""
        return self.errors + [
            f"{line.type}: {line.text} ({line.location['url']})"
            for line in self.lines
            if line.type in {"error", "warning"} and not self.is_refusal(line)
        ]

    def is_refusal(self, line: ConsoleMessage) -> bool:
        """A page that answers 404 or 409 on purpose is logged too; what it loads may not."""
        return (
            bool(REFUSAL_LOGGED.match(line.text))
            and line.location["url"].partition("#")[0] in self.pages
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with start_playwright() as playwright:
        arguments = QUIET_START + (AS_ROOT if os.geteuid() == 0 else [])
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def site(transactional_db: None, settings: Any) -> Iterator[str]:
    """The address of the real site, with static files served as in production."""
    server = LiveServerThread("localhost", static_handler=lambda application: application)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    settings.SITE_ADDRESS = f"http://localhost:{server.port}"
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    for name in ("SESSION", "CSRF", "KNOWN_DEVICE", "MESSAGES"):
        cookie = f"{name}_COOKIE_NAME"
        setattr(settings, cookie, getattr(settings, cookie).removeprefix("__Host-"))
    yield settings.SITE_ADDRESS
    server.terminate()


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Makes pages of one visitor each; a complaint of the browser on any of them fails the test."""
    complaints, contexts = Complaints(), list[BrowserContext]()

    def make(**options: Any) -> Page:
        context = browser.new_context(base_url=site, locale="en-GB", **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        complaints.listen_to(page)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints.said == []


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page(viewport=PHONE, has_touch=True)


@pytest.fixture
def desk(new_page: Callable[..., Page]) -> Page:
    return new_page(viewport=DESK)


@pytest.fixture
def phone_without_javascript(new_page: Callable[..., Page]) -> Page:
    return new_page(viewport=PHONE, has_touch=True, java_script_enabled=False)


@pytest.fixture(params=["phone", "phone_without_javascript"])
def visitor(request: pytest.FixtureRequest) -> Page:
    """One test for each: what works with JavaScript works without it."""
    page: Page = request.getfixturevalue(request.param)
    return page
