"""The documents on an event's page: type, size, date, and an accessible alternative."""

from datetime import timedelta

import pytest

from events import documents
from events.models import Document
from events.plans import VersionPlan
from tests.events.office_packages import open_document
from tests.events.pages import PDF, attach, page, words
from tests.factories import NOON, make_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_a_document_is_named_with_its_type_size_and_date(client):
    event = make_event()
    agenda = attach(event)
    documents.replace_document(
        agenda,
        VersionPlan(PDF + b"!", "pdf", note="slightly amended"),
        at=NOON + timedelta(days=5),
        by=None,
    )

    response = client.get(page(event))

    assert f'<a href="/documents/{agenda.public_id}/agenda.pdf">Agenda (PDF, 184.7 KB)</a>' in (
        response.text
    )
    assert "Updated 7 November 2026: slightly amended" in words(response)


def test_documents_are_in_the_order_of_their_stage_and_only_those_for_everybody(client):
    event = make_event()
    attach(event, title="Slides", kind="slides", stage="after")
    attach(event, title="Agenda")
    attach(event, title="Joining notes", visible_to="booked")
    documents.withdraw_document(attach(event, title="Old plan"), at=NOON, by=None)

    response = client.get(page(event))

    assert [d.title for d in response.context_data["documents"]] == ["Agenda", "Slides"]
    assert "Joining notes" not in response.text
    assert "Old plan" not in response.text


def test_an_accessible_alternative_is_linked_beside_the_document(client):
    event = make_event()
    linked = attach(event, title="Plan", alternative_link="https://westshire.example/plan")
    accessible = open_document()
    filed = attach(event, title="Notes", accessible_file=accessible)

    text = client.get(page(event)).text

    assert (
        '<a href="https://westshire.example/plan" rel="noopener">'
        "Accessible version of Plan (on westshire.example)</a>"
    ) in " ".join(text.split())
    assert (
        f'<a href="/documents/{filed.public_id}/accessible/notes-accessible.odt">'
        f"Accessible version of Notes (ODT, {len(accessible)} bytes)</a>"
    ) in text
    assert linked.public_id in text


def test_a_recording_is_a_link_to_where_it_is(client):
    event = make_event()
    recording = Document.objects.create(event=event, title="Recording", kind="recording")
    recording.versions.create(number=1, link="https://video.example/1", at=NOON)

    assert '<a href="https://video.example/1" rel="noopener">Recording (on video.example)</a>' in (
        client.get(page(event)).text
    )


def test_a_document_without_a_version_is_not_shown(client):
    event = make_event()
    Document.objects.create(event=event, title="Promised", kind="other")

    assert "Promised" not in client.get(page(event)).text
