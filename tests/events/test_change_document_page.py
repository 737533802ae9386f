"""What is said of a document is changed; its file stays."""

from datetime import timedelta

import pytest

from events.models import AuditEntry, Document, Session
from tests.events.browsing import sent_by_a_browser
from tests.events.office_packages import open_document
from tests.events.test_event_documents_page import DETAILS, errors, page, upload
from tests.factories import NOON, attach_document, make_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_details_are_changed_and_the_file_stays(signed_in):
    event = make_event()
    document = attach_document(event, shown_from=NOON + timedelta(days=2))
    own = page(event, f"{document.public_id}/edit/")
    shown = signed_in.get(own)
    assert 'value="midday"' in shown.text

    response = signed_in.post(own, DETAILS | {"accessible_file": upload(open_document(), "s.odt")})

    assert response.headers["Location"] == page(event)
    document.refresh_from_db()
    assert (document.title, document.shown_from, document.versions.count()) == ("Slides", None, 1)
    assert document.alternative_size == len(open_document())
    entry = AuditEntry.objects.get(action="document_changed")
    assert entry.changed == [
        "alternative_file",
        "alternative_size",
        "kind",
        "shown_from",
        "stage",
        "title",
    ]
    assert Session.objects.get().feed_sequence == 2


def test_another_accessible_version_leaves_no_file_of_the_one_before(
    signed_in, tmp_path, django_capture_on_commit_callbacks
):
    event = make_event()
    document = attach_document(event, accessible_file=open_document())
    typed = DETAILS | {"accessible_file": upload(open_document(), "s.odt")}

    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(page(event, f"{document.public_id}/edit/"), typed)

    document.refresh_from_db()
    kept = {path.name for path in (tmp_path / "documents").iterdir()}
    names = [document.alternative_file.name, document.newest.file.name]
    assert kept == {name.removeprefix("documents/") for name in names}


def test_the_same_details_again_change_nothing(signed_in):
    event = make_event()
    document = attach_document(event)
    typed = {"title": "Agenda", "kind": "agenda", "stage": "before", "visible_to": "everybody"}

    signed_in.post(page(event, f"{document.public_id}/edit/"), typed)

    assert not AuditEntry.objects.filter(action="document_changed").exists()
    assert Session.objects.get().feed_sequence == 1


def test_wrong_details_are_told_and_nothing_changes(signed_in):
    event = make_event()
    document = attach_document(event)

    response = signed_in.post(page(event, f"{document.public_id}/edit/"), DETAILS | {"title": ""})

    assert errors(response) == {"title": ["Enter a title"]}
    document.refresh_from_db()
    assert document.kind == "agenda"


def test_what_another_organiser_has_changed_meanwhile_is_kept(signed_in):
    event = make_event()
    document = attach_document(event)
    own = page(event, f"{document.public_id}/edit/")
    mine = sent_by_a_browser(signed_in.get(own).text)
    Document.objects.update(visible_to="booked")
    mine["title"] = "The agenda"

    signed_in.post(own, mine)

    document.refresh_from_db()
    assert (document.title, document.visible_to) == ("The agenda", "booked")
