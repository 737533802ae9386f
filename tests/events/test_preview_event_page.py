"""The preview of an event, and publishing it from there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import AuditEntry, Event
from tests.database import every_row
from tests.events.browsing import sent_by_a_browser
from tests.factories import (
    NOON,
    attach_document,
    make_audience,
    make_event,
    make_organiser,
    make_team,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def preview(event):
    return f"/organiser/events/{event.public_id}/preview/"


def publish(event):
    return f"/organiser/events/{event.public_id}/publish/"


def shown_checks(client, event):
    """What the form of the preview sends."""
    return {"warnings": client.get(preview(event)).context_data["checks"].digest}


def test_a_draft_is_shown_as_the_public_will_see_it(signed_in):
    event = make_event(plan(label="Morning"), published=False, body="Bring *questions*.")

    response = signed_in.get(preview(event))

    assert response.status_code == 200
    assert "This is a draft. Only your team can see it." in response.text
    assert "Bring <em>questions</em>." in response.text
    assert "Morning" in response.text
    assert "Book this session" not in response.text
    assert f'action="{publish(event)}"' in response.text


def test_publishing_makes_it_public_and_says_so(signed_in, client):
    event = make_event(published=False)
    attach_document(event)

    response = signed_in.post(publish(event), follow=True)

    event.refresh_from_db()
    assert (event.state, event.published_at) == ("published", NOON)
    assert response.redirect_chain == [(f"/organiser/events/{event.public_id}/", 302)]
    assert "This event is public." in response.text
    assert "Publish event" not in response.text
    assert client.get(f"/events/{event.public_id}/{event.slug}/").status_code == 200


def test_publishing_twice_changes_nothing(signed_in):
    event = make_event(published=False)
    signed_in.post(publish(event), shown_checks(signed_in, event))
    before = every_row()

    signed_in.post(publish(event))

    assert AuditEntry.objects.filter(action="event_published").count() == 1
    assert every_row() == before


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"contact_name": "", "contact_email": ""}, "Add a contact before you publish"),
        ({"sessions": []}, "Add a session before you publish"),
    ],
)
def test_what_is_missing_is_told_on_a_page_of_its_own(signed_in, fields, sentence):
    event = make_event(published=False, **fields)

    response = signed_in.post(publish(event), shown_checks(signed_in, event))

    assert response.status_code == 409
    assert f'<h1 class="govuk-heading-l">{sentence}</h1>' in response.text
    assert f'href="{preview(event)}"' in response.text
    assert Event.objects.get().is_draft


def test_an_event_with_warnings_is_published_by_whoever_has_seen_them(signed_in):
    event = make_event(published=False)

    page = signed_in.get(preview(event))
    response = signed_in.post(publish(event), sent_by_a_browser(page.text))

    assert "Publish anyway" in page.text
    assert "Publish event" not in page.text
    assert response.status_code == 302
    assert Event.objects.get().state == "published"


@pytest.mark.parametrize("digest", [None, "", "another"])
def test_warnings_that_were_not_shown_are_shown_and_nothing_is_published(digest, signed_in):
    event = make_event(published=False)
    before = every_row()

    response = signed_in.post(publish(event), {} if digest is None else {"warnings": digest})

    assert response.status_code == 409
    assert "because there is something new to check" in response.text
    assert "<li>There is no agenda.</li>" in response.text
    assert "Publish anyway" in response.text
    assert every_row() == before


def test_a_warning_that_came_meanwhile_is_shown_first(signed_in, monkeypatch):
    event = make_event(plan(starts_at=NOON + timedelta(minutes=5)), published=False)
    shown = shown_checks(signed_in, event)
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(minutes=5))

    response = signed_in.post(publish(event), shown)

    assert response.status_code == 409
    assert "this has already started." in response.text
    assert Event.objects.get().is_draft


def test_a_warning_that_is_gone_holds_nothing_back(signed_in):
    event = make_event(published=False)
    shown = shown_checks(signed_in, event)
    attach_document(event)

    assert signed_in.post(publish(event), shown).status_code == 302


@pytest.mark.parametrize(
    ("fields", "stop"),
    [
        ({"booking_by": "link"}, "Add the link to the page where people book."),
        ({"sessions": [plan(starts_at=NOON - timedelta(days=7))]}, "Every session is over."),
    ],
)
def test_what_has_to_be_mended_first_keeps_it_a_draft(fields, stop, signed_in):
    event = make_event(published=False, **fields)

    page = signed_in.get(preview(event))
    response = signed_in.post(publish(event), shown_checks(signed_in, event))

    assert stop in page.text
    assert 'value="Publish' not in page.text
    assert f'action="{publish(event)}"' not in page.text
    assert response.status_code == 409
    assert "This event has not been published" in response.text
    assert "something new to check" not in response.text
    assert Event.objects.get().is_draft


def test_an_event_without_sessions_can_be_previewed(signed_in):
    event = make_event(published=False, sessions=[])

    assert "Dates are to be confirmed." in signed_in.get(preview(event)).text


def test_an_assistant_sees_the_preview_but_may_not_publish(client, settings):
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser(role="assistant"))
    event = make_event(published=False)

    assert "Publish event" not in client.get(preview(event)).text
    assert client.post(publish(event)).status_code == 403
    assert Event.objects.get().is_draft


@pytest.mark.parametrize("role", ["partner", "check_in"])
def test_lesser_roles_may_not_see_it(client, settings, role):
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser(role=role))

    assert client.get(preview(make_event(published=False))).status_code == 403


def test_another_teams_event_is_not_found(signed_in):
    event = make_event(team=make_team("Early Years"), published=False)

    assert signed_in.get(preview(event)).status_code == 404
    assert signed_in.post(publish(event)).status_code == 404
    assert Event.objects.get().is_draft


def test_a_lesser_role_in_the_events_team_is_not_lent_by_another_team(client, settings):
    settings.REQUIRE_TOTP = False
    organiser = make_organiser()
    early_years = make_team("Early Years")
    organiser.memberships.create(team=early_years, role="assistant")
    client.force_login(organiser)
    event = make_event(team=early_years, published=False)

    assert "Publish event" not in client.get(preview(event)).text
    assert client.post(publish(event)).status_code == 403
    assert Event.objects.get().is_draft


def test_who_has_not_signed_in_is_asked_to(client):
    event = make_event(published=False)

    assert client.get(preview(event))["Location"].startswith("/accounts/login/")
    assert client.post(publish(event))["Location"].startswith("/accounts/login/")
    assert Event.objects.get().is_draft


def test_looking_publishes_nothing(signed_in):
    event = make_event(published=False)
    before = every_row()

    assert signed_in.get(preview(event)).status_code == 200
    assert signed_in.get(publish(event)).status_code == 405
    assert signed_in.post(preview(event)).status_code == 405
    assert every_row() == before


@pytest.mark.parametrize("number", [1, 30])
def test_the_number_of_queries_does_not_grow(signed_in, django_assert_num_queries, number):
    heads = [make_audience("Headteachers")]
    for title in ("Another event", "And one more"):
        make_event(*[plan() for _ in range(number)], title=title, audiences=heads)
    event = make_event(*[plan() for _ in range(number)], published=False, audiences=heads)

    with django_assert_num_queries(9):
        page = signed_in.get(preview(event))
    with django_assert_num_queries(9):
        held_back = signed_in.post(publish(event))

    assert page.text.count("is for the same audience at the same time") == 2 * number * number
    assert held_back.status_code == 409
