"""Requests that no form of ours sends: answered with a page of ours, never with a failure."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from bookings.models import Attendee
from tests.bookings.test_book_place_page import address, answers
from tests.database import every_row
from tests.factories import (
    NOON,
    make_audience,
    make_booking,
    make_event,
    make_session,
    make_venue,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

ODD = ["%00", "%ED%A0%80", "' OR 1=1 --", "..%2F..%2Fetc", "א" * 8, "a" * 2000, "{{7*7}}"]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "path",
    [
        "/b/{}/",
        "/b/{}/cancel/",
        "/b/aaaaaaaaaaaaaaaaaaaaaa/{}.ics",
        "/events/{}/any/",
        "/events/{}/any/book/",
        "/updates/{}/any/",
        "/documents/{}/agenda.pdf",
        "/calendar/{}.ics",
    ],
)
def test_an_odd_address_is_not_found(client, path, odd):
    assert client.get(path.format(odd)).status_code == 404


@pytest.mark.parametrize("odd", ["\0", "\ud800".encode("utf-8", "surrogatepass"), "x" * 5000, "é"])
@pytest.mark.parametrize(
    "field", ["school", "sessions", "form_uuid", "website", "confirmed", "change"]
)
def test_odd_values_of_hidden_and_chosen_fields_are_no_failure(client, field, odd):
    session = make_session()

    response = client.post(
        address(session.event), answers(session, school_not_listed="", **{field: odd})
    )

    assert response.status_code == 200
    assert not Attendee.objects.exists()


def without_secrets(text):
    """The page without what differs each time: the token of its form and the form's own number."""
    return re.sub(r'value="[\w-]{36,}"', "", text)


def two_sessions():
    in_person = {"mode": "in_person", "join_link": "", "venue": make_venue()}
    return plan(), plan(starts_at=NOON + timedelta(days=30), **in_person)


@pytest.mark.parametrize("query", ["session=%00", "session=x", "session=%ED%A0%80&session=2"])
def test_an_odd_session_in_the_address_is_as_good_as_none(client, query):
    event = make_event(*two_sessions())
    plain, one = client.get(address(event)), event.sessions.earliest("pk").public_id

    odd = client.get(f"{address(event)}?{query}")

    assert (odd.status_code, without_secrets(odd.text)) == (200, without_secrets(plain.text))
    right = client.get(f"{address(event)}?session={one}")
    assert without_secrets(right.text) != without_secrets(plain.text)


def rows(response):
    """What the list shows: each month with its sessions."""
    months = response.context_data["months"]
    return [(month, [card.session.pk for card in cards]) for month, cards in months]


@pytest.mark.parametrize("query", ["audience=%00", "where=x", "when=%00", "page=-1", "page=%00"])
def test_odd_filters_filter_nothing(client, query):
    event = make_event(*two_sessions(), audiences=[make_audience()])
    first, second = event.sessions.order_by("pk")

    response = client.get(f"/?{query}")

    assert response.status_code == 200
    assert rows(response) == [("November 2026", [first.pk]), ("December 2026", [second.pk])]


def test_too_much_text_is_told_in_our_words(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    session = make_session()

    response = client.post(address(session.event), answers(session, role="x" * 2000))

    assert response.status_code == 400
    assert "We could not read what you sent" in response.text


def test_another_host_is_refused_in_our_words(client):
    response = client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "We could not read what you sent" in response.text


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_change_nothing(client, method):
    attendee = make_booking()
    call, before = getattr(client, method), every_row()

    statuses = {
        call(f"/b/{attendee.link_token}/{rest}").status_code for rest in ("", "cancel/", "details/")
    }

    assert statuses == {405}
    assert every_row() == before


def test_a_form_without_its_token_is_refused_in_our_words(settings):
    session = make_session()

    response = Client(enforce_csrf_checks=True).post(address(session.event), answers(session))

    assert response.status_code == 403
    assert "text/html" in response["Content-Type"]
    assert not Attendee.objects.exists()
