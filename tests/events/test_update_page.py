"""The page of a weekly update: what it announced."""

from datetime import date, timedelta

import pytest

from events.models import Update
from tests.events.pages import words
from tests.factories import NOON, attach_document, cancel_event, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def make_update(**fields):
    return Update.objects.create(
        **{"published_on": date(2026, 10, 30), "title": "30 October weekly update"} | fields
    )


def page(update):
    return f"/updates/{update.public_id}/{update.slug}/"


def test_it_lists_what_it_announced(client):
    update = make_update(address="https://news.example/30-october")
    briefing = make_event(
        plan(), plan(starts_at=NOON - timedelta(days=1)), update=update, summary="All heads."
    )
    attach_document(briefing, content=b"%PDF-1.4" + b"x" * 1016)
    cancel_event(make_event(update=update, title="Off"), reason="")
    make_event(title="Of another update", update=make_update(title="Another"))
    make_event(title="Of none")

    response = client.get(page(update))

    assert response.status_code == 200
    assert [p["event"].title for p in response.context_data["pages"]] == [
        "Headteacher briefing",
        "Off",
    ]
    text = words(response)
    assert "30 October 2026 30 October weekly update Read the whole update on news.example" in text
    assert (
        "Headteacher briefing All heads. Monday 30 November 2026, midday to 1:30pm, Online "
        "Sunday 1 November 2026, midday to 1:30pm, Online Agenda (PDF, 1.0 KB) Added 2 Nov"
    ) in text
    assert "Off Cancelled" in text


def test_an_address_that_is_none_of_the_web_is_no_link(client):
    update = make_update(address="javascript:alert(1)")
    make_event(update=update)

    assert "javascript:" not in client.get(page(update)).text


def test_drafts_and_unlisted_events_are_left_out(client):
    update = make_update()
    make_event(update=update, title="Draft", published=False)
    make_event(update=update, title="By link only", is_listed=False)

    assert client.get(page(update)).status_code == 404

    make_event(update=update, title="Public")
    make_event(update=update, title="Public too")
    shown = client.get(page(update)).context_data["pages"]
    assert [p["event"].title for p in shown] == ["Public", "Public too"]


@pytest.mark.parametrize("slug", ["", "another/"])
def test_a_missing_or_wrong_slug_leads_to_the_right_one(client, slug):
    update = make_update()
    make_event(update=update)

    response = client.get(f"/updates/{update.public_id}/{slug}")

    assert (response.status_code, response["Location"]) == (301, page(update))


def test_a_title_without_letters_has_an_address_too(client):
    update = make_update(title="***")
    make_event(update=update)

    assert page(update).endswith("/update/")
    assert client.get(page(update)).status_code == 200


def test_an_unknown_update_is_not_found(client):
    assert client.get("/updates/abcd2345/x/").status_code == 404


def test_nothing_is_sent_to_it(client):
    assert client.post("/updates/abcd2345/x/").status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, number):
    update = make_update()
    for _ in range(number):
        make_event(plan(), plan(), update=update)

    with django_assert_num_queries(5):
        client.get(page(update))
