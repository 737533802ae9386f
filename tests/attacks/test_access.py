"""Somebody asks for what is not theirs: without signing in, in another team, in a lesser role."""

import time
import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import path as route

from bookings.models import Attendee, ListChoice, WrittenMessage
from deploy.urls import urlpatterns as ours
from events.models import AuditEntry, Membership
from tests.attacks.addresses import every_address
from tests.bookings.test_book_place_page import address, answers
from tests.database import every_row
from tests.events.office_packages import open_document
from tests.factories import (
    NOON,
    attach_document,
    make_booking,
    make_event,
    make_organiser,
    make_team,
)
from tests.signing_in import ACTIVATE, PASSWORD, set_up_codes, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

SIGN_IN = "/accounts/login/"
OPEN_TO_ALL = {  # pages of accounts that ask for nobody's sign-in, because there is none yet
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "account_confirm_login_code",
    "mfa_login_webauthn",
}
OF_ALL_ROLES = {"organiser_home"}
OF_ASSISTANTS = {
    *("event_overview", "event_bookings", "event_documents", "event_history", "preview_event"),
    *("qr_code", "qr_picture", "document_version", "draft_document", "accessible_draft_document"),
    *("export_file", "download_export"),
    *("export_bookings", "search_bookings", "choose_columns", "attendee", "note_attendee"),
    *("send_details_again", "send_message_again", "book_on_behalf", "correct_on_behalf"),
    *("move_on_behalf", "cancel_on_behalf", "undo_cancellation", "print_session"),
    *("event_messages", "written_message", "event_questions", "email_settings"),
    *("event_waiting_list", "export_waiting_list", "extra_session"),
    *("offer_from_list", "remove_from_list", "move_in_list"),
}
METHODS = ["get", "post", "put", "delete"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def organisers_pages():
    """The address of each page that is for those who signed in, with ids that have their shape."""
    return [
        page.path
        for page in every_address()
        if page.policy not in {"public", "by_link"} and page.name not in OPEN_TO_ALL
    ]


@pytest.mark.parametrize("method", METHODS)
def test_who_has_not_signed_in_is_sent_to_sign_in_whatever_they_ask_for(method, client):
    pages = organisers_pages()

    answers_ = [getattr(client, method)(page) for page in pages]

    assert len(pages) > 15
    assert {answer.status_code for answer in answers_} == {302}
    assert {answer["Location"].partition("?")[0] for answer in answers_} == {SIGN_IN}


def forgotten(request):
    return HttpResponse("everybody's names")


urlpatterns = [*ours, route("forgotten/", forgotten)]


def test_a_page_that_somebody_forgot_to_guard_asks_for_a_sign_in_too(client, settings):
    settings.ROOT_URLCONF = __name__

    answer = client.get("/forgotten/")

    assert (answer.status_code, answer["Location"]) == (302, f"{SIGN_IN}?next=/forgotten/")


def organiser(client, settings, **who):
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser(**who))


def write_to(event):
    """A message of the event; as a row, since nobody has a place at a draft."""
    values = {"form_uuid": uuid.uuid4(), "who": {}, "recipients": 1}
    WrittenMessage.objects.create(event=event, confirmed_at=NOON, held_until=NOON, **values)


def pages_of(event):
    """Every page of organisers by its name, with this event's ids and those of what it has."""
    ids = {"public_id": event.public_id, "document_id": event.documents.get().public_id}
    ids["session_id"] = event.sessions.get().public_id
    ids["message_id"] = WrittenMessage.objects.get(event=event).public_id
    return {
        page.name: page.path
        for page in every_address(**ids)
        if page.policy == "organiser" and page.name not in OF_ALL_ROLES
    }


def ask_for(client, pages):
    """By name, the statuses of each of these pages, asked for and posted to."""
    found = {}
    for name, path in pages.items():
        answers_ = [getattr(client, method)(path) for method in ("get", "post")]
        for answer in answers_:
            b"".join(answer.streaming_content if answer.streaming else [])  # which closes its file
        found[name] = {answer.status_code for answer in answers_}
    return found


def ask_for_all_of(client, event):
    of_event = {name: path for name, path in pages_of(event).items() if event.public_id in path}
    assert len(of_event) > 20
    return set().union(*ask_for(client, of_event).values())


