"""What `manage.py bench` measures: a small round of it, over HTTP, on the tests' database."""

import json
import os
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deploy.bench.figures import Figure
from deploy.bench.measure import PARTS, Sizes, measure
from deploy.bench.site import CannotMeasure

SMALL = Sizes(
    clients=[2], seconds=0.5, pages=20, sessions=20, rows=30, schools=200, mails=5, events=3
)
SESSIONS = re.compile(r"\d+ sessions")
FIGURES = {
    "bookings": [
        ("2 clients: bookings", "a second", True),
        ("2 clients: 19 of 20 took less than", "ms", False),
        ("2 clients: web processes", "ms of processor a booking", False),
    ],
    "pages": [
        (f"page: {name}", "ms of processor", False)
        for name in (
            "list",
            "event",
            "form",
            "submit",
            "its mail",
            "confirmation",
            "organiser's home",
            "attendees",
        )
    ],
    "feed": [
        figure
        for name in ("everything", "an audience, online", "one event", "one person")
        for figure in (
            (f"calendar of {name}, # sessions: first time", "ms", True),
            (f"calendar of {name} again", "ms", True),
            (f"calendar of {name}, 304", "ms", False),
            (f"calendar of {name}", "MB", False),
        )
    ],
    "export": [
        *(
            (f"list of {number} attendees, {order}", "ms", False)
            for number in ("few", "30")
            for order in ("session", "surname", "school", "newest", "a search")
        ),
        ("csv, 30 rows", "s", True),
        ("csv", "MB above idle", False),
        ("xlsx, 30 rows", "s", True),
        ("xlsx", "MB above idle", False),
    ],
    "import": [
        ("school list of 200 rows", "s", True),
        ("school list", "MB above idle", False),
    ],
    "mails": [("mails, one worker", "a second", True)],
}


def test_it_tells_rates_and_costs_beside_their_floors():
    told = list(measure(os.environ.get("DATABASE_URL", ""), PARTS, SMALL))

    described = [
        (SESSIONS.sub("# sessions", one.name), one.unit, one.floor is not None) for one in told
    ]
    assert described == [row for part in PARTS for row in FIGURES[part]]
    assert [one.name for one in told if one.floor is not None and one.floor <= 0] == []
    assert [one.name for one in told if one.value <= 0 and one.unit != "MB above idle"] == []


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (Figure("page: list", 7.8211, "ms"), f"{'page: list':>40}     7.82 ms"),
        (Figure("mails", 183.4, "a second", 200), f"{'mails':>40}      183 a second (floor 200)"),
        (Figure("calendar", 0.00123, "MB", 12.34), f"{'calendar':>40}  0.00123 MB (floor 12.3)"),
    ],
)
def test_a_figure_is_told_in_a_line(figure, line):
    assert figure.line() == line


def test_a_figure_is_told_to_programs():
    figure = Figure("mails", 183.4, "a second", 200)

    assert json.loads(json.dumps(figure.to_dict("sqlite"))) == {
        "database": "sqlite",
        "name": "mails",
        "value": 183.4,
        "unit": "a second",
        "floor": 200,
    }


def test_a_part_that_there_is_not_is_told():
    with pytest.raises(CommandError, match=r"^There is no coffee: name bookings, pages, feed, "):
        call_command("bench", "coffee", "pages", stdout=StringIO())


def test_a_database_that_cannot_be_made_is_told():
    with pytest.raises(CannotMeasure, match=r"^No new database can be made: "):
        list(measure("postgresql://nobody@127.0.0.1:1/none", PARTS, SMALL))
