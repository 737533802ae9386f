"""The address of a document: always the newest version, and harmless to open."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from events import documents
from events.models import Document
from events.plans import VersionPlan
from tests.factories import NOON, attach_document, make_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

FIRST, SECOND = b"%PDF-1.4 first", b"%PDF-1.4 second"


def make_document(event=None, **fields):
    what = {"title": "Agenda & notes", "content": FIRST}
    return attach_document(event or make_event(), **what | fields)


def address(document):
    return f"/documents/{document.public_id}/{document.file_name}"


def fetch(client, path, **options):
    """Read the whole file, so that it is closed."""
    response = client.get(path, **options)
    if response.streaming:
        response.content_read = response.getvalue()
    return response


def test_the_file_is_sent_to_be_saved_and_cannot_run(client):
    document = make_document()

    response = fetch(client, address(document))

    assert (response.status_code, response.content_read) == (200, FIRST)
    assert {name: response[name] for name in response.headers if name != "Date"} == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(FIRST)),
        "Content-Disposition": 'attachment; filename="agenda-notes.pdf"',
        "ETag": response["ETag"],
        "Cache-Control": "public, no-cache",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
    }
    assert document.versions.get().sha256 == hashlib.sha256(FIRST).hexdigest()


def test_the_address_stays_when_the_document_is_replaced(client):
    document = make_document()
    before = fetch(client, address(document))["ETag"]
    documents.replace_document(
        document, VersionPlan(SECOND, "pdf"), at=NOON + timedelta(1), by=None
    )

    response = fetch(client, address(document), headers={"If-None-Match": before})

    assert (response.status_code, response.content_read) == (200, SECOND)


def test_who_has_the_newest_version_is_told_so(client):
    document = make_document()
    etag = fetch(client, address(document))["ETag"]

    response = fetch(client, address(document), headers={"If-None-Match": etag})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_any_file_name_opens_it_so_that_old_links_last(client):
    document = make_document()

    assert fetch(client, f"/documents/{document.public_id}/renamed.pdf").status_code == 200


def test_a_recording_leads_to_where_it_is(client):
    recording = Document.objects.create(event=make_event(), title="***", kind="recording")
    recording.versions.create(number=1, link="https://video.example/1", at=NOON)

    response = client.get(address(recording))

    assert recording.file_name == "document"
    assert (response.status_code, response["Location"]) == (302, "https://video.example/1")


def test_an_accessible_alternative_has_an_address_of_its_own(client):
    document = make_document()
    document.alternative_file.save("agenda.docx", ContentFile(b"words"))

    response = fetch(
        client, f"/documents/{document.public_id}/accessible/{document.alternative_file_name}"
    )

    assert (response.status_code, response.content_read) == (200, b"words")
    assert response["Content-Disposition"] == 'attachment; filename="agenda-notes-accessible.docx"'


def test_without_an_alternative_there_is_nothing_to_open(client):
    document = make_document()

    assert client.get(f"/documents/{document.public_id}/accessible/x.pdf").status_code == 404


@pytest.mark.parametrize("visible_to", ["booked", "attended"])
def test_what_is_not_for_everybody_is_not_found(client, visible_to):
    document = make_document(visible_to=visible_to)

    assert fetch(client, address(document)).status_code == 404
    assert client.get(f"/documents/{document.public_id}/accessible/x.pdf").status_code == 404


def test_what_belongs_to_a_draft_is_not_found(client):
    assert client.get(address(make_document(make_event(published=False)))).status_code == 404


def test_what_was_public_and_is_withdrawn_says_so(client):
    document = make_document()
    documents.withdraw_document(document, at=NOON, by=None)

    response = fetch(client, address(document))

    assert response.status_code == 410
    assert "This has been withdrawn" in response.text


def test_what_was_never_public_and_is_withdrawn_is_not_found(client):
    document = make_document(visible_to="booked")
    documents.withdraw_document(document, at=NOON, by=None)

    assert fetch(client, address(document)).status_code == 404


def test_a_document_without_a_version_is_not_found(client):
    empty = Document.objects.create(event=make_event(), title="Promised", kind="other")

    assert client.get(address(empty)).status_code == 404


def test_an_unknown_document_is_not_found(client):
    assert client.get("/documents/abcd2345/x.pdf").status_code == 404


@pytest.mark.parametrize("path", ["x.pdf", "accessible/x.pdf"])
def test_nothing_is_sent_to_it(client, path):
    assert client.post(f"/documents/abcd2345/{path}").status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, number):
    document = make_document()
    for _ in range(number):
        documents.replace_document(document, VersionPlan(SECOND, "pdf"), at=NOON, by=None)

    path = address(document)

    with django_assert_num_queries(2):
        fetch(client, path)
