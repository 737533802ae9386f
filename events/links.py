"""Addresses as they stand on a page: of other sites, of people, of documents."""

import re
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from events.models import Document

LONG_DOMAIN = 24  # more than stands on one line of a phone


def web_link(address: str) -> str:
    """The address if it is one of the web, which alone may stand in a link; else nothing."""
    return address if address.startswith(("https://", "http://")) else ""


def breakable(address: str) -> SafeString:
    """An email address that a narrow screen breaks after the @; a long domain before a dot too."""
    name, at, domain = address.rpartition("@")
    if not at:
        return format_html("{}", address)
    parts = domain.split(".") if len(domain) > LONG_DOMAIN else [domain]
    behind = format_html_join(SafeString("<wbr>."), "{}", ((part,) for part in parts))
    return format_html("{}@<wbr>{}", name, behind)


def breakable_name(name: str) -> SafeString:
    """The name of a cookie, which a narrow screen breaks behind a - and before a _."""
    parts = re.split(r"(?<=[a-z])(?=_)|(?<=-)(?=\w)", name)
    return format_html_join(SafeString("<wbr>"), "{}", ((part,) for part in parts))


def host(address: str) -> str:
    """events.example.org: what a link to another site is called."""
    return urlsplit(address).hostname or ""


def document_address(document: Document) -> str:
    """Where the newest version is: of a draft, for those who prepare it alone."""
    if document.event.is_draft:
        return _draft_address("draft_document", document, document.file_name)
    return reverse("document", args=[document.public_id, document.file_name])


def accessible_address(document: Document) -> str:
    """The same for its accessible version."""
    name = document.alternative_file_name
    if document.event.is_draft:
        return _draft_address("accessible_draft_document", document, name)
    return reverse("accessible_document", args=[document.public_id, name])


def _draft_address(page: str, document: Document, file_name: str) -> str:
    return reverse(page, args=[document.event.public_id, document.public_id, file_name])
