"""Addresses of other sites as they may stand on a page."""

from urllib.parse import urlsplit

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

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


def host(address: str) -> str:
    """events.example.org: what a link to another site is called."""
    return urlsplit(address).hostname or ""
