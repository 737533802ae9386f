"""Office files for the tests of uploads: small, but with all that tells what they are."""

import io
import zipfile

OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = f"{OFFICE}.wordprocessingml.document.main+xml"
POWERPOINT = f"{OFFICE}.presentationml.presentation.main+xml"
EXCEL = f"{OFFICE}.spreadsheetml.sheet.main+xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
TEXT = "application/vnd.oasis.opendocument.text"
PRESENTATION = "application/vnd.oasis.opendocument.presentation"
MAIN_PARTS = {
    "docx": ("word/document.xml", WORD),
    "pptx": ("ppt/presentation.xml", POWERPOINT),
    "xlsx": ("xl/workbook.xml", EXCEL),
}


def zipped(parts: dict[str, str | bytes], packed=zipfile.ZIP_DEFLATED) -> bytes:
    """The same bytes at every time of day."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, packed)
    return file.getvalue()


def types(own: dict[str, str], usual: dict[str, str] | None = None) -> str:
    defaults = "".join(
        f'<Default Extension="{extension}" ContentType="{content_type}"/>'
        for extension, content_type in ({"rels": "x/rels", "xml": "x/xml"} | (usual or {})).items()
    )
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{content_type}"/>'
        for part, content_type in own.items()
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0"?><Types xmlns="{namespace}">{defaults}{overrides}</Types>'


def relations(*pairs: tuple[str, str]) -> str:
    """Of (type, target) pairs."""
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs)
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{inside}</Relationships>'


def office_parts(
    extension: str = "docx",
    *,
    part: str = "",
    target: str = "",
    main_type: str = "",
    relation: str = f"{RELATIONSHIPS}/officeDocument",
    own: dict[str, str] | None = None,
    usual: dict[str, str] | None = None,
) -> dict[str, str | bytes]:
    """The parts of a Word, PowerPoint or Excel file, its main part under any name."""
    usual_part, usual_type = MAIN_PARTS[extension]
    part = part or usual_part
    core = f"{RELATIONSHIPS}/metadata/core-properties"
    return {
        "[Content_Types].xml": types({part: main_type or usual_type} | (own or {}), usual),
        "_rels/.rels": relations((core, "docProps/core.xml"), (relation, target or part)),
        part: "<main/>",
        "docProps/core.xml": "<core/>",
    }


def office_file(
    extension: str = "docx", more: dict[str, str | bytes] | None = None, **how
) -> bytes:
    return zipped(office_parts(extension, **how) | (more or {}))


def manifest(*entries: str) -> str:
    """With these XML elements besides that of the document itself."""
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    whole = '<m:file-entry m:full-path="/" m:media-type=""/>'
    return f'<m:manifest xmlns:m="{namespace}">{whole}{"".join(entries)}</m:manifest>'


def open_document_parts(
    mime_type: str = TEXT, *entries: str, **more: str | bytes
) -> dict[str, str | bytes]:
    return {
        "mimetype": mime_type,
        "META-INF/manifest.xml": manifest(*entries),
        "content.xml": "<office/>" * 50,
    } | more


def open_document(mime_type: str = TEXT, *entries: str, **more: str | bytes) -> bytes:
    return zipped(open_document_parts(mime_type, *entries, **more))


def corrupted(content: bytes, entry: str) -> bytes:
    """The same with the packed bytes of one entry overwritten."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = archive.getinfo(entry)
    start = found.header_offset + 30 + len(found.filename.encode())
    return content[:start] + b"\xff" * found.compress_size + content[start + found.compress_size :]
