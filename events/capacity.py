"""The only writer of Session.places_taken: lock, decide, count."""

from datetime import datetime

from django.db.models import F

from events.models import Event, Session
from events.refusal import Refusal


class SessionFull(Refusal):
    template = "bookings/session_full.html"

    def __init__(self, session: Session) -> None:
        super().__init__(session.public_id)
        self.session = session


def lock_event(pk: int) -> Event:
    """Hold the event until the transaction ends; first of all locks, so that none cross."""
    return Event.objects.select_for_update(no_key=True).get(pk=pk)


def lock_sessions(*pks: int) -> list[Session]:
    """Hold these sessions until the transaction ends, locked and returned in primary-key order."""
    return list(Session.objects.with_place().to_change(*pks))


def lock_sessions_of(event: Event, *pks: int) -> list[Session]:
    """The same for sessions of one event, which is locked already; others are left out."""
    return list(event.sessions.with_venue().to_change(*pks))


def take_place(session: Session, *, at: datetime) -> None:
    """Take one place of a locked session. Raises SessionFull."""
    if session.is_full:
        raise SessionFull(session)
    _count(session, 1, at)


def release_place(session: Session, *, at: datetime) -> None:
    """Give one place of a locked session back."""
    _count(session, -1, at)


def _count(session: Session, places: int, at: datetime) -> None:
    """Who had to wait for the lock comes with an older `at`: no change is made older by it."""
    session.places_taken += places
    session.changed_at = max(session.changed_at, at)
    Session.objects.filter(pk=session.pk).update(
        places_taken=F("places_taken") + places, changed_at=session.changed_at
    )
