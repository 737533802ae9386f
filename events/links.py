"""Addresses of other sites as they may stand on a page."""

from urllib.parse import urlsplit

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def web_link(address: str) -> str:
    """The address if it is one of the web, which alone may stand in a link; else nothing."""
    return address if address.startswith(("https://", "http://")) else ""


def breakable(address: str) -> SafeString:
    """An email address that a narrow screen breaks after the @, or before a dot behind it."""
    name, at, domain = address.rpartition("@")
    parts = format_html_join(SafeString("<wbr>."), "{}", ((part,) for part in domain.split(".")))
    return format_html("{}{}<wbr>{}", name, at, parts) if at else format_html("{}", address)


def host(address: str) -> str:
    """events.example.org: what a link to another site is called."""
    return urlsplit(address).hostname or ""
