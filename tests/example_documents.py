"""Make the examples' files from the HTML beside them: `python -m tests.example_documents`."""

import os
import re
import zipfile
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import chromium
from tests.architecture import ROOT

DOCUMENTS = ROOT / "deploy" / "examples" / "documents"
ALSO_AS_TEXT = "headteacher-briefing-agenda-amended"
AS_ROOT = ["--no-sandbox"]
CREATOR = re.compile(rb"(?<=/Creator \().*(?=\)\n)")

OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "manifest")
)
CONTENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {NAMESPACES} office:version="1.3"><office:body><office:text>
%s</office:text></office:body></office:document-content>
"""
META = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta {NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:version="1.3"><office:meta><dc:title>%s</dc:title><dc:language>en-GB</dc:language>
</office:meta></office:document-meta>
"""
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest {NAMESPACES} manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{OPEN_DOCUMENT}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
BEGINS = {
    "h1": '<text:h text:outline-level="1">',
    "h2": '<text:h text:outline-level="2">',
    "p": "<text:p>",
    "caption": "<text:p>",
    "tr": "<table:table-row>",
    "th": '<table:table-cell office:value-type="string"><text:p>',
    "td": '<table:table-cell office:value-type="string"><text:p>',
}
ENDS = {
    "h1": "</text:h>\n",
    "h2": "</text:h>\n",
    "p": "</text:p>\n",
    "caption": '</text:p>\n<table:table table:name="Programme">\n'
    '<table:table-column table:number-columns-repeated="3"/>\n',
    "tr": "</table:table-row>\n",
    "th": "</text:p></table:table-cell>",
    "td": "</text:p></table:table-cell>",
    "table": "</table:table>\n",
}


class OpenDocumentText(HTMLParser):
    """Headings, paragraphs and a table with a caption, as an OpenDocument says them."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.parts.append(BEGINS.get(tag, ""))
        self.depth += tag in BEGINS

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(ENDS.get(tag, ""))
        self.depth -= tag in BEGINS

    def handle_data(self, data: str) -> None:
        if self.depth and data.strip():
            self.parts.append(escape(data))


def make_pdfs() -> None:
    with sync_playwright() as playwright:
        arguments = AS_ROOT if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=arguments)
        page = browser.new_page()
        for source in sorted(DOCUMENTS.glob("*.html")):
            page.goto(source.as_uri())
            content = page.pdf(tagged=True, prefer_css_page_size=True)
            source.with_suffix(".pdf").write_bytes(CREATOR.sub(called_placecard, content))
        browser.close()


def called_placecard(creator: re.Match[bytes]) -> bytes:
    """As long as before: a PDF counts its bytes."""
    return b"Placecard".ljust(len(creator[0]))


def make_open_document(source: Path) -> None:
    html = source.read_text()
    title, body = re.search(r"<title>(.*)</title>", html)[1], html.partition("<body>")[2]
    parser = OpenDocumentText()
    parser.feed(body)
    parts = {
        "content.xml": CONTENT % "".join(parser.parts),
        "meta.xml": META % escape(title),
        "META-INF/manifest.xml": MANIFEST,
    }
    with zipfile.ZipFile(source.with_suffix(".odt"), "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), OPEN_DOCUMENT, zipfile.ZIP_STORED)
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    make_pdfs()
    make_open_document(DOCUMENTS / f"{ALSO_AS_TEXT}.html")
