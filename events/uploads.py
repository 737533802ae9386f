"""What a file may be: recognised by its content, whatever its name says."""

import io
import re
import zipfile
from typing import Final

from django.conf import settings

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
OFFICE_MAIN_PART: Final = {
    "docx": "word/document.xml",
    "pptx": "ppt/presentation.xml",
    "xlsx": "xl/workbook.xml",
}
OPEN_DOCUMENT_TYPE: Final = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
MOST_ENTRIES, MOST_UNPACKED = 5_000, 400 * 1024 * 1024
ACTIVE_PART = re.compile(r"vbaproject\.bin|\.exe$|/embeddings/.*\.bin$|^basic/|^scripts/", re.I)
ACCEPTED: Final = ("pdf", *OFFICE_MAIN_PART, *OPEN_DOCUMENT_TYPE, "png", "jpeg", "jpg")


class NotAccepted(Exception):
    """The file may not be attached; the message is the sentence to show."""


def accept(content: bytes, extension: str) -> None:
    """Return if the content is what its extension says and harmless. Raises NotAccepted."""
    if extension not in ACCEPTED:
        raise NotAccepted("The file must be a PDF, Word, PowerPoint, Excel, ODT, ODP, PNG or JPEG")
    if not content:
        raise NotAccepted("The file is empty")
    if len(content) > settings.DOCUMENT_SIZE_LIMIT:
        limit = settings.DOCUMENT_SIZE_LIMIT // (1024 * 1024)
        raise NotAccepted(f"The file must be smaller than {limit} MB")
    if not _is(extension, content):
        raise NotAccepted(f"The file's content must be what its name says: .{extension}")


def _is(extension: str, content: bytes) -> bool:
    if extension == "pdf":
        return content.startswith(b"%PDF-") and not zipfile.is_zipfile(io.BytesIO(content))
    if extension == "png":
        return content.startswith(PNG)
    if extension in ("jpg", "jpeg"):
        return content.startswith(JPEG)
    return content.startswith(b"PK\x03\x04") and _is_office_file(extension, content)


def _is_office_file(extension: str, content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > MOST_UNPACKED:
                return False
            if any(ACTIVE_PART.search(entry.filename) for entry in entries):
                return False
            if extension in OFFICE_MAIN_PART:
                return OFFICE_MAIN_PART[extension] in archive.namelist()
            return archive.read("mimetype").strip() == OPEN_DOCUMENT_TYPE[extension]
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return False
