"""Throwing a draft away, and nothing else."""

from pathlib import Path

import pytest

from events import discarding, lifecycle
from events.models import AuditEntry, Document, DocumentVersion, Event, Session
from tests.database import every_row
from tests.events.office_packages import open_document
from tests.events.pages import attach
from tests.factories import NOON, cancel_event, make_event, make_organiser, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def address(event):
    return f"/organiser/events/{event.public_id}/discard/"


@pytest.mark.django_db(transaction=True)
def test_a_draft_goes_with_its_sessions_documents_and_files(signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    event, other = make_event(published=False), make_event(published=False, title="Kept")
    attach(event, accessible_file=open_document())
    attach(other)
    asked = signed_in.get(address(event))

    response = signed_in.post(address(event))

    assert "Discard this draft?" in asked.text
    assert (response.status_code, response["Location"]) == (302, "/organiser/")
    assert list(Event.objects.values_list("title", flat=True)) == ["Kept"]
    assert (Session.objects.count(), Document.objects.count()) == (1, 1)
    [version] = DocumentVersion.objects.all()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [Path(version.file.name).name]
    entry = AuditEntry.objects.get(action="event_discarded")
    assert (entry.object_id, entry.at) == (event.public_id, NOON)


@pytest.mark.parametrize("state", ["published", "cancelled"])
def test_what_was_announced_is_not_discarded(state, signed_in):
    event = make_event()
    if state == "cancelled":
        cancel_event(event, reason="")
    before = every_row()

    asked, response = signed_in.get(address(event)), signed_in.post(address(event))

    assert asked.status_code == 404
    assert response.status_code == 409
    assert "You cannot discard this event" in response.text
    assert every_row() == before


def test_what_was_discarded_is_not_published(signed_in):
    event = make_event(published=False)
    discarding.discard_draft(event, at=NOON, by=None)

    with pytest.raises(lifecycle.Discarded):
        lifecycle.publish_event(event, at=NOON, by=None)
    assert signed_in.post(f"/organiser/events/{event.public_id}/publish/").status_code == 404


def test_asking_changes_nothing(signed_in):
    event = make_event(published=False)
    before = every_row()

    signed_in.get(address(event))

    assert every_row() == before


@pytest.mark.django_db(transaction=True)
def test_a_file_that_cannot_be_deleted_leaves_the_others_to_go(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    event = make_event(published=False)
    attach(event, title="First")
    attach(event, title="Second")
    first = tmp_path / DocumentVersion.objects.order_by("pk")[0].file.name
    first.unlink()
    first.mkdir()
    (first / "in the way").touch()

    discarding.discard_draft(event, at=NOON, by=None)

    assert not Event.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [first / "in the way"]


def test_discarding_twice_changes_nothing(signed_in):
    event = make_event(published=False)
    discarding.discard_draft(event, at=NOON, by=None)
    before = every_row()

    discarding.discard_draft(event, at=NOON, by=None)

    assert every_row() == before
    assert signed_in.post(address(event)).status_code == 404


def test_only_organisers_of_the_team_discard(client, settings, signed_in):
    event = make_event(published=False, team=make_team("Another"))
    assert signed_in.post(address(event)).status_code == 404

    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser(role="assistant", email="a@westshire.example"))
    assert client.post(address(event)).status_code == 403
    assert Event.objects.exists()
