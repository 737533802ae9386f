"""Keeping our schools in step with the national list; nothing else changes a school from it."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bookings.models import School
from bookings.school_file import ListedSchool, read_schools
from events import audit
from events.command import command

CAREFUL_ABOVE = 20  # one school in twenty, 5%


class TooManyChanges(Exception):
    """More than 5% of the known schools would change or close; the message says how many."""


@dataclass(frozen=True)
class Report:
    """What an import did; `missing` are schools that the file does not hold, left as they are."""

    created: int
    changed: int
    closed: int
    unchanged: int
    missing: list[str]


def import_schools(
    content: bytes, *, local_authority: str, at: datetime, force: bool = False
) -> Report:
    """Bring in one authority's schools out of a file, all or nothing.

    Raises school_file.FileRefused and TooManyChanges.
    """
    listed = read_schools(content, local_authority=local_authority)
    return _bring_in(listed, local_authority, force=force, at=at)


def sort_key(name: str, town: str = "") -> str:
    """What schools are ordered by on every database: letters and figures only, then the town."""
    return f"{_simple(name)}  {_simple(town)}".strip()[:400]


@command
def _bring_in(
    listed: Sequence[ListedSchool], local_authority: str, *, force: bool, at: datetime
) -> Report:
    known = _known_schools()
    of_authority = {
        urn: school
        for urn, school in known.items()
        if school.source == School.Source.GIAS and school.local_authority == local_authority
    }
    results = Counter(_bring_in_one(known, school, at) for school in listed)
    ...
