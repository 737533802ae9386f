"""Documents and their versions."""

import hashlib
from datetime import timedelta

import pytest

from events import documents
from events.models import AuditEntry, DocumentVersion
from events.refused_files import NotAccepted
from tests.database import every_row
from tests.events.office_packages import TEXT, open_document
from tests.factories import NOON, PDF, attach_document, make_event, replace_document

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)


def test_a_document_keeps_its_size_and_checksum():
    document = attach_document(make_event())

    version = document.newest
    assert (version.number, version.size, version.sha256, version.at) == (
        1,
        len(PDF),
        hashlib.sha256(PDF).hexdigest(),
        NOON,
    )
    with version.file.open() as file:
        assert file.read() == PDF
    assert document.file_name == "agenda.pdf"
    assert "agenda" not in version.file.name


def test_replacing_adds_a_version_and_keeps_the_old_one():
    document = attach_document(make_event())

    replace_document(document, content=b"%PDF-2", note="New time", at=LATER)

    assert list(
        DocumentVersion.objects.order_by("number").values_list("number", "size", "note", "at")
    ) == [(1, len(PDF), "", NOON), (2, 6, "New time", LATER)]
    assert document.newest.number == 2


def test_withdrawing_twice_is_withdrawing_once():
    document = attach_document(make_event())

    withdrawn = [documents.withdraw_document(document, at=at, by=None) for at in (NOON, LATER)]

    assert withdrawn == [True, False]
    document.refresh_from_db()
    assert document.withdrawn_at == NOON
    assert AuditEntry.objects.filter(action="document_withdrawn").count() == 1


def test_attaching_to_a_published_event_tells_its_calendars():
    published, draft = make_event(), make_event(published=False)

    attach_document(published, at=LATER)
    attach_document(draft, at=LATER)

    assert list(published.sessions.values_list("feed_sequence", "changed_at")) == [(1, LATER)]
    assert list(draft.sessions.values_list("feed_sequence", "changed_at")) == [(0, NOON)]


@pytest.mark.parametrize(
    "plan",
    [
        {"content": b"MZ a program"},
        {"accessible_file": b"MZ a program"},
        {"accessible_file": open_document(TEXT, **{"Basic/script-lc.xml": "<macro/>"})},
        {"content": b"MZ a program", "accessible_file": open_document()},
    ],
)
def test_a_refused_file_leaves_nothing_behind(settings, tmp_path, plan):
    settings.MEDIA_ROOT = tmp_path
    event = make_event()
    before = every_row()

    with pytest.raises(NotAccepted):
        attach_document(event, **plan)

    assert every_row() == before
    assert list(tmp_path.iterdir()) == []


def test_a_refused_version_leaves_the_one_before():
    document = attach_document(make_event())
    before = every_row()

    with pytest.raises(NotAccepted):
        replace_document(document, content=b"MZ a program")

    assert every_row() == before


def test_what_was_before_a_pdf_is_not_stored():
    document = attach_document(make_event(), content=b"\xef\xbb\xbf\r\n" + PDF)

    replace_document(document, content=b"\n%PDF-2", at=LATER)

    checksums = [hashlib.sha256(content).hexdigest() for content in (PDF, b"%PDF-2")]
    versions = document.versions.order_by("number")
    assert [(version.size, version.sha256) for version in versions] == [
        (len(PDF), checksums[0]),
        (6, checksums[1]),
    ]
    for version, content in zip(versions, (PDF, b"%PDF-2"), strict=True):
        with version.file.open() as file:
            assert file.read() == content
