"""Word, PowerPoint, Excel and OpenDocument files: what they say that they hold, by type."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote
from xml.parsers import expat

from events import archives
from events.archives import Archive
from events.refused_files import (
    ActiveContent,
    Damaged,
    Locked,
    TemplateElsewhere,
    WrongContent,
)

Attributes = Mapping[str, str]

OFFICE: Final = "application/vnd.openxmlformats-officedocument"
MAIN_TYPE: Final = {
    "docx": f"{OFFICE}.wordprocessingml.document.main+xml",
    "pptx": f"{OFFICE}.presentationml.presentation.main+xml",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet.main+xml",
}
OPEN_DOCUMENT_TYPE: Final = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
MANIFEST_NAMES: Final = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
CONTENT_TYPES, RELATIONS, MANIFEST = "[content_types].xml", "_rels/.rels", "meta-inf/manifest.xml"
COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word 97, and whatever Office locks
LOCKED_INSIDE: Final = "EncryptedPackage".encode("utf-16-le")
ACTIVE_NAME = re.compile(
    r"vbaproject\.bin|\.exe$|/embeddings/.*\.bin$|(^|/)(basic|scripts)/", re.ASCII
)
ACTIVE_TYPE = re.compile(r"macro|vba|oleobject|activex", re.IGNORECASE | re.ASCII)
ACTIVE_RELATION = re.compile(
    r"/(vbaProject|wordVbaData|oleObject|control|activeXControlBinary|xl(Intl)?Macrosheet)$",
    re.IGNORECASE | re.ASCII,
)
ELSEWHERE = re.compile(r"\s*(?!file:///)(\w+:)?(//|\\\\)", re.ASCII)
LONGEST_TYPE: Final = 100
LARGEST_LIST: Final = 4 * archives.MEGABYTE  # of types, relationships or entries


def look_into(content: bytes, extension: str) -> None:
    """Return if it is what its extension says, with nothing in it that runs.

    Raises refused_files.NotAccepted.
    """
    if content.startswith(COMPOUND_FILE) and LOCKED_INSIDE in content:
        raise Locked
    if not content.startswith(archives.BEGINS):
        raise WrongContent(extension)
    archive = Archive(content)
    if any(ACTIVE_NAME.search(name) for name in archive.names):
        raise ActiveContent
    if extension in MAIN_TYPE:
        _look_into_office_file(archive, extension)
    else:
        _look_into_open_document(archive, extension)


def _look_into_office_file(archive: Archive, extension: str) -> None:
    """By the types of its parts and how they belong together: each may have any name."""
    if CONTENT_TYPES not in archive.names:
        raise WrongContent(extension)
    if any(ACTIVE_TYPE.search(content_type) for content_type in _declared(archive)):
        raise ActiveContent
    types = _types(archive)
    for name in archive.names:
        if name.endswith(".rels"):
            for relation in _elements(archive, name, "Relationship"):
                _look_at_relation(relation.get("Type", ""), relation.get("Target", ""))
    main = _main_part(archive)
    if main is None or (main in types and types[main] != MAIN_TYPE[extension]):
        raise WrongContent(extension)
    archive.check(main)


def _look_at_relation(kind: str, target: str) -> None:
    if ACTIVE_RELATION.search(kind):
        raise ActiveContent
    if kind.endswith("/attachedTemplate") and ELSEWHERE.match(target):
        raise TemplateElsewhere


def _declared(archive: Archive) -> Iterator[str]:
    """Every type that a part may have, also where one is declared twice."""
    for override in _elements(archive, CONTENT_TYPES, "Override"):
        yield override.get("ContentType", "")
    extensions = {name.rpartition(".")[2] for name in archive.names}
    for default in _elements(archive, CONTENT_TYPES, "Default"):
        if default.get("Extension", "").lower() in extensions:
            yield default.get("ContentType", "")


def _types(archive: Archive) -> dict[str, str]:
    """The type of every part: its own, or that of its extension."""
    own = {
        override.get("PartName", "").removeprefix("/").lower(): override.get("ContentType", "")
        for override in _elements(archive, CONTENT_TYPES, "Override")
    }
    usual = {
        default.get("Extension", "").lower(): default.get("ContentType", "")
        for default in _elements(archive, CONTENT_TYPES, "Default")
    }
    return {name: own.get(name, usual.get(name.rpartition(".")[2], "")) for name in archive.names}


def _main_part(archive: Archive) -> str | None:
    if RELATIONS not in archive.names:
        return None
    for relation in _elements(archive, RELATIONS, "Relationship"):
        if relation.get("Type", "").endswith("/officeDocument"):
            target = posixpath.join("/", unquote(relation.get("Target", "")))
            return posixpath.normpath(target).lstrip("/").lower()
    return None


def _look_into_open_document(archive: Archive, extension: str) -> None:
    if "mimetype" not in archive.names:
        raise WrongContent(extension)
    if archive.read("mimetype", at_most=LONGEST_TYPE).strip() != OPEN_DOCUMENT_TYPE[extension]:
        raise WrongContent(extension)
    if _elements(archive, MANIFEST, "encryption-data", "encrypted-key"):
        raise Locked
    entries = _elements(archive, MANIFEST, "file-entry", namespace=MANIFEST_NAMES)
    if any(ACTIVE_TYPE.search(entry.get("media-type", "")) for entry in entries):
        raise ActiveContent
    archive.check("content.xml")


def _elements(archive: Archive, name: str, *wanted: str, namespace: str = "") -> list[Attributes]:
    """The attributes of these elements of an XML file that are of this namespace.

    Others may have the same names and mean nothing. Raises Damaged, HoldsTooMuch.
    """
    content = archive.read(name, at_most=LARGEST_LIST)
    found: list[Attributes] = []

    def begins(element: str, attributes: dict[str, str]) -> None:
        if element.rpartition(" ")[2] in wanted:
            parts = {name.rpartition(" ")[::2]: value for name, value in attributes.items()}
            found.append({local: value for (of, local), value in parts.items() if of == namespace})

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begins
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError):  # not well-formed, or no such encoding
        raise Damaged from None
    return found


def _refuse_entity(*declared: object) -> None:
    """No office program declares any; they can make a small file endless."""
    raise Damaged
