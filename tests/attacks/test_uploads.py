"""Somebody has an organiser upload a file that runs, hides another, or never ends."""

import io
import re
import tracemalloc
import zipfile

import pytest

from events import uploads
from events.refused_files import NotAccepted
from tests.events.office_packages import (
    MICROSOFT,
    OFFICE,
    RELATIONSHIPS,
    TEXT,
    office_file,
    office_parts,
    open_document,
    relations,
    zipped,
)
from tests.factories import PDF, attach_document, make_event

MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
VBA = "application/vnd.ms-office.vbaProject"
OLE = f"{OFFICE}.oleObject"
OLE_ENTRY = (
    '<m:file-entry m:full-path="Object 1" m:media-type="application/vnd.sun.star.oleobject"/>'
)
SCRIPTED = b"<script>alert(1)</script>"
PNG, JPEG = b"\x89PNG\r\n\x1a\n...", b"\xff\xd8\xff\xe0..."
PROGRAM = zipped({"run.exe": b"MZ"})
RELATIONS = "word/_rels/document.xml.rels"
MEGABYTE = 1024 * 1024


def with_relation(kind, target):
    return office_file("docx", {RELATIONS: relations((kind, target))})


def with_entity():
    parts = office_parts("docx")
    entity = '<!DOCTYPE Types [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Types'
    listed = str(parts["[Content_Types].xml"]).replace("<Types", entity, 1)
    return zipped(parts | {"[Content_Types].xml": listed})


def with_two_of_one_name():
    content = io.BytesIO(office_file("docx"))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("WORD/document.xml", "<other/>")
    return content.getvalue()


def says_it_unpacks_to(size, name):
    """A few bytes that say in the list of entries that they are so many."""
    content = bytearray(office_file("docx", {"word/media/a.png": b"x"}))
    place = content.rindex(name.encode()) - 46 + 24
    content[place : place + 4] = size.to_bytes(4, "little")
    return bytes(content)


POLYGLOTS = {
    "a page before a PDF": ("pdf", SCRIPTED + PDF),
    "a zip file behind a PDF": ("pdf", PDF + PROGRAM),
    "a zip file behind a picture": ("png", PNG + PROGRAM),
    "a zip file behind a photograph": ("jpg", JPEG + PROGRAM),
    "a PDF in a picture": ("png", PNG + PDF),
    "a PDF before a Word file": ("docx", zipped({"%PDF-1.7": "x"} | office_parts("docx"))),
    "a page that is called a picture": ("png", SCRIPTED),
    "a page that is called a photograph": ("jpeg", SCRIPTED),
    "a program that is called a Word file": ("docx", b"MZ" + office_file("docx")),
    "a program in a PDF": ("pdf", PDF + b"1 0 obj <</Type/EmbeddedFile/Length 3>> stream"),
    "a file named by a PDF": ("pdf", PDF + b"<</Type/Filespec/F(a.exe)/EF <</F 5 0 R>>>>"),
    "a spreadsheet that is called a text": ("odt", open_document("application/vnd.x")),
    "a workbook that is called a Word file": ("docx", office_file("xlsx")),
}
OTHER_KINDS = {
    "a page": ("html", SCRIPTED),
    "a drawing with a script": ("svg", b"<svg onload='alert(1)'/>"),
    "a program": ("exe", b"MZ"),
    "a file with macros": ("docm", office_file("docx", main_type=MACROS)),
    "a zip file": ("zip", PROGRAM),
    "a shortcut": ("lnk", b"L\0\0\0"),
    "no kind at all": ("", PDF),
}
ACTIVE = {
    "macros under another name": office_file("docx", main_type=MACROS),
    "code under another name": office_file("docx", {"word/a.dat": b"x"}, own={"word/a.dat": VBA}),
    "an object under another name": office_file("docx", {"a.png": b"x"}, own={"a.png": OLE}),
    "code of an undeclared type": office_file("docx", {"word/vbaProject.bin": b"x"}),
    "a program inside": office_file("docx", {"word/media/a.exe": b"MZ"}),
    "code by relationship": with_relation(f"{MICROSOFT}/vbaProject", "media/image1.png"),
    "an object by relationship": with_relation(f"{RELATIONSHIPS}/oleObject", "media/image1.png"),
    "a control by relationship": with_relation(f"{RELATIONSHIPS}/control", "media/image1.png"),
    "a template of the web": with_relation(
        f"{RELATIONSHIPS}/attachedTemplate", "https://evil.example/t.dotm"
    ),
    "a template of a share": with_relation(
        f"{RELATIONSHIPS}/attachedTemplate", "file://evil.example/t.dotm"
    ),
}
ACTIVE_OPEN = {
    "a macro": open_document(TEXT, **{"Basic/Standard/Module1.xml": "x"}),
    "a script": open_document(TEXT, **{"Scripts/python/a.py": "x"}),
    "an object": open_document(TEXT, OLE_ENTRY),
}
AMBIGUOUS = {
    "two entries of one name": with_two_of_one_name(),
    "entities": with_entity(),
    "a way of packing that few know": zipped(office_parts("docx"), zipfile.ZIP_LZMA),
}
ENDLESS = {
    "very many entries": ("odt", open_document(TEXT, **{f"{n}.png": b"" for n in range(5_000)})),
    "gigabytes in a part that is read": (
        "docx",
        says_it_unpacks_to(0xFFFFFFF0, "word/document.xml"),
    ),
    "gigabytes in a part that is not read": (
        "docx",
        says_it_unpacks_to(0xFFFFFFF0, "word/media/a.png"),
    ),
    "a long list": (
        "docx",
        office_file("docx", {RELATIONS: b"<a>" + b" " * 5 * MEGABYTE + b"</a>"}),
    ),
    "many lists": (
        "docx",
        office_file(
            "docx",
            {f"word/_rels/{n}.rels": b"<a>" + b" " * 3_900_000 + b"</a>" for n in range(18)},
        ),
    ),
    "a type of 30 megabytes": ("odt", open_document(b"x" * 30 * MEGABYTE)),
}


