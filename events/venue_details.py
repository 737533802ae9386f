"""Changing a venue, and with it every session held there: steps, since people may be told."""

import copy
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from events import audit, meanwhile, revisions
from events.command import step
from events.differences import SessionChange
from events.meanwhile import Fingerprints
from events.models import Event, Organiser, Session, Venue
from events.plans import SessionPlan

WHERE = frozenset({"name", "address", "postcode"})


@dataclass(frozen=True)
class VenueDetails:
    """Everything that is said of a venue."""

    name: str
    address: str = ""
    postcode: str = ""
    map_link: str = ""
    coordinates: str = ""
    travel: str = ""
    step_free_access: str = ""
    hearing_loop: str = ""
    telephone: str = ""

    @classmethod
    def of(cls, venue: Venue) -> "VenueDetails":
        return cls(**{name: getattr(venue, name) for name in cls.__dataclass_fields__})

    def merged(self, venue: Venue, seen: Fingerprints) -> "VenueDetails":
        """With what somebody else has changed meanwhile of what was left alone here."""
        now = asdict(VenueDetails.of(venue))
        return replace(self, **meanwhile.left_to_others(asdict(self), now, seen))

    def changed_from(self, venue: Venue) -> frozenset[str]:
        return frozenset(
            name for name, value in asdict(self).items() if getattr(venue, name) != value
        )


@step
def lock_events_at(venue: Venue) -> list[Event]:
    """Hold the events with a session at this venue, in primary-key order, before any session."""
    pks = Session.objects.filter(venue=venue).values("event")
    return list(Event.objects.filter(pk__in=pks).to_change())


@step
def write(
    venue: Venue, details: VenueDetails, *, at: datetime, by: Organiser | None
) -> frozenset[str]:
    """What is said of the venue from now on; the names of what that changes."""
    changed = details.changed_from(venue)
    for name in changed:
        setattr(venue, name, getattr(details, name))
    if changed:
        venue.save(update_fields=sorted(changed))
        audit.record("venue_changed", venue, at=at, by=by, changed=changed)
    return changed


@step
def revise(
    sessions: Sequence[Session], before: Venue, after: Venue, *, is_elsewhere: bool, at: datetime
) -> list[SessionChange]:
    """A revision of each of these locked sessions that is held there; the coming ones' changes.

    `is_elsewhere`: it is called or found by another name, not just described otherwise.
    """
    changes = []
    for session in sessions:
        if session.venue_id != after.pk:
            continue
        session.venue = after
        has_moved = is_elsewhere and not session.is_cancelled and not session.is_over(at)
        if has_moved and not session.event.is_draft:
            revisions.reschedule(session, at=at)
            changes.append(change_of(session, before))
        else:
            revisions.touch(session, at=at)
    return changes


def change_of(session: Session, before: Venue) -> SessionChange:
    """Its place was said to be there before."""
    was = copy.copy(session)
    was.venue = before
    return SessionChange(was, session, SessionPlan(), frozenset({"venue"}))
