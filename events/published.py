"""A published event with all that its pages show, read whole once for each version of it.

Who books decides by rows that are locked, never by these.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from events import capacity, feed_versions
from events.kept import EVENTS
from events.models import Event, Session


@dataclass(frozen=True)
class Published:
    """The event, which all threads share and none may change, and its sessions as they are now.

    `versions` are what a page of it follows from besides the moment and the number of places left.
    """

    event: Event
    sessions: list[Session]
    versions: Hashable


def read(public_id: str) -> Published | None:
    """With its sessions in order; None where there is no such event, or only a draft.

    Two narrow queries while nothing but places changes; its version is asked for first.
    """
    number = feed_versions.number_of(feed_versions.scope_of_event(public_id))
    taken = dict(Session.objects.places_taken_at(public_id))
    kept_for = (number, tuple(taken))
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
    sessions.sort(key=lambda one: (one.sort_at, one.pk))
    in_words = tuple((session.pk, session.places_in_words) for session in sessions)
    return Published(event, sessions, (number, in_words))
