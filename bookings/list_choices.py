"""Which columns each organiser sees in lists of bookings."""

from collections.abc import Collection, Iterable, Sequence

from bookings.columns import Column
from bookings.models import ListChoice
from events.command import command
from events.models import Organiser

ALWAYS_SHOWN = ("reference", "full_name")  # a row is called by these


def shown_to(organiser: Organiser, columns: Sequence[Column]) -> list[Column]:
    """Those that an organiser has left ticked, or what is shown at first: one query."""
    choice = ListChoice.objects.filter(organiser=organiser).first()
    offered = to_choose_from(columns)
    if choice is None:
        return [column for column in offered if column.is_shown_at_first]
    return [column for column in offered if column.name not in choice.hidden]


def always_shown(columns: Iterable[Column]) -> list[Column]:
    return [column for column in columns if column.name in ALWAYS_SHOWN]


def to_choose_from(columns: Iterable[Column]) -> list[Column]:
    return [column for column in columns if column.name not in ALWAYS_SHOWN]


@command
def hide_columns(organiser: Organiser, *, names: Sequence[str], offered: Collection[str]) -> None:
    """Hide these in every list that the organiser looks at, and show the others that are offered.

    What only another event has stays as it was.
    """
    choice = ListChoice.objects.filter(organiser=organiser).first()
    before = choice.hidden if choice else []
    hidden = [*names, *(name for name in before if name not in offered)]
    ListChoice.objects.update_or_create(organiser=organiser, defaults={"hidden": hidden})
