"""Addresses of other sites as they may stand on a page."""

from urllib.parse import urlsplit


def web_link(address: str) -> str:
    """The address if it is one of the web, which alone may stand in a link; else nothing."""
    return address if address.startswith(("https://", "http://")) else ""


def host(address: str) -> str:
    """events.example.org: what a link to another site is called."""
    return urlsplit(address).hostname or ""
