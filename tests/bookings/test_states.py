"""docs/bookings.md against the code: each cell of its table is tried, and nothing is left out."""

import ast
import re

import pytest
from django.conf import settings

from events.refusal import Refusal
from tests.architecture import modules
from tests.bookings.states import STATES, in_state, state_of
from tests.bookings.stories import STORIES
from tests.database import every_row

pytestmark = pytest.mark.django_db

PAGE = (settings.BASE_DIR / "docs/bookings.md").read_text()
NOTHING, NO_LINK = "nothing", "–"
ARROW = re.compile(r"^ +(\w+) --> (\w+): (.+)$", re.MULTILINE)


def read_table() -> dict[tuple[str, str], str]:
    """By (row, state): the cell."""
    lines = [line for line in PAGE.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head = ["", *STATES]
    assert head in rows
    cells = [row for row in rows if len(row) == len(head) and row != head and "---" not in row]
    return {(row[0], state): row[place] for row in cells for place, state in enumerate(STATES, 1)}


def read_arrows() -> set[tuple[str, str, str]]:
    return {
        (before.replace("_", " "), story.strip(), after.replace("_", " "))
        for before, after, stories in ARROW.findall(PAGE)
        for story in stories.split(",")
    }


def command_of(row: str) -> str:
    """The command of a row, or what happens by itself."""
    named = re.match(r"`(\w+)`", row)
    return named[1] if named else row


def commands() -> set[str]:
    """Every command of bookings' lifecycle."""
    return {
        node.name
        for module in modules("bookings/lifecycle")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
        and "command" in [ast.unparse(decorator) for decorator in node.decorator_list]
    }


def outcome(row: str, state: str) -> str:
    """What the cell has to say."""
    place, story = in_state(state), STORIES[row]
    if story.of_a_link and place.attendee is None:
        return NO_LINK
    if story.of_a_booking and not (place.attendee and place.attendee.bookings.exists()):
        return NO_LINK
    if story.arrange:
        story.arrange(place)
    was, before = state_of(place), every_row()
    try:
        story.act(place)
    except Refusal as refusal:
        assert every_row() == before
        return type(refusal).__name__
    is_same = (state_of(place), every_row()) == (was, before)
    return NOTHING if is_same else state_of(place)


def arrows_of(table: dict[tuple[str, str], str]) -> set[tuple[str, str, str]]:
    """Each cell that leads to another state."""
    return {
        (state, command_of(row), after)
        for (row, state), after in table.items()
        if after in STATES and after != state
    }


@pytest.mark.parametrize(("row", "state"), read_table())
def test_the_cell_says_what_becomes_of_it(row, state):
    assert outcome(row, state) == read_table()[row, state]


def test_the_table_has_every_story_in_every_state():
    assert list(read_table()) == [(row, state) for row in STORIES for state in STATES]


def test_the_table_has_every_command():
    by_itself = {"the session starts"}
    of_nobody = {"count_refused", "send_written", "stop_written", "send_copy"}
    of_nobody |= {"note_bounce", "keep_aside"}

    assert {command_of(row) for row in STORIES} - by_itself == commands() - of_nobody


def test_the_picture_has_an_arrow_for_each_cell_that_leads_to_another_state():
    assert read_arrows() == arrows_of(read_table())


@pytest.mark.parametrize("state", ["corrected", "handed over"])
@pytest.mark.parametrize("before", ["elsewhere", "booked"])
def test_whoever_takes_a_place_over_holds_it_and_nobody_else(before, state):
    place = in_state(before)
    story = "`substitute_attendee`" if state == "handed over" else "`replace_attendee`, correcting"
    held = list(place.attendee.bookings.values_list("session", flat=True))

    next(STORIES[row] for row in STORIES if row.startswith(story)).act(place)

    place.attendee.refresh_from_db()
    successor = place.attendee.replaced_by
    assert list(successor.bookings.values_list("session", "state")) == [(held[0], "booked")]
    assert set(place.attendee.bookings.values_list("state", flat=True)) == {"cancelled"}