def is_refused(content, extension):
    try:
        uploads.accept(content, extension)
    except NotAccepted:
        return True
    return False


@pytest.mark.parametrize("what", POLYGLOTS)
def test_a_file_that_is_two_things_or_another_is_refused(what):
    extension, content = POLYGLOTS[what]

    assert is_refused(content, extension)


@pytest.mark.parametrize("what", OTHER_KINDS)
def test_a_kind_that_browsers_or_windows_run_is_refused(what):
    extension, content = OTHER_KINDS[what]

    assert is_refused(content, extension)


@pytest.mark.parametrize("what", ACTIVE)
def test_an_office_file_with_something_that_runs_is_refused(what):
    assert is_refused(ACTIVE[what], "docx")


@pytest.mark.parametrize("what", ACTIVE_OPEN)
def test_an_open_document_with_something_that_runs_is_refused(what):
    assert is_refused(ACTIVE_OPEN[what], "odt")


@pytest.mark.parametrize("what", AMBIGUOUS)
def test_a_file_that_two_programs_read_differently_is_refused(what):
    assert is_refused(AMBIGUOUS[what], "docx")


def accepted_and_most_held(content, extension):
    """Whether it was taken, and how much memory was held for that beside itself, in bytes."""
    tracemalloc.start()
    refused = is_refused(content, extension)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return not refused, most


@pytest.mark.parametrize("what", ENDLESS)
def test_a_small_file_that_unpacks_without_end_is_refused_in_little_memory(what):
    extension, content = ENDLESS[what]

    accepted, most = accepted_and_most_held(content, extension)

    assert not accepted
    assert most < 20 * MEGABYTE


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("odt", open_document(**{"content.xml": b" " * 30 * MEGABYTE})),
        ("docx", office_file("docx", {"word/document.xml": b" " * 30 * MEGABYTE})),
    ],
)
def test_a_long_text_is_looked_through_in_little_memory(extension, content):
    accepted, most = accepted_and_most_held(content, extension)

    assert accepted
    assert most < 20 * MEGABYTE


@pytest.mark.django_db
def test_what_is_uploaded_runs_nothing_where_it_is_opened(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = attach_document(make_event(), title='"><script>\r\nSet-Cookie: a=b')

    answer = client.get(f"/documents/{document.public_id}/{document.file_name}")
    answer.getvalue()

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="script-set-cookie-ab.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x", "x.pdf%00.exe", "/etc/passwd", "~"]
)
def test_no_title_leads_out_of_the_folder(name, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"

    document = attach_document(make_event(), title=name)

    [stored] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert stored == settings.MEDIA_ROOT / document.versions.get().file.name
    assert stored.parent == settings.MEDIA_ROOT / "documents"
    assert re.fullmatch(r"[0-9a-f-]{32,36}\.pdf", stored.name)
    assert re.fullmatch(r"[a-z0-9-]+\.pdf", document.file_name)
