"""Keeping our schools in step with the national list; nothing else changes a school from it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from typing import IO

from bookings.models import School
from bookings.schools.gias_file import ListedSchool, authority_code, read_schools
from bookings.schools.list_text import read_list
from bookings.schools.sorting import sort_key
from events import audit
from events.command import command

ONE_IN = 20  # 5% of the known schools may change without a second thought
HARMLESS = {"trust"}  # one trust's new name changes all of its schools


class TooManyChanges(Exception):
    """More than 5% of the known schools would change or close; the message says how many."""


@dataclass(frozen=True)
class Report:
    """What an import did; `missing` are schools that the file does not hold, left as they are.

    `encoding` is what the file was read as.
    """

    encoding: str
    created: int
    changed: int
    closed: int
    unchanged: int
    missing: list[School]


@dataclass
class _Step:
    """A school as it is going to be, with what becomes of it and the fields that say so."""

    school: School
    outcome: str
    changed: list[str]

    @property
    def is_needed(self) -> bool:
        return self.outcome != "unchanged"

    @property
    def is_grave(self) -> bool:
        return bool(set(self.changed) - HARMLESS)


def import_schools(
    file: IO[bytes], *, local_authority: str, at: datetime, force: bool = False
) -> Report:
    """Bring in one authority's schools out of a file, all or nothing; it is read line by line.

    Raises list_text.FileRefused and TooManyChanges.
    """
    lines = read_list(file)
    listed = read_schools(lines, local_authority=local_authority)
    code = authority_code(local_authority)
    return _bring_in(listed, code, encoding=lines.encoding, force=force, at=at)


@command
def _bring_in(
    listed: Sequence[ListedSchool],
    local_authority: str,
    *,
    encoding: str,
    force: bool,
    at: datetime,
) -> Report:
    known = {school.urn: school for school in _known_schools()}
    expected = {u: school for u, school in known.items() if _is_of(school, local_authority)}
    steps = _plan(listed, known)
    if not force:
        _check_few_change([step for step in steps if step.school.urn in expected], len(expected))
    for step in steps:
        if step.is_needed:
            _write(step, at)
    outcomes, urns = Counter(step.outcome for step in steps), {school.urn for school in listed}
    return Report(
        encoding=encoding,
        created=outcomes["created"],
        changed=outcomes["changed"],
        closed=outcomes["closed"],
        unchanged=outcomes["unchanged"],
        missing=[school for urn, school in expected.items() if urn not in urns],
    )


def _known_schools() -> list[School]:
    with_urn = School.objects.filter(urn__isnull=False)
    return list(with_urn.select_for_update(no_key=True).in_order())


def _is_of(school: School, local_authority: str) -> bool:
    return school.source == School.Source.GIAS and school.local_authority == local_authority


def _plan(listed: Sequence[ListedSchool], known: dict[int | None, School]) -> list[_Step]:
    """What is to be done, newest school first, so that a successor is there to be pointed to."""
    steps = {
        school.urn: _step(school, known.get(school.urn))
        for school in sorted(listed, key=lambda school: -school.urn)
    }
    for old, new in _successions(listed):
        _succeed(steps[old.urn], steps[new.urn].school)
    return list(steps.values())


def _step(listed: ListedSchool, school: School | None) -> _Step:
    answers = asdict(listed) | {
        "source": School.Source.GIAS,
        "sort_key": sort_key(listed.name, listed.town),
    }
    if school is None:
        return _Step(School(**answers), "created", [])
    changed = [name for name, value in answers.items() if getattr(school, name) != value]
    for name in changed:
        setattr(school, name, answers[name])
    closes = "status" in changed and school.status == School.Status.CLOSED
    return _Step(school, "closed" if closes else "changed" if changed else "unchanged", changed)


def _successions(listed: Sequence[ListedSchool]) -> list[tuple[ListedSchool, ListedSchool]]:
    """Closed schools with the one that took over their number, as an academy does."""
    holders = defaultdict(list)
    for school in sorted(listed, key=lambda school: school.urn):
        if school.dfe_number:
            holders[school.dfe_number].append(school)
    pairs = [pair for schools in holders.values() for pair in pairwise(schools)]
    return [(old, new) for old, new in pairs if _took_over(new, old)]


def _took_over(new: ListedSchool, old: ListedSchool) -> bool:
    if old.status != School.Status.CLOSED or new.opened_on is None:
        return False
    return old.closed_on is None or new.opened_on >= old.closed_on


def _succeed(step: _Step, successor: School) -> None:
    if successor.pk is None or step.school.succeeded_by_id != successor.pk:
        step.school.succeeded_by = successor
        step.changed.append("succeeded_by")
        step.outcome = "changed" if step.outcome == "unchanged" else step.outcome


def _check_few_change(steps: Sequence[_Step], known: int) -> None:
    affected = sum(step.is_grave for step in steps)
    if affected * ONE_IN > known:
        raise TooManyChanges(
            f"{affected} of {known} known schools would change or close, more than 5%"
        )


def _write(step: _Step, at: datetime) -> None:
    step.school.changed_at = at
    if step.outcome == "created":
        step.school.save(force_insert=True)
    else:
        step.school.save(update_fields=[*step.changed, "changed_at"])
    audit.record(f"school_{step.outcome}", step.school, at=at, changed=step.changed)
