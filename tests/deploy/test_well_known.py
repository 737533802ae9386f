"""What programs ask for at fixed addresses: whom to tell of a weakness, and the icon."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

pytestmark = pytest.mark.django_db

SECURITY = "/.well-known/security.txt"


@pytest.mark.parametrize(
    ("email", "mailto"),
    [
        ("education.events@westshire.example", "education.events@westshire.example"),
        ("events+security@westshire.example", "events+security@westshire.example"),
        ("o'neil@westshire.example", "o'neil@westshire.example"),
        ("a&b?c%d@westshire.example", "a%26b%3Fc%25d@westshire.example"),
        ("events@bücher.example", "events@b%C3%BCcher.example"),
    ],
)
def test_security_txt_says_whom_to_tell_of_a_weakness(client, settings, noon, email, mailto):
    settings.CONTACT_EMAIL = email
    settings.SITE_ADDRESS = "https://events.westshire.example"

    response = client.get(SECURITY, headers={"host": "testserver"})

    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert response.text == (
        f"Contact: mailto:{mailto}\n"
        "Expires: 2027-05-01T12:00:00Z\n"
        "Preferred-Languages: en\n"
        "Canonical: https://events.westshire.example/.well-known/security.txt\n"
    )
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize(
    ("at", "expires"),
    [
        (datetime(2026, 3, 29, 0, 59, 59, 999_999, tzinfo=UTC), "2026-09-25T00:59:59Z"),
        (datetime(2028, 2, 29, tzinfo=UTC), "2028-08-27T00:00:00Z"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "2027-06-29T23:59:00Z"),
    ],
)
def test_security_txt_is_always_good_for_half_a_year(client, monkeypatch, at, expires):
    monkeypatch.setattr(timezone, "now", lambda: at)

    assert f"\nExpires: {expires}\n" in client.get(SECURITY).text


def test_the_icon_that_browsers_ask_for_unnamed_is_that_of_the_pages(client):
    response = client.get("/favicon.ico")

    assert response.status_code == 302
    assert f'<link rel="icon" href="{response["Location"]}"' in client.get("/privacy/").text
    icon = client.get(response["Location"])
    assert (icon.status_code, icon["Content-Type"]) == (200, "image/svg+xml")
    assert b"<svg" in icon.getvalue()


@pytest.mark.parametrize("address", [SECURITY, "/favicon.ico"])
@pytest.mark.parametrize("method", ["put", "delete"])
def test_nothing_can_be_sent_there(client, address, method):
    assert getattr(client, method)(address).status_code == 405
