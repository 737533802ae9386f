"""The list of what is on: by month, page by page, and last what has no date yet."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator

from events.cards import Card, cards
from events.dates import format_month, local
from events.models import Session

SESSIONS_ON_A_PAGE = 40


def list_sessions(
    *, audience: str, mode: str, past: bool, page: str | None, at: datetime
) -> dict[str, Any]:
    """One page of the list as the template wants it."""
    wanted = Session.objects.listed().matching(audience=audience, mode=mode).for_cards()
    dated = wanted.with_a_date()
    in_order = dated.past(at).newest_first() if past else dated.upcoming(at).in_order()
    shown = Paginator(in_order, SESSIONS_ON_A_PAGE).get_page(page)
    is_end = not past and not shown.has_next()
    undated = wanted.without_a_date().upcoming(at).in_order() if is_end else []
    return {
        "page": shown,
        "months": _by_month(cards(list(shown), at)),
        "to_be_confirmed": cards(list(undated), at),
    }


def _by_month(shown: list[Card]) -> list[tuple[str, list[Card]]]:
    def month(card: Card) -> str:
        return format_month(local(card.session.sort_at).date())

    return [(name, list(group)) for name, group in groupby(shown, key=month)]
