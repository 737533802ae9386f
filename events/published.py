"""A published event with all that its pages show, read whole once for each version of it.

Who books decides by rows that are locked, never by these.
"""

from dataclasses import dataclass

from events import capacity, feed_versions
from events.kept import EVENTS
from events.models import Event, Session


@dataclass(frozen=True)
class Versions:
    """What a page of an event follows from besides the moment: `taken` are places by session."""

    number: int
    taken: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Published:
    """The event, which all threads share and none may change, and its sessions as they are now."""

    event: Event
    sessions: list[Session]


def versions(public_id: str) -> Versions:
    """To be asked for before anything else of the event: two narrow queries."""
    version = feed_versions.current(feed_versions.scope_of_event(public_id))
    return Versions(version.number, tuple(Session.objects.places_taken_at(public_id)))


def read(public_id: str, current: Versions | None = None) -> Published | None:
    """With its sessions in order; None where there is no such event, or only a draft."""
    current = current or versions(public_id)
    taken = dict(current.taken)
    kept_for = (current.number, tuple(taken))
    event = EVENTS.find(public_id, kept_for)
    if event is None:
        event = Event.objects.published().for_display().filter(public_id=public_id).first()
        if event is None:
            return None
        EVENTS.keep(public_id, event, kept_for)
    sessions = [
        capacity.shown(session, taken.get(session.pk, session.places_taken))
        for session in event.sessions.all()  # one may have been added since
    ]
    return Published(event, sorted(sessions, key=lambda one: (one.sort_at, one.pk)))
