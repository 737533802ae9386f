"""Pages that are kept as they were rendered, but for holes that are filled each time one is sent.

A hole stands for what changes too often to render the page again: how many places are left, what
a visitor's form is sent with.
"""

import re
import secrets
from collections.abc import Hashable, Mapping
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import conditional_escape

from events.kept import Kept

_SECRET = secrets.token_hex(8)  # nobody can write a hole into a page
_HOLES = re.compile(rf'"\[{_SECRET} number ([\w ]+)\]"|\[{_SECRET} ([\w ]+)\]'.encode())


def hole(name: str) -> str:
    """Stands for a text; `name` is of letters, figures and spaces."""
    return f"[{_SECRET} {name}]"


def number_hole(name: str) -> str:
    """Stands for a number in JSON, where it is written as a string and filled without quotes."""
    return hole(f"number {name}")


class Page:
    """A rendered page, cut at its holes."""

    def __init__(self, rendered: bytes) -> None:
        cut = _HOLES.split(rendered)
        self._text = cut[::3]
        names = zip(cut[1::3], cut[2::3], strict=True)
        self._names = [(of_number or of_text).decode() for of_number, of_text in names]

    def filled(self, texts: Mapping[str, str]) -> bytes:
        """With these texts, escaped unless they are safe. Raises KeyError where one is missing."""
        parts = [self._text[0]]
        for name, text in zip(self._names, self._text[1:], strict=True):
            parts += [conditional_escape(texts[name]).encode(), text]
        return b"".join(parts)


PAGES: Kept[Page] = Kept(500)  # of events, of some 20 KB each
LISTS: Kept[Page] = Kept(100)  # by their query, of which anybody may make up many
FORMS: Kept[Page] = Kept(100)  # to book, of some 100 KB each: they hold the schools
NOTHING: Mapping[str, str] = {}


def find(
    pages: Kept[Page],
    address: str,
    versions: Hashable,
    texts: Mapping[str, str] = NOTHING,
    *,
    at: datetime,
) -> HttpResponse | None:
    """The page as it is to be sent, if it is kept for these versions."""
    kept = pages.find(address, versions, at=at)
    return None if kept is None else HttpResponse(kept.filled(texts))


def keep(
    pages: Kept[Page],
    response: TemplateResponse,
    address: str,
    versions: Hashable,
    texts: Mapping[str, str] = NOTHING,
    *,
    until: datetime | None,
) -> TemplateResponse:
    """Once it is rendered; not for a developer, who sees each change of a template at once."""

    def cut(rendered: TemplateResponse) -> None:
        page = Page(rendered.content)
        rendered.content = page.filled(texts)
        if not settings.DEBUG:
            pages.keep(address, page, versions, until=until)

    response.add_post_render_callback(cut)
    return response
