"""Zip files that are broken, endless or locked: a sentence each, and nothing is unpacked."""

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import archives, uploads
from events.refused_files import NotAccepted
from tests.events.office_packages import (
    TEXT,
    corrupted,
    office_file,
    office_parts,
    open_document,
    open_document_parts,
    zipped,
)
from tests.events.test_uploads import DAMAGED, LOCKED, TOO_MUCH, refusal

LOCAL, END = b"PK\x03\x04", b"PK\x05\x06"
FILES = {"docx": office_file(), "xlsx": office_file("xlsx"), "odt": open_document()}
FLAGS, METHOD, CRC = (8, "H"), (10, "H"), (16, "I")
SIZE, PLACE = (24, "I"), (42, "I")


def altered(content: bytes, entry: str, field: tuple[int, str], value: int) -> bytes:
    """With another value in the list of entries, for the last of this name."""
    name = content.rindex(entry.encode())
    offset, size = field
    changed = bytearray(content)
    struct.pack_into(f"<{size}", changed, name - 46 + offset, value)
    return bytes(changed)


def with_broken_name(content: bytes, entry: str) -> bytes:
    """The name says that it is UTF-8, and is not."""
    flagged = altered(content, entry, FLAGS, 0x800)
    broken = entry.encode()[:-1] + b"\xff"
    return flagged.replace(entry.encode(), broken)


def with_broken_local_name(content: bytes, entry: str) -> bytes:
    """Only where the entry itself begins."""
    start = content.index(entry.encode())
    changed = bytearray(content)
    struct.pack_into("<H", changed, start - 30 + 6, 0x800)
    changed[start] = 0xFF
    return bytes(changed)


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("docx", LOCAL + b" broken"),
        ("docx", FILES["docx"][:-1]),
        ("docx", FILES["docx"][: len(FILES["docx"]) // 2]),
        ("docx", with_broken_name(FILES["docx"], "docProps/core.xml")),
        ("odt", with_broken_name(FILES["odt"], "content.xml")),
        ("docx", with_broken_local_name(FILES["docx"], "word/document.xml")),
        ("odt", corrupted(FILES["odt"], "mimetype")),
        ("odt", FILES["odt"].replace(b"META-INF/manifest.xml", b"META-INF/manifest.xmx", 1)),
        ("odt", corrupted(FILES["odt"], "META-INF/manifest.xml")),
        ("odt", corrupted(FILES["odt"], "content.xml")),
        ("docx", corrupted(FILES["docx"], "[Content_Types].xml")),
        ("docx", corrupted(FILES["docx"], "word/document.xml")),
        ("xlsx", corrupted(FILES["xlsx"], "_rels/.rels")),
        ("docx", altered(FILES["docx"], "word/document.xml", CRC, 1)),
        ("odt", altered(FILES["odt"], "content.xml", CRC, 1)),
        ("odt", altered(FILES["odt"], "mimetype", METHOD, 0)),
        ("odt", altered(FILES["odt"], "mimetype", METHOD, zipfile.ZIP_LZMA)),
        ("odt", altered(FILES["odt"], "content.xml", METHOD, 99)),
        ("docx", zipped(office_parts(), zipfile.ZIP_BZIP2)),
        ("docx", zipped(office_parts(), zipfile.ZIP_LZMA)),
        ("docx", altered(FILES["docx"], "word/document.xml", SIZE, 3)),
        ("docx", altered(FILES["docx"], "word/document.xml", PLACE, 0x7FFFFFFF)),
        ("docx", FILES["docx"].replace(END, END + b"\1\0\1\0")),
    ],
)
def test_a_damaged_file_is_told_so(extension, content):
    assert refusal(content, extension) == DAMAGED


@pytest.mark.parametrize(
    ("extension", "entry"), [("docx", "word/document.xml"), ("odt", "content.xml")]
)
def test_a_locked_entry_is_told_so(extension, entry):
    assert refusal(altered(FILES[extension], entry, FLAGS, 0x1), extension) == LOCKED


@pytest.mark.parametrize("entry", ["word/media/image1.png", "docProps/core.xml"])
def test_what_is_not_looked_at_is_not_unpacked(entry):
    content = office_file("docx", {entry: b"a picture" * 100})
    broken = corrupted(content, entry)

    assert uploads.accept(broken, "docx") == broken


@pytest.mark.parametrize(
    ("entry", "size"),
    [
        ("word/document.xml", 64 * archives.MEGABYTE + 1),
        ("word/document.xml", 0xFFFFFFF0),
        ("docProps/core.xml", 400 * archives.MEGABYTE + 1),
        ("[Content_Types].xml", 65 * archives.MEGABYTE),
    ],
)
def test_a_file_that_says_it_is_huge_is_not_unpacked(entry, size):
    assert refusal(altered(FILES["docx"], entry, SIZE, size), "docx") == TOO_MUCH


def test_what_is_looked_at_is_counted_together():
    some = {f"word/_rels/{n}.rels": b"<a>" + b" " * 3_900_000 + b"</a>" for n in range(18)}

    assert refusal(office_file("docx", some), "docx") == TOO_MUCH


def test_a_file_of_very_many_entries_is_not_opened():
    parts = open_document_parts(TEXT, **{f"Pictures/{n}.png": b"" for n in range(4998)})

    assert len(parts) == archives.MOST_ENTRIES + 1
    assert refusal(zipped(parts), "odt") == TOO_MUCH
    parts.popitem()
    assert uploads.accept(zipped(parts), "odt")


def test_two_entries_of_one_name_are_damage():
    content = io.BytesIO(FILES["docx"])
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("[content_types].XML", "<Types/>")

    assert refusal(content.getvalue(), "docx") == DAMAGED


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_whatever_is_damaged_is_kept_or_refused_and_nothing_else(extension, data):
    content = bytearray(FILES[extension])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content) - 1))
        content[start : start + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    damaged = bytes(content) or b"x"

    try:
        kept = uploads.accept(damaged, extension)
    except NotAccepted as refused:
        kept = str(refused)

    assert kept in (damaged, DAMAGED, LOCKED, TOO_MUCH) or "does not match its name" in kept
