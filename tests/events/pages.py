"""An event's page as tests see it: its address, its words, a document to put on it."""

import re

from tests.factories import attach_document

PDF = b"%PDF-1.4\n" + b"x" * 189124


def page(event):
    return f"/events/{event.public_id}/{event.slug}/"


def words(response):
    """What stands on the page, without markup and with single spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.text.replace("<wbr>", "")).split())


def attach(event, **fields):
    return attach_document(event, **{"content": PDF} | fields)
