"""The README's pictures, taken from the example events: `make pictures` (no test of behaviour)."""

import uuid
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from bookings.lifecycle import commands
from bookings.models import School
from events.models import Event, Membership
from tests.architecture import ROOT
from tests.factories import make_person

PICTURES = ROOT / "docs" / "pictures"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1100, "height": 800}
NAMES = ["Ama Example", "Bo Example", "Cy Example", "Dee Example", "Ed Example", "Flo Example"]


@pytest.fixture
def briefing(site, settings) -> Event:
    settings.REQUIRE_TOTP = False
    call_command("load_examples", force=True, verbosity=0)
    return Event.objects.filter(title__icontains="headteacher", state="published").latest("pk")


def take(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def sign_in(page: Page, site: str) -> None:
    client = Client()
    client.force_login(Membership.objects.earliest("pk").organiser)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    host = urlsplit(site).hostname
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": host, "path": "/"}]
    )


def book_some(event: Event) -> None:
    schools = School.objects.open().in_order()[:6]
    sessions = list(event.sessions.select_related("event").in_order())
    for number, school in enumerate(schools):
        person = make_person(full_name=NAMES[number], school=school, typed_school="", role="Head")
        commands.book_place(
            event=event,
            sessions=[sessions[number % len(sessions)]],
            person=person,
            form_uuid=uuid.uuid4(),
            at=timezone.now(),
        )


def test_the_event_and_the_booking_form_on_a_phone(new_page, briefing):
    page = new_page(viewport=PHONE, device_scale_factor=2)

    page.goto(reverse("event", args=[briefing.public_id, briefing.slug]))
    take(page, "event")
    page.get_by_role("link", name="Book this session").first.click()
    page.wait_for_url("**/book/**")
    take(page, "book")


def test_the_organisers_list(new_page, site, briefing):
    page = new_page(viewport=DESK)
    book_some(briefing)
    sign_in(page, site)

    page.goto(reverse("event_bookings", args=[briefing.public_id]))
    take(page, "organiser")
