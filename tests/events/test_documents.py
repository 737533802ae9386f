"""Documents and their versions, and what may be attached at all."""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest

from events import documents, uploads
from events.models import AuditEntry, DocumentVersion
from tests.database import every_row
from tests.factories import NOON, PDF, attach_document, make_event, replace_document

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)


def zipped(*names, **contents):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
        for name, content in contents.items():
            archive.writestr(name, content)
    return file.getvalue()


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

    replace_document(document, note="New time", at=LATER)

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


def test_a_refused_file_leaves_nothing_behind(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    event = make_event()
    before = every_row()

    with pytest.raises(uploads.NotAccepted):
        attach_document(event, content=b"MZ a program")

    assert every_row() == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("pdf", PDF),
        ("png", b"\x89PNG\r\n\x1a\n..."),
        ("jpg", b"\xff\xd8\xff\xe0"),
        ("jpeg", b"\xff\xd8\xff\xe0"),
        ("docx", zipped("word/document.xml")),
        ("pptx", zipped("ppt/presentation.xml")),
        ("xlsx", zipped("xl/workbook.xml")),
        ("odt", zipped(mimetype="application/vnd.oasis.opendocument.text")),
        ("odp", zipped(mimetype="application/vnd.oasis.opendocument.presentation")),
    ],
)
def test_what_a_file_says_it_is_and_is_may_be_attached(extension, content):
    assert uploads.accept(content, extension) is None


@pytest.mark.parametrize(
    ("extension", "content", "sentence"),
    [
        ("exe", b"MZ", "The file must be a PDF, Word, PowerPoint, Excel, ODT, ODP, PNG or JPEG"),
        ("svg", b"<svg>", "The file must be a PDF, Word, PowerPoint, Excel, ODT, ODP, PNG or JPEG"),
        ("pdf", b"", "The file is empty"),
        ("pdf", b"PK\x03\x04", "The file's content must be what its name says: .pdf"),
        ("pdf", b" %PDF-1.7", "The file's content must be what its name says: .pdf"),
        ("pdf", PDF + zipped("a.txt"), "The file's content must be what its name says: .pdf"),
        ("png", PDF, "The file's content must be what its name says: .png"),
        ("jpg", PDF, "The file's content must be what its name says: .jpg"),
        ("docx", zipped("xl/workbook.xml"), "The file's content must be what its name says: .docx"),
        (
            "docx",
            zipped("word/document.xml", "word/vbaProject.bin"),
            "The file's content must be what its name says: .docx",
        ),
        (
            "docx",
            zipped("word/document.xml", "word/embeddings/oleObject1.bin"),
            "The file's content must be what its name says: .docx",
        ),
        ("odt", zipped("content.xml"), "The file's content must be what its name says: .odt"),
        (
            "odt",
            zipped("Basic/script.xml", mimetype="application/vnd.oasis.opendocument.text"),
            "The file's content must be what its name says: .odt",
        ),
        ("docx", b"PK\x03\x04 broken", "The file's content must be what its name says: .docx"),
    ],
)
def test_anything_else_is_refused_with_its_sentence(extension, content, sentence):
    with pytest.raises(uploads.NotAccepted) as refused:
        uploads.accept(content, extension)

    assert str(refused.value) == sentence


def test_a_file_over_the_limit_is_refused(settings):
    settings.DOCUMENT_SIZE_LIMIT = 1024 * 1024

    with pytest.raises(uploads.NotAccepted) as refused:
        uploads.accept(PDF + b" " * 1024 * 1024, "pdf")

    assert str(refused.value) == "The file must be smaller than 1 MB"


@pytest.mark.parametrize(("limit", "value"), [("MOST_ENTRIES", 0), ("MOST_UNPACKED", 0)])
def test_a_bomb_is_refused(monkeypatch, limit, value):
    monkeypatch.setattr(uploads, limit, value)

    with pytest.raises(uploads.NotAccepted):
        uploads.accept(zipped("word/document.xml"), "docx")
