"""What organisers and files say, made fit for a page: Markdown to clean HTML, sizes, link texts."""

from functools import lru_cache
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

KILOBYTE = 1024
ALLOWED_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "blockquote", "hr"}
ALLOWED_LINKS = {"https", "http", "mailto", "tel"}
HEADINGS = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}

_markdown = MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=256)
def render_markdown(text: str) -> SafeString:
    """An organiser's text as HTML without script, picture, style or first-level heading."""
    tokens = _markdown.parse(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    rendered = _markdown.renderer.render(tokens, _markdown.options, {})
    cleaned = nh3.clean(rendered, tags=ALLOWED_TAGS, url_schemes=ALLOWED_LINKS)
    return mark_safe(cleaned)  # noqa: S308 - nh3 cleaned it


def web_link(address: str) -> str:
    """The address if it is one of the web, which alone may stand in a link; else nothing."""
    return address if address.startswith(("https://", "http://")) else ""


def host(address: str) -> str:
    """events.example.org: what a link to another site is called."""
    return urlsplit(address).hostname or ""


def format_size(size: int) -> str:
    """184.7 KB, 1.4 MB, 900 bytes."""
    if size < KILOBYTE:
        return f"{size} bytes"
    kilobytes = size / KILOBYTE
    if round(kilobytes, 1) < KILOBYTE:
        return f"{kilobytes:.1f} KB"
    return f"{kilobytes / KILOBYTE:.1f} MB"


def describe_file(extension: str, size: int) -> str:
    """PDF, 184.7 KB: what stands in brackets inside the link to a file."""
    return f"{extension.upper()}, {format_size(size)}"
