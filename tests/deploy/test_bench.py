"""What `manage.py bench` measures: a small round of it, over HTTP, on the tests' database."""

import os
import re

import pytest

from deploy.bench.measure import measure
from deploy.bench.site import CannotMeasure

SMALL = {"clients": [2], "seconds": 0.5, "pages": 3}
NUMBER = re.compile(r"\d+(\.\d)?")
LINES = [
    "# web processes with # threads each",
    "# clients # whole bookings a second; # of # took less than # ms",
    "list # ms of processor time",
    "event # ms of processor time",
    "form # ms of processor time",
    "submit # ms of processor time",
    "its mail # ms of processor time",
    "confirmation # ms of processor time",
]


def test_it_tells_rates_and_costs():
    database_url = os.environ.get("DATABASE_URL", "")

    told = list(measure(database_url, **SMALL))

    database, _, first_line = told[0].partition(", ")
    assert database == ("PostgreSQL" if database_url else "SQLite")
    lines = [NUMBER.sub("#", " ".join(line.split())) for line in [first_line, *told[1:]]]
    assert lines == LINES


def test_a_database_that_cannot_be_made_is_told():
    with pytest.raises(CannotMeasure, match=r"^No new database can be made: "):
        list(measure("postgresql://nobody@127.0.0.1:1/none", **SMALL))
