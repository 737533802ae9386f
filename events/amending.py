"""Changing an event as a plan says: steps, since those who booked may have to be told."""

from collections.abc import Sequence
from datetime import datetime

from events import (
    audit,
    differences,
    feed_versions,
    meanwhile,
    planning,
    revisions,
    typed_rows,
)
from events.command import step
from events.differences import PLACE, TIME, Differences, SessionChange
from events.lifecycle import ContactMissing
from events.meanwhile import Fingerprints, Meanwhile
from events.models import Event, Organiser, Session
from events.plans import EventPlan, SessionPlan
from events.refusal import Refusal

MOVED = TIME | PLACE
FOLLOWS = {"title_key": "title"}  # what is written with another field, out of it
ONLY_COUNTED = frozenset({"capacity"})


class AlreadyCancelled(Refusal):
    """A cancelled event stays as it was announced."""

    template = "events/already_cancelled.html"


class ChangedMeanwhile(Refusal):
    """Somebody else has changed the event since the form was opened; nothing was changed."""

    template = "events/edit_event.html"

    def __init__(self, found: Meanwhile) -> None:
        super().__init__()
        self.found = found


class TooFewPlaces(Refusal):
    """Sessions would have fewer places than are taken."""

    template = "events/edit_event.html"

    def __init__(self, sessions: Sequence[Session]) -> None:
        super().__init__()
        self.sessions = sessions


@step
def amend_event(
    event: Event,
    sessions: Sequence[Session],
    plan: EventPlan,
    *,
    seen: Fingerprints,
    at: datetime,
    by: Organiser | None,
) -> Differences:
    """Make a locked event, with its locked sessions, what the plan says; what that changed.

    `seen` are the fingerprints of what the plan's author was shown. Raises AlreadyCancelled,
    ChangedMeanwhile, ContactMissing, TooFewPlaces.
    """
    if event.is_cancelled:
        raise AlreadyCancelled
    now = planning.plan_of(event, sessions)
    found = meanwhile.merge(plan, now, seen, may_remove=event.is_draft)
    if found.changed:
        raise ChangedMeanwhile(found)
    different = differences.between(event, sessions, found.plan)
    _check(different, found.plan)
    _write_event(event, found.plan, different, at=at, by=by)
    _write_sessions(event, sessions, different, at=at, by=by)
    if not event.is_draft and not different.is_nothing:
        feed_versions.raise_for(event, at=at)
        feed_versions.raise_for_series(different.before, at=at)
        feed_versions.raise_for_series(event, at=at)
    return different


@step
def add_session(
    event: Event,
    sessions: Sequence[Session],
    plan: SessionPlan,
    *,
    at: datetime,
    by: Organiser | None,
) -> Session:
    """Add a session to a locked event that is published; these are the others, locked."""
    for session in sessions:
        revisions.touch(session, at=at)  # whose calendar entry names the others
    added = planning.add_session(event, plan, at=at)
    audit.record("session_added", added, at=at, by=by)
    feed_versions.raise_for(event, at=at)
    feed_versions.raise_for_series(event, at=at)
    return added


def _write_sessions(
    event: Event,
    sessions: Sequence[Session],
    different: Differences,
    *,
    at: datetime,
    by: Organiser | None,
) -> None:
    of_session = {change.before.pk: change for change in different.sessions}
    for session in sessions:
        if session.pk in of_session:
            is_worded = different.is_in_every_entry
            _write_session(session, of_session[session.pk], is_worded=is_worded, at=at, by=by)
        elif different.is_in_every_entry and not event.is_draft:
            revisions.reword(session, at=at)  # a cancelled one, which calendars go on to show
        elif different.added:
            revisions.touch(session, at=at)  # whose calendar entry names the others
    for added in different.added:
        session = planning.add_session(event, added, at=at)
        audit.record("session_added", session, at=at, by=by)
    for removed in different.removed:
        removed.delete()
        audit.record("session_removed", event, at=at, by=by)  # the session is found no more


def _check(different: Differences, plan: EventPlan) -> None:
    if different.before.is_draft:
        return
    if not (plan.contact_name or plan.contact_email or plan.contact_telephone):
        raise ContactMissing
    full = [
        change.before
        for change in different.sessions
        if change.plan.capacity is not None and change.plan.capacity < change.before.places_taken
    ]
    if full:
        raise TooFewPlaces(full)


def _write_event(
    event: Event, plan: EventPlan, different: Differences, *, at: datetime, by: Organiser | None
) -> None:
    if not different.changed:
        return
    values = planning.event_values(plan, event.team)
    written = [name for name in values if FOLLOWS.get(name, name) in different.changed]
    for name in written:
        setattr(event, name, values[name])
    if written:
        event.save(update_fields=written)
    if "audiences" in different.changed:
        typed_rows.add_audiences(event, plan)
    audit.record("event_changed", event, at=at, by=by, changed=different.changed)


def _write_session(
    session: Session,
    change: SessionChange,
    *,
    is_worded: bool,
    at: datetime,
    by: Organiser | None,
) -> None:
    """The locked session, with the revision that its change calls for."""
    values = planning.session_values(change.plan, session.event)
    if session.event.is_draft or not (change.changed - ONLY_COUNTED or is_worded):
        write = revisions.touch
    elif change.changed & MOVED:
        write = revisions.reschedule
    else:
        write = revisions.reword
    write(session, at=at, **values)
    if change.changed:
        audit.record("session_changed", session, at=at, by=by, changed=change.changed)
