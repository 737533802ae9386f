"""An event's page as tests see it: its address, its words, a document to put on it."""

import re

from events import documents
from tests.factories import NOON

PDF = b"%PDF-1.4\n" + b"x" * 189124


def page(event):
    return f"/events/{event.public_id}/{event.slug}/"


def words(response):
    """What stands on the page, without markup and with single spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.text).split())


def attach(event, **fields):
    what = {"title": "Agenda", "kind": "agenda", "content": PDF, "extension": "pdf"} | fields
    return documents.attach_document(event, at=NOON, by=None, **what)
