"""Office files are told by relationships and types, whatever their parts are called."""

import pytest

from events import uploads
from tests.events.office_packages import (
    EXCEL,
    MICROSOFT,
    OFFICE,
    POWERPOINT,
    PRESENTATION,
    RELATIONSHIPS,
    STRICT,
    TEXT,
    WORD,
    office_file,
    office_parts,
    open_document,
    open_document_parts,
    relations,
    types,
    zipped,
)
from tests.events.test_uploads import (
    ACTIVE,
    COMPOUND,
    DAMAGED,
    LOCKED,
    PDF,
    TOO_MUCH,
    other_content,
    refusal,
)

NOT_WORD = other_content("docx", "a Word document")
NOT_EXCEL = other_content("xlsx", "an Excel workbook")
NOT_ODT = other_content("odt", "an ODT document")
SLIDE_SHOW = f"{OFFICE}.presentationml.slideshow.main+xml"
TEMPLATE = f"{OFFICE}.wordprocessingml.template.main+xml"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
MACRO_POWERPOINT = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
MACRO_EXCEL = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
BINARY_EXCEL = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
VBA = "application/vnd.ms-office.vbaProject"
OLE = f"{OFFICE}.oleObject"
WORD_RELATIONS = "word/_rels/document.xml.rels"
KEY = '<m:encryption-data m:checksum="x"/>'
OLE_ENTRY = (
    '<m:file-entry m:full-path="Object 1" m:media-type="application/vnd.sun.star.oleobject"/>'
)
ENTITY = '<!DOCTYPE Types [<!ENTITY a "aaaa">]>'


DOCUMENT = "word/document.xml"


def with_types(declared: str) -> bytes:
    """A Word file whose list of types begins with this, before what is usual."""
    parts = office_parts("docx")
    head, begun, rest = str(parts["[Content_Types].xml"]).partition("<Types")
    namespaces, closed, usual = rest.partition(">")
    listed = f'{head}{begun}{namespaces} xmlns:z="urn:z"{closed}{declared}{usual}'
    return zipped(parts | {"[Content_Types].xml": listed})


def without(part: str, extension: str = "docx") -> bytes:
    return zipped({name: x for name, x in office_parts(extension).items() if name != part})


@pytest.mark.parametrize("extension", ["docx", "pptx", "xlsx"])
@pytest.mark.parametrize(
    "how",
    [
        {"part": "word/document2.xml"},
        {"part": "ppt/presentation2.xml", "target": "/ppt/presentation2.xml"},
        {"part": "xl/workbook2.xml", "target": "./xl/workbook2.xml"},
        {"part": "Main.XML", "target": "/main.xml"},
        {"part": "a/my text.xml", "target": "/a/my%20text.xml"},
        {"relation": f"{STRICT}/officeDocument"},
        {"usual": {"bin": VBA, "docm": MACRO_WORD}},
    ],
)
def test_the_main_part_may_have_any_name(extension, how):
    content = office_file(extension, **how)

    assert uploads.accept(content, extension) == content


@pytest.mark.parametrize(
    "more",
    [
        {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": office_file("xlsx")},
        {"xl/printerSettings/printerSettings1.bin": b"\0"},
        {"docProps/thumbnail.jpeg": b"\xff\xd8\xff"},
        {
            WORD_RELATIONS: relations(
                (f"{RELATIONSHIPS}/hyperlink", "https://example.org/oleObject"),
                (f"{RELATIONSHIPS}/attachedTemplate", "file:///C:/Normal.dotm"),
                (f"{RELATIONSHIPS}/package", "embeddings/Microsoft_Excel_Sheet1.xlsx"),
            )
        },
    ],
)
def test_what_charts_printers_and_templates_leave_is_harmless(more):
    content = office_file("docx", more, usual={"xlsx": "application/x", "bin": "application/y"})

    assert uploads.accept(content, "docx") == content


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("docx", office_file("docx", main_type=MACRO_WORD)),
        ("docx", office_file("docx", part="word/text.xml", main_type=MACRO_WORD)),
        ("pptx", office_file("pptx", part="a.xml", main_type=MACRO_POWERPOINT)),
        ("xlsx", office_file("xlsx", part="a.xml", main_type=MACRO_EXCEL.upper())),
        ("xlsx", office_file("xlsx", part="xl/workbook.bin", main_type=BINARY_EXCEL)),
        ("docx", office_file("docx", {"word/vbaProject.bin": b"x"})),
        ("docx", with_types(f'<Override PartName="/{DOCUMENT}" ContentType="{MACRO_WORD}"/>')),
        ("docx", with_types(f'<Override PartName="/WORD/x.xml" ContentType="{VBA}"/>')),
        ("docx", with_types(f'<Default Extension="xml" ContentType="{MACRO_WORD}"/>')),
        ("docx", with_types(f'<Default Extension="XML" ContentType="{VBA}" z:ContentType="a/b"/>')),
        ("docx", office_file("docx", {"word/code.dat": b"x"}, own={"word/code.dat": VBA})),
        ("docx", office_file("docx", {"word/code.dat": b"x"}, usual={"dat": VBA})),
        ("docx", office_file("docx", {"word/embeddings/oleObject1.bin": b"x"})),
        ("pptx", office_file("pptx", {"ppt/media/a.png": b"x"}, own={"ppt/media/a.png": OLE})),
        (
            "docx",
            office_file(
                "docx",
                {"word/activeX/activeX1.xml": "<a/>"},
                own={"word/activeX/activeX1.xml": "application/vnd.ms-office.activeX+xml"},
            ),
        ),
        (
            "xlsx",
            office_file(
                "xlsx",
                {"xl/macrosheets/sheet1.xml": "<a/>"},
                own={"xl/macrosheets/sheet1.xml": "application/vnd.ms-excel.macrosheet+xml"},
            ),
        ),
        (
            "pptx",
            office_file(
                "pptx",
                {"ppt/embeddings/a.xlsm": b"x"},
                usual={"xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12"},
            ),
        ),
        (
            "docx",
            office_file("docx", {WORD_RELATIONS: relations((f"{MICROSOFT}/vbaProject", "a.dat"))}),
        ),
        (
            "docx",
            office_file(
                "docx", {"word/_rels/header1.xml.rels": relations((f"{STRICT}/oleObject", "/a"))}
            ),
        ),
        (
            "docx",
            office_file("docx", {WORD_RELATIONS: relations((f"{RELATIONSHIPS}/control", "a"))}),
        ),
        ("docx", office_file("docx", {"word/media/setup.EXE": b"MZ"})),
        ("odt", open_document(TEXT, **{"Basic/script-lc.xml": "<x/>"})),
        ("odt", open_document(TEXT, **{"Scripts/python/a.py": "x"})),
        ("odt", open_document(TEXT, **{"Object 1/Basic/script-lc.xml": "<x/>"})),
        ("odp", open_document(PRESENTATION, OLE_ENTRY)),
    ],
)
def test_macros_and_embedded_objects_are_refused_whatever_they_are_called(extension, content):
    assert refusal(content, extension) == ACTIVE