@pytest.mark.parametrize("is_published", [True, False])
def test_another_teams_event_is_not_there_by_any_address(is_published, client, settings):
    event = make_event(team=make_team("Another team"), published=is_published)
    attach_document(event, accessible_file=open_document())
    write_to(event)
    organiser(client, settings)
    before = every_row()

    assert ask_for_all_of(client, event) <= {404, 405}
    assert every_row() == before


@pytest.mark.parametrize("role", ["partner", "check_in"])
def test_a_lesser_role_opens_changes_and_takes_out_nothing(role, client, settings):
    event = make_event(published=False)
    attach_document(event, accessible_file=open_document())
    write_to(event)
    organiser(client, settings, role=role)
    before = every_row()

    assert ask_for_all_of(client, event) == {403}
    assert every_row() == before


@pytest.mark.parametrize("is_published", [True, False])
def test_an_assistant_looks_at_what_is_for_assistants_and_changes_nothing_of_the_event(
    is_published, client, settings
):
    event = make_event(published=is_published)
    attach_document(event, accessible_file=open_document())
    write_to(event)
    organiser(client, settings, role="assistant")
    before = every_row()

    pages = pages_of(event)
    refused = {name for name, found in ask_for(client, pages).items() if found == {403}}

    assert refused == pages.keys() - OF_ASSISTANTS
    exported = AuditEntry.objects.filter(action="bookings_exported")
    exported.delete()
    ListChoice.objects.all().delete()
    assert every_row() == before


def test_a_role_in_one_team_is_none_in_another(client, settings):
    organiser(client, settings)
    theirs = make_team("Another team")
    Membership.objects.create(
        team=theirs, organiser=Membership.objects.get().organiser, role="check_in"
    )
    event = make_event(team=theirs)

    assert client.get(f"/organiser/teams/{theirs.public_id}/").status_code == 403
    assert client.get(f"/organiser/events/{event.public_id}/bookings/").status_code == 403
    assert client.post(f"/organiser/events/{event.public_id}/bookings/export/").status_code == 403
    assert not AuditEntry.objects.filter(action="bookings_exported").exists()


def test_a_document_of_one_event_is_not_handed_out_below_another(client, settings):
    organiser(client, settings)
    own = make_event(published=False)
    document = attach_document(make_event(team=make_team("Another team"), published=False))

    path = f"/organiser/events/{own.public_id}/documents/{document.public_id}/agenda.pdf"

    assert client.get(path).status_code == 404


def test_a_draft_is_nowhere_for_the_public(client):
    event = make_event(published=False, title="Secret plans")
    document = attach_document(event, accessible_file=open_document())
    session = event.sessions.get()
    files = f"/documents/{document.public_id}"

    paths = [
        f"/events/{event.public_id}/",
        f"/events/{event.public_id}/{event.slug}/",
        f"/calendar/{event.feed_name}.ics",
        f"{files}/agenda.pdf",
        f"{files}/accessible/agenda.odt",
        address(event),
    ]

    assert {client.get(path).status_code for path in paths} == {404}
    assert client.post(address(event), answers(session)).status_code == 404
    assert not Attendee.objects.exists()
    assert all("Secret plans" not in client.get(p).text for p in ("/", "/calendar/all-events.ics"))


def test_nobody_signs_themselves_up(client):
    paths = ["signup/", "email/", "social/signup/", "2fa/webauthn/", "login/code/confirm/"]

    assert {client.post(f"/accounts/{path}").status_code for path in paths} == {404}


def test_a_password_alone_opens_nothing_where_a_code_is_asked_for():
    organiser = make_organiser()
    event = make_booking().event
    before, owner, after = Client(), Client(), Client()
    sign_in(before, organiser)
    set_up_codes(owner, organiser)
    sign_in(after, organiser)

    statuses = [
        browser.get(f"/organiser/events/{event.public_id}/bookings/").status_code
        for browser in (before, owner, after)
    ]

    assert statuses == [302, 200, 302]


def test_a_browser_left_alone_for_an_hour_sets_up_nobody_elses_codes(client, monkeypatch):
    sign_in(client, make_organiser())
    then = time.time() + 61 * 60
    monkeypatch.setattr(time, "time", lambda: then)

    answer = client.get(ACTIVATE)

    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not Authenticator.objects.exists()
    assert client.post(answer["Location"], {"password": PASSWORD})["Location"] == ACTIVATE
