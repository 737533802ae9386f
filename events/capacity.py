"""The only writer of how many places are taken or kept, and the order in which everybody locks."""

import copy
from datetime import datetime

from django.db.models import F

from events import audit, revisions
from events.command import step
from events.models import Event, Organiser, Session


@step
def lock_event(pk: int) -> Event:
    """Hold the event until the transaction ends; first of all locks, so that none cross."""
    return Event.objects.select_for_update(no_key=True).get(pk=pk)


@step
def lock_sessions(event: Event, *pks: int) -> list[Session]:
    """Hold these sessions of a locked event, in primary-key order; those of others are left out.

    Each session's event is the locked one.
    """
    return list(event.sessions.with_venue().filter(pk__in=pks).to_change())


@step
def lock_all_sessions(event: Event) -> list[Session]:
    """The same for every session of the event."""
    return list(event.sessions.with_venue().to_change())


@step
def take_places(session: Session, number: int = 1, *, at: datetime) -> None:
    """Take so many places of a locked session, which has them left: the database forbids more."""
    _count(session, number, at)


@step
def add_place(session: Session, *, at: datetime, by: Organiser) -> None:
    """Raise the number of places of a full locked session by one: an organiser knows that it is."""
    revisions.touch(session, at=at, capacity=session.places_taken + 1)
    audit.record("session_changed", session, at=at, by=by, changed=["capacity"])


@step
def release_places(session: Session, number: int = 1, *, at: datetime) -> None:
    """Free so many places of a locked session."""
    _count(session, -number, at)


@step
def keep_to_claim(session: Session, number: int, *, at: datetime) -> None:
    """Keep so many places of a locked session, which has them left, for the first to claim one."""
    more = number - session.places_to_claim
    if more:
        session.places_to_claim = number
        _count(session, more, at, places_to_claim=number)


@step
def claim(session: Session) -> None:
    """Let somebody have one of the places that are kept: it is theirs, and stays taken."""
    session.places_to_claim -= 1
    kept = F("places_to_claim") - 1
    Session.objects.filter(pk=session.pk).update(places_to_claim=kept)


@step
def keep_for_the_waiting(session: Session, until: datetime, *, at: datetime) -> None:
    """Let nobody book a locked session until then but those whom its places are offered to."""
    revisions.touch(session, at=at, waiting_first_until=until)


def shown(session: Session, taken: int) -> Session:
    """A copy of a session, to be shown with so many places taken."""
    copied = copy.copy(session)
    copied.places_taken = taken
    return copied


def _count(session: Session, places: int, at: datetime, **besides: int) -> None:
    """A new revision only where the calendar says it in other words: few are left, it is full."""
    before, counted = session.places_in_words, F("places_taken") + places
    session.places_taken += places
    if session.places_in_words == before:
        Session.objects.filter(pk=session.pk).update(places_taken=counted, **besides)
    else:
        revisions.touch(session, at=at, places_taken=counted, **besides)
