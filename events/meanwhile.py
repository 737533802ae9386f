"""Two organisers who edit at once: what the other changed since a form was opened.

A form carries a fingerprint of each thing that it showed. What is not what it was then has been
changed meanwhile: what its organiser left alone becomes what the other made it, what both changed
stays as typed, and the organiser is shown both before anything is saved.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model

from events import typed_rows
from events.differences import LINK, PLACE, TIME, labels
from events.planning import OWN_FIELDS
from events.plans import EventPlan, SessionPlan, UpdatePlan, VenuePlan

EVENT_PARTS = {
    **{name: (name,) for name in (*OWN_FIELDS, "series", "update")},
    "audiences": ("audiences", "other_audience"),
}
SESSION_PARTS = {
    "time": tuple(sorted(TIME)),
    "place": tuple(sorted(PLACE | LINK)),
    "label": ("label",),
    "speakers": ("speakers",),
    "capacity": ("capacity",),
}
Fingerprints = Mapping[str, str]
LONGEST = 20_000  # characters, of thirty sessions half as many


@dataclass(frozen=True)
class Meanwhile:
    """`changed`: (public id of the session, empty for the event itself; the part of it)."""

    plan: EventPlan
    changed: tuple[tuple[str, str], ...]


def fingerprints(plan: EventPlan) -> str:
    """What a form carries: JSON, by session and part."""
    return json.dumps({f"{key} {part}": _hashed(value) for key, part, value in _parts(plan)})


def fingerprints_of(values: Mapping[str, Any]) -> str:
    """The same for a form whose answers are the fields of one row."""
    return json.dumps({name: _hashed([value]) for name, value in values.items()})


def left_to_others(
    typed: Mapping[str, Any], now: Mapping[str, Any], seen: Fingerprints
) -> dict[str, Any]:
    """The fields that somebody else has changed since they were shown, and that were left alone."""
    return {
        name: now[name]
        for name, value in typed.items()
        if name in now and seen.get(name) == _hashed([value]) != _hashed([now[name]])
    }


def read(carried: str) -> Fingerprints:
    """None that can be read are those of a form that was opened just now."""
    try:
        found = json.loads(carried[:LONGEST])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def merge(
    typed: EventPlan, now: EventPlan, seen: Fingerprints, *, may_remove: bool = True
) -> Meanwhile:
    """The plan with what others changed, and which parts these are, where the typed one differs.

    Unless it `may_remove` them, sessions that are left out are in it too: they are public by now.
    """
    event, changed = _merged(typed, now, EVENT_PARTS, "", seen)
    known = {one.public_id: one for one in now.sessions}
    sessions: list[SessionPlan] = []
    for one in _told_apart(typed.sessions, now.sessions, seen):
        if one.public_id and one.public_id not in known:
            changed.append((one.public_id, "removed"))
            continue
        kept, theirs = _merged(
            one, known.get(one.public_id, one), SESSION_PARTS, one.public_id, seen
        )
        sessions.append(kept)
        changed += theirs
    there = {one.public_id for one in sessions}
    left = [one for one in now.sessions if one.public_id not in there]
    new = [one for one in left if seen and not _was_shown(one, seen)]
    kept = [one for one in left if not may_remove and one not in new]
    changed += [(one.public_id, "added") for one in new]
    changed += [(one.public_id, "kept") for one in kept]
    return Meanwhile(replace(event, sessions=(*sessions, *new, *kept)), tuple(changed))


def _was_shown(session: SessionPlan, seen: Fingerprints) -> bool:
    return f"{session.public_id} time" in seen


def _told_apart(
    typed: Iterable[SessionPlan], now: Iterable[SessionPlan], seen: Fingerprints
) -> Iterator[SessionPlan]:
    """Each session once; a new one that has been added by the same answers before is that one."""
    added = {_said(one): one for one in now if seen and not _was_shown(one, seen)}
    used = set()
    for one in typed:
        if one.public_id in used or not one.public_id:
            before = added.pop(_said(one), None)
            one = replace(one, public_id=before.public_id if before else "")
        used.add(one.public_id)
        yield one


def _said(session: SessionPlan) -> tuple[str, ...]:
    return tuple(_hashed(_values(session, names)) for names in SESSION_PARTS.values())


def _merged(
    typed: Any, now: Any, parts: Mapping[str, tuple[str, ...]], key: str, seen: Fingerprints
) -> tuple[Any, list[tuple[str, str]]]:
    changed = []
    for part, names in parts.items():
        mine, theirs = _values(typed, names), _values(now, names)
        before = seen.get(f"{key} {part}", _hashed(theirs))
        if _hashed(theirs) == before or _hashed(mine) == _hashed(theirs):
            continue
        changed.append((key, part))
        if _hashed(mine) == before:
            typed = replace(typed, **{name: getattr(now, name) for name in names})
    return typed, changed


def _parts(plan: EventPlan) -> Iterator[tuple[str, str, list[Any]]]:
    for part, names in EVENT_PARTS.items():
        yield "", part, _values(plan, names)
    for one in plan.sessions:
        for part, names in SESSION_PARTS.items():
            yield one.public_id, part, _values(one, names)


def _values(plan: EventPlan | SessionPlan, names: tuple[str, ...]) -> list[Any]:
    if isinstance(plan, EventPlan) and "audiences" in names:
        return sorted(labels(plan))
    return [getattr(plan, name) for name in names]


def _hashed(values: list[Any]) -> str:
    told = repr([_plain(value) for value in values])
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def _plain(value: Any) -> Any:
    """The same for the same moment, row or words; words that name a row are that row."""
    if isinstance(value, VenuePlan):
        value = typed_rows.find_venue(value) or value
    elif isinstance(value, UpdatePlan):
        value = typed_rows.find_update(value) or value
    if isinstance(value, Model):
        return f"{value._meta.label} {value.pk}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, str):
        return str(value)  # a choice and its value are the same
    return repr(value) if is_dataclass(value) else value
