"""What differs between what is said of an event and a plan of it: nothing is written here."""

import copy
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from events import typed_rows
from events.models import Event, Session, Venue
from events.planning import OWN_FIELDS, SESSION_FIELDS, derived_times, plan_of
from events.plans import EventPlan, SessionPlan, UpdatePlan, VenuePlan

TIME = frozenset({"precision", "starts_at", "ends_at", "arrive_at", "on_date", "half"})
PLACE = frozenset({"mode", "venue"})
LINK = frozenset({"join_link"})
NAME = frozenset({"label"})
IN_EVERY_ENTRY = frozenset({"title", "summary", "audiences", "booking_by"})  # of a calendar
OF_EVERY_SESSION = IN_EVERY_ENTRY | {"closes_working_days"}


@dataclass(frozen=True)
class SessionChange:
    """One session as it was and as it is to be; `changed` are names of fields."""

    before: Session
    after: Session
    plan: SessionPlan
    changed: frozenset[str]

    @property
    def is_of_schedule(self) -> bool:
        """Time, date or place, which invitations have to ask about anew."""
        return bool(self.changed & (TIME | PLACE | LINK))

    @property
    def is_of_time_or_place(self) -> bool:
        """What whoever only waits hears of: they have no link to join."""
        return bool(self.changed & (TIME | PLACE))


@dataclass(frozen=True)
class Differences:
    """An event as it was and as it is to be, with the names of the fields that change."""

    before: Event
    after: Event
    changed: frozenset[str]
    sessions: tuple[SessionChange, ...]
    added: tuple[SessionPlan, ...]
    removed: tuple[Session, ...]

    @property
    def is_in_every_entry(self) -> bool:
        return bool(self.changed & IN_EVERY_ENTRY)

    @property
    def is_nothing(self) -> bool:
        return not (self.changed or self.sessions or self.added or self.removed)

    def to_tell_of(self, at: datetime) -> list[SessionChange]:
        """What whoever booked has to hear of: another time, place or link of what is to come."""
        return [one for one in self._coming(at) if one.is_of_schedule]

    def worth_telling_of(self, at: datetime) -> list[SessionChange]:
        """The same, and what they may hear of: what the event and the session are called."""
        if "title" in self.changed:
            return self._coming(at)
        return [one for one in self._coming(at) if one.is_of_schedule or one.changed & NAME]

    def _coming(self, at: datetime) -> list[SessionChange]:
        return [one for one in self.sessions if not _both_over(one, at)]


def between(event: Event, sessions: Iterable[Session], plan: EventPlan) -> Differences:
    """Of an event, with its audiences, series and update, and these sessions of it.

    Where what all sessions show or follow changes, each is among what changes. A draft loses the
    sessions that the plan leaves out; of a published event they stay.
    """
    by_id = {session.public_id: session for session in sessions if not session.is_cancelled}
    changed = _changed_of_event(event, plan)
    after = copy.copy(event)
    for name in OWN_FIELDS:
        setattr(after, name, getattr(plan, name))
    planned = {one.public_id: one for one in plan.sessions if one.public_id in by_id}
    found = [_session(by_id[key], one, after) for key, one in planned.items()]
    left_out = [session for key, session in by_id.items() if key not in planned]
    return Differences(
        before=copy.copy(event),
        after=after,
        changed=changed,
        sessions=tuple(one for one in found if one.changed or changed & OF_EVERY_SESSION),
        added=tuple(one for one in plan.sessions if not one.public_id),
        removed=tuple(left_out) if event.is_draft else (),
    )


def as_it_will_be(session: Session, plan: SessionPlan, event: Event) -> Session:
    """A copy with these values, for pages and mails; a new venue is one without a row."""
    after = copy.copy(session)
    for name in SESSION_FIELDS:
        setattr(after, name, _row(getattr(plan, name)) if name == "venue" else getattr(plan, name))
    times = derived_times(
        plan, closes_working_days=event.closes_working_days, announced_at=event.created_at
    )
    for name, value in times.items():
        setattr(after, name, value)
    after.event = event
    return after


def _session(session: Session, plan: SessionPlan, event: Event) -> SessionChange:
    after = as_it_will_be(session, plan, event)
    changed = frozenset(
        name for name in SESSION_FIELDS if getattr(session, name) != getattr(after, name)
    )
    return SessionChange(copy.copy(session), after, plan, changed)


def _changed_of_event(event: Event, plan: EventPlan) -> frozenset[str]:
    now = plan_of(event, ())
    names = {name for name in (*OWN_FIELDS, "series") if getattr(now, name) != getattr(plan, name)}
    if labels(now) != labels(plan):
        names.add("audiences")
    update = plan.update
    if isinstance(update, UpdatePlan):
        update = typed_rows.find_update(update)
    if now.update != update or (update is None and plan.update):
        names.add("update")
    return frozenset(names)


def labels(plan: EventPlan) -> set[str]:
    """Whom it is for, whatever the capitals."""
    named = [*(audience.label for audience in plan.audiences), plan.other_audience]
    return {label.casefold() for label in named if label}


def _row(venue: Venue | VenuePlan | None) -> Venue | None:
    if not isinstance(venue, VenuePlan):
        return venue
    return typed_rows.find_venue(venue) or Venue(**asdict(venue))


def _both_over(change: SessionChange, at: datetime) -> bool:
    return change.before.is_over(at) and change.after.is_over(at)
