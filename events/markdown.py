"""Organisers' Markdown as clean HTML."""

from functools import lru_cache
from itertools import pairwise
from typing import Any, cast

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

ALLOWED_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "blockquote", "hr"}
ALLOWED_LINKS = {"https", "http", "mailto", "tel"}
HEADINGS = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": True}).enable("linkify")
# Endings after which a name is surely an address: "Year 6.In" and "ASP.NET" are none.
cast(Any, _markdown.linkify).tlds(
    ["gov.uk", "sch.uk", "org.uk", "co.uk", "ac.uk", "nhs.uk", "com", "org", "info", "education"]
)


@lru_cache(maxsize=256)
def render_markdown(text: str) -> SafeString:
    """An organiser's text as HTML without script, picture, style or first-level heading.

    Web and email addresses that were pasted become links.
    """
    tokens = _markdown.parse(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
        for link, shown in pairwise(token.children or ()):
            if link.markup == "linkify" and link.nesting == 1:
                _use_https(link, shown.content)
    rendered = _markdown.renderer.render(tokens, _markdown.options, {})
    cleaned = nh3.clean(rendered, tags=ALLOWED_TAGS, url_schemes=ALLOWED_LINKS)
    return mark_safe(cleaned)  # noqa: S308 - nh3 cleaned it


def _use_https(link: Token, typed: str) -> None:
    """For an address that was pasted without its scheme."""
    href = str(link.attrs["href"])
    if href.startswith("http://") and not typed.lower().startswith("http://"):
        link.attrs["href"] = href.replace("http://", "https://", 1)
