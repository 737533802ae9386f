"""What stands in a PDF: its text where it is, its tags, its fonts."""

import io
from dataclasses import dataclass

import pypdfium2
from pypdf import PdfReader

MM = 72 / 25.4
BREAK = "\u200b"


@dataclass(frozen=True)
class Block:
    """A run of text, in millimetres from the left and the top of its page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def pages(pdf):
    """The text of each page, in the order in which it is read."""
    return [_read(page) for page in pypdfium2.PdfDocument(pdf)]


def lines(pdf):
    return [line.strip() for page in pages(pdf) for line in page.splitlines()]


def _read(page):
    text = page.get_textpage().get_text_bounded()
    return text.replace(BREAK, "").replace("\r\n", "\n")


def blocks(pdf):
    """Where text stands."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf)):
        height = page.get_height()
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            edges = (left, height - top, right, height - bottom)
            found.append(Block(number, *(edge / MM for edge in edges)))
    return found


def rows(pdf):
    """How many rows stand on each page with a table that has lines, its head too."""
    return [max(len(_lines_across(page)) - 1, 0) for page in pypdfium2.PdfDocument(pdf)]


def _lines_across(page):
    found = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])
    edges = [one.get_bounds() for one in found]
    return {round(top) for left, bottom, right, top in edges if right - left > top - bottom}


def tags(pdf):
    """The names of all tags, in reading order, and the alternative text of pictures."""
    root = PdfReader(io.BytesIO(pdf)).root_object["/StructTreeRoot"]
    return list(_tags(root["/K"]))


def _tags(kids):
    for kid in kids if isinstance(kids, list) else [kids]:
        one = kid.get_object()
        if not isinstance(one, int) and "/S" in one:
            yield one["/S"] + (f" {one['/Alt']}" if "/Alt" in one else "")
            yield from _tags(one.get("/K", []))


def catalogue(pdf):
    """Language, title, whether it is tagged, and whether its title is shown."""
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.root_object
    return (
        root["/Lang"],
        reader.metadata.title,
        bool(root["/MarkInfo"]["/Marked"]),
        bool(root["/ViewerPreferences"]["/DisplayDocTitle"]),
    )


def unembedded(pdf):
    """The fonts that the PDF names but does not bring."""
    return [
        font["/BaseFont"]
        for page in PdfReader(io.BytesIO(pdf)).pages
        for font in map(_descendant, page["/Resources"]["/Font"].values())
        if not {"/FontFile2", "/FontFile3"} & font["/FontDescriptor"].get_object().keys()
    ]


def _descendant(font):
    return font.get_object()["/DescendantFonts"][0].get_object()
