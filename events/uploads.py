"""What a file may be: recognised by its content, whatever its name says."""

import re
from typing import Final

from django.conf import settings

from events import office_files
from events.archives import ends_as_archive
from events.refused_files import (
    CALLED,
    KINDS,
    NEWER,
    AttachedFiles,
    Empty,
    Locked,
    OldOffice,
    TooLarge,
    UnknownType,
    WrongContent,
)

PDF, PNG, JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
BLANK: Final = b"\0\t\n\v\f\r \xef\xbb\xbf\xfe\xff"  # white space and byte-order marks
LOOKED_FOR_PDF: Final = 1024  # bytes in which readers find the beginning of a PDF
LOCK = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R\b|<<)")
ATTACHED = re.compile(rb"/EmbeddedFile\b|/EF\s*<<")


def hint() -> str:
    """What may be attached, in one line beside the field."""
    limit = settings.DOCUMENT_SIZE_LIMIT // (1024 * 1024)
    return f"A {KINDS} file up to {limit} MB, without a password, macros or attached files"


def accept(content: bytes, extension: str) -> bytes:
    """The content to keep, if it is what its extension says and harmless.

    Raises refused_files.NotAccepted.
    """
    if extension in NEWER:
        raise OldOffice(extension)
    if extension not in CALLED:
        raise UnknownType
    if not content:
        raise Empty
    if len(content) > settings.DOCUMENT_SIZE_LIMIT:
        raise TooLarge(settings.DOCUMENT_SIZE_LIMIT)
    if extension == "pdf":
        return _pdf(content)
    if PDF in content[:LOOKED_FOR_PDF]:
        raise WrongContent(extension)
    if extension in ("png", "jpg", "jpeg"):
        _look_at_picture(content, extension)
    else:
        office_files.look_into(content, extension)
    return content


def _pdf(content: bytes) -> bytes:
    """Without what some programs put before the beginning."""
    start = content.find(PDF)
    if start < 0 or content[:start].strip(BLANK):
        raise WrongContent("pdf")
    if LOCK.search(content):
        raise Locked
    if ATTACHED.search(content):
        raise AttachedFiles
    if ends_as_archive(content):
        raise WrongContent("pdf")
    return content[start:]


def _look_at_picture(content: bytes, extension: str) -> None:
    begins = PNG if extension == "png" else JPEG
    if not content.startswith(begins) or ends_as_archive(content):
        raise WrongContent(extension)
