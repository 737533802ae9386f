"""What may be attached at all: PDFs, pictures, and each refusal in its own sentence."""

import pytest

from events import uploads
from events.refused_files import NotAccepted
from tests.events.office_packages import office_file, open_document, zipped
from tests.factories import PDF

OLD = "The file is an old type (.{}). Save it as .{} or PDF, then upload the new file"
UNKNOWN = (
    "The file must be a PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx), ODT, ODP, PNG or JPEG"
)
LOCKED = "The file is locked with a password. Save a copy without one, then upload that"
ACTIVE = "The file has macros or embedded objects. Save a copy without them, then upload that"
ATTACHED = "The file has other files attached to it. Save a copy without them, then upload that"
DAMAGED = "The file is damaged. Open it, save it again under a new name, then upload the new file"
TOO_MUCH = "The file is too large to check. Split it or use smaller pictures, then upload it again"
PNG, JPEG = b"\x89PNG\r\n\x1a\n...", b"\xff\xd8\xff\xe0..."
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def other_content(extension: str, called: str) -> str:
    return (
        f"The file's content does not match its name, which ends in .{extension}. "
        f"Save it as {called} again, then upload the new file"
    )


def refusal(content: bytes, extension: str) -> str:
    with pytest.raises(NotAccepted) as refused:
        uploads.accept(content, extension)
    return str(refused.value)


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("pdf", PDF),
        ("png", PNG),
        ("jpg", JPEG),
        ("jpeg", JPEG),
        ("docx", office_file("docx")),
        ("pptx", office_file("pptx")),
        ("xlsx", office_file("xlsx")),
        ("odt", open_document()),
    ],
)
def test_what_a_file_says_it_is_and_is_is_kept_as_it_is(extension, content):
    assert uploads.accept(content, extension) == content


@pytest.mark.parametrize(
    "before",
    [
        b"\xef\xbb\xbf",
        b" ",
        b"\r\n\r\n",
        b"\n\t \x0b\x0c\0",
        b"\xef\xbb\xbf\r\n ",
        b"\r\n\xef\xbb\xbf",
        b"\xff\xfe",
        b" " * 5000,
    ],
)
def test_a_pdf_is_kept_without_the_blanks_before_it(before):
    assert uploads.accept(before + PDF, "pdf") == PDF


@pytest.mark.parametrize(
    ("extension", "content", "sentence"),
    [
        ("exe", b"MZ", UNKNOWN),
        ("svg", b"<svg>", UNKNOWN),
        ("", PDF, UNKNOWN),
        ("doc", COMPOUND, OLD.format("doc", "docx")),
        ("ppt", COMPOUND, OLD.format("ppt", "pptx")),
        ("xls", b"anything", OLD.format("xls", "xlsx")),
        ("docm", office_file(), UNKNOWN),
        ("zip", zipped({"a.txt": "a"}), UNKNOWN),
        ("pdf", b"", "The file is empty"),
        ("pdf", b"PK\x03\x04", other_content("pdf", "a PDF")),
        ("pdf", b"Content-Type: application/pdf\r\n\r\n" + PDF, other_content("pdf", "a PDF")),
        ("pdf", b"<!doctype html>\n" + PDF, other_content("pdf", "a PDF")),
        ("pdf", b"\xef\xbb\xbf.\n" + PDF, other_content("pdf", "a PDF")),
        ("pdf", b" \r\n", other_content("pdf", "a PDF")),
        ("pdf", PDF + zipped({"a.txt": "a"}), other_content("pdf", "a PDF")),
        ("pdf", b" " + PDF + zipped({}) + b"\n" * 100, other_content("pdf", "a PDF")),
        ("pdf", PNG, other_content("pdf", "a PDF")),
        ("png", PDF, other_content("png", "a PNG image")),
        ("png", JPEG, other_content("png", "a PNG image")),
        ("png", PNG + PDF, other_content("png", "a PNG image")),
        ("jpg", PDF, other_content("jpg", "a JPEG image")),
        ("jpeg", JPEG + zipped({"a.txt": "a"}), other_content("jpeg", "a JPEG image")),
        ("docx", PDF, other_content("docx", "a Word document")),
        ("docx", COMPOUND, other_content("docx", "a Word document")),
        ("odp", b"hello", other_content("odp", "an ODP presentation")),
        ("pdf", PDF + b"trailer <</Root 1 0 R /Encrypt 5 0 R>>", LOCKED),
        ("pdf", PDF + b"<</Type/XRef/Encrypt\n12 0 R/W[1 2 1]>>stream", LOCKED),
        ("pdf", PDF + b"trailer <</Encrypt<</Filter/Standard>>>>", LOCKED),
        ("pdf", PDF + b"5 0 obj <</Type /EmbeddedFile /Length 3>> stream", ATTACHED),
        ("pdf", PDF + b"5 0 obj <</Length 3/Type/EmbeddedFile>> stream", ATTACHED),
        ("pdf", PDF + b"<</Type/Filespec/F(a.exe)/EF <</F 5 0 R>>>>", ATTACHED),
    ],
)
def test_anything_else_is_refused_with_its_sentence(extension, content, sentence):
    assert refusal(content, extension) == sentence


@pytest.mark.parametrize(
    "inside",
    [
        b"/Names <</EmbeddedFiles <</Names []>>>>",
        b"/EncryptMetadata false",
        b"/Font <</EF1 4 0 R>>",
    ],
)
def test_words_that_only_look_alike_are_no_reason(inside):
    assert uploads.accept(PDF + inside, "pdf") == PDF + inside


def test_a_file_over_the_limit_is_refused(settings):
    settings.DOCUMENT_SIZE_LIMIT = 1024 * 1024

    assert refusal(PDF + b" " * 1024 * 1024, "pdf") == "The file must be smaller than 1 MB"