@pytest.mark.parametrize(
    ("extension", "content", "sentence"),
    [
        ("docx", office_file("xlsx"), NOT_WORD),
        ("docx", office_file("docx", main_type=EXCEL), NOT_WORD),
        ("docx", office_file("docx", main_type=TEMPLATE), NOT_WORD),
        ("docx", office_file("docx", main_type=WORD + "x"), NOT_WORD),
        ("docx", open_document(), NOT_WORD),
        ("docx", zipped({"word/document.xml": "<w/>"}), NOT_WORD),
        ("docx", zipped({"a.txt": "a"}), NOT_WORD),
        ("docx", without("_rels/.rels"), NOT_WORD),
        ("docx", office_file("docx", relation=f"{RELATIONSHIPS}/thumbnail"), NOT_WORD),
        ("docx", zipped({"%PDF-1.7": "a"} | office_parts("docx")), NOT_WORD),
        ("xlsx", office_file("xlsx", part="xl/a.xml", main_type=POWERPOINT), NOT_EXCEL),
        (
            "pptx",
            office_file("pptx", main_type=SLIDE_SHOW),
            other_content("pptx", "a PowerPoint presentation"),
        ),
        ("odt", office_file("docx"), NOT_ODT),
        ("odt", open_document(PRESENTATION), NOT_ODT),
        ("odt", open_document(f"{TEXT}-template"), NOT_ODT),
        ("odt", PDF, NOT_ODT),
        ("odp", open_document(TEXT), other_content("odp", "an ODP presentation")),
        ("docx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        ("xlsx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        ("odt", open_document(TEXT, KEY), LOCKED),
        (
            "odt",
            zipped(
                {
                    "mimetype": TEXT,
                    "META-INF/manifest.xml": f"<a><b>{KEY}</b></a>".replace("m:", ""),
                }
            ),
            LOCKED,
        ),
        ("docx", without("word/document.xml"), DAMAGED),
        ("odt", zipped({"mimetype": TEXT}), DAMAGED),
        ("odt", zipped({"mimetype": TEXT, "META-INF/manifest.xml": "<a/>"}), DAMAGED),
    ],
)
def test_anything_else_is_refused_with_its_sentence(extension, content, sentence):
    assert refusal(content, extension) == sentence


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "<Types>",
        types({"word/document.xml": WORD})[:-10],
        '<?xml version="1.0" encoding="none-such"?><Types/>',
        '<?xml version="1.0" encoding="shift_jis"?><Types/>',
        b"\xff\xfe\0<",
        f"{ENTITY}{types({'word/document.xml': WORD}).partition('?>')[2]}",
        '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://a.example/b"> %b;]><a/>',
    ],
)
@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels"])
def test_lists_that_cannot_be_read_are_damage(part, broken):
    assert refusal(zipped(office_parts() | {part: broken}), "docx") == DAMAGED


def test_lists_are_read_in_the_encoding_they_name_and_with_a_document_type():
    utf_16 = types({"word/document.xml": WORD}).encode("utf-16")
    old = '<!DOCTYPE manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><m/>'
    docx = office_file("docx", {"[Content_Types].xml": utf_16})
    odt = open_document(**{"META-INF/manifest.xml": old})

    assert uploads.accept(docx, "docx") == docx
    assert uploads.accept(odt, "odt") == odt


def test_a_list_without_end_is_not_read():
    endless = {"word/_rels/document.xml.rels": b"<a>" + b" " * 4 * 1024 * 1024 + b"</a>"}

    assert refusal(office_file("docx", endless), "docx") == TOO_MUCH


def test_an_entry_may_be_wherever_the_relationship_says_in_an_open_document():
    parts = open_document_parts()

    assert uploads.accept(zipped(dict(reversed(parts.items()))), "odt")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/t.dotm",
        "HTTP://evil.example/t.dotm",
        "//evil.example/t.dotm",
        " ftp://evil.example/t.dotm",
        "\\\\evil.example\\share\\t.dotm",
        "file://evil.example/share/t.dotm",
    ],
)
def test_a_template_of_another_computer_is_not_fetched_by_those_who_open_the_file(target):
    more = {WORD_RELATIONS: relations((f"{RELATIONSHIPS}/attachedTemplate", target))}

    assert refusal(office_file("docx", more), "docx") == (
        "The file uses a template on another computer. Save it as a PDF, then upload the new file"
    )
