"""The files of the examples: small, real, and of the sizes that were printed."""

import re

import pytest

from deploy.examples.files import DOCUMENTS, stand_in
from events import uploads


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.pdf")), ids=lambda path: path.name)
def test_the_documents_are_small_tagged_files_that_may_be_attached(path):
    content = path.read_bytes()

    assert uploads.accept(content, "pdf") == content
    assert len(content) < 40 * 1024
    assert b"/Marked true" in content
    assert b"/Lang (en-GB)" in content


def test_the_accessible_alternative_may_be_attached():
    content = (DOCUMENTS / "headteacher-briefing-agenda-amended.odt").read_bytes()

    assert uploads.accept(content, "odt") == content


@pytest.mark.parametrize("kilobytes", [160, 163.5, 184.7, 458.1, 509.0, 160.0010, 160.0002])
def test_a_stand_in_has_its_size_and_readers_find_its_end(kilobytes):
    content = stand_in(kilobytes)

    assert len(content) == round(kilobytes * 1024)
    assert uploads.accept(content, "pdf") == content
    end = re.search(rb"startxref\n(\d+)\n%%EOF\n$", content[-1024:])
    assert content[int(end[1]) :].startswith(b"xref")
    assert all(len(line) < 256 for line in content[content.index(b"%%EOF") :].splitlines())
