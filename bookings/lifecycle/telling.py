"""Telling whoever has booked what an organiser has changed: their bookings, and the messages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bookings.lifecycle import lists, steps
from bookings.mail import notices, waiting_notices
from bookings.mail.facts import BookingFacts, PlaceFacts
from bookings.mail.queue import Notice, queue
from bookings.mail.waiting_facts import place_of
from bookings.models import Attendee, Booking, Message, WaitingPlace
from bookings.models.booking import BookingQuerySet
from events.command import step
from events.differences import SessionChange
from events.models import Event, Session


@dataclass(frozen=True)
class Unsent:
    """What somebody was told last, while a change waits: by UID of the place, by attendee."""

    places: dict[str, PlaceFacts]
    titles: dict[int, str]


def held_at(locked: Mapping[int, Session]) -> list[Booking]:
    """The places at these locked sessions, by their primary keys; each attendee's together."""
    return _with_sessions(Booking.objects.holding_a_place().at_sessions(locked), locked)


@step
def tell_of_changes(
    event: Event,
    sessions: Sequence[Session],
    changes: Sequence[SessionChange],
    *,
    was_title: str,
    at: datetime,
) -> None:
    """One mail to each attendee of all that changed for them; their invitations ask anew.

    `sessions` are all of the locked event's, as they are now. What an earlier mail would have told
    that has not gone out yet is told by this one.
    """
    if not changes:
        return
    locked = {session.pk: session for session in sessions}
    unsent = _not_told_yet(event)
    affected = [change.before.pk for change in changes]
    held = _held(affected, unsent.places.values(), locked)
    rescheduled = {change.before.pk for change in changes if change.is_of_schedule}
    steps.ask_anew([booking for booking in held if booking.session_id in rescheduled], at=at)
    said = {
        change.before.pk: PlaceFacts.of_nobody(locked[change.before.pk]).since(
            PlaceFacts.of_nobody(change.before), at=at
        )
        for change in changes
    }
    told: list[Notice] = []
    for attendee, group in groupby(held, key=lambda booking: booking.attendee):
        bookings = list(group)
        if any(booking.session_id in said for booking in bookings):
            told += _notices(attendee, bookings, said, unsent, was_title=was_title, at=at)
    queue(told, at=at)


@step
def tell_who_waits(event: Event, changes: Sequence[SessionChange], *, at: datetime) -> None:
    """One mail to each who waits for, or is offered, sessions of a locked event that changed.

    Of another time or place; the link to join they have not been told.
    """
    said = {
        change.before.pk: place_of(change.after).since(place_of(change.before), at=at)
        for change in changes
        if change.is_of_time_or_place
    }
    found = lists.lock(event) if said else lists.WaitingLists(event)
    told: dict[int, tuple[WaitingPlace, list[PlaceFacts]]] = {}
    for line in sorted(found.lines, key=lambda line: not line.is_offered):
        places = [said[one.pk] for one in found.of(line).sessions if one.pk in said]
        told.setdefault(line.attendee_id, (line, []))[1].extend(places)
    queue(
        [
            waiting_notices.session_changed(line, places, at=at)
            for line, places in told.values()
            if places
        ],
        at=at,
    )


def _notices(
    attendee: Attendee,
    bookings: Iterable[Booking],
    said: dict[int, PlaceFacts],
    unsent: Unsent,
    *,
    was_title: str,
    at: datetime,
) -> list[Notice]:
    places = []
    for booking in bookings:
        if booking.uid in unsent.places:
            place = PlaceFacts.of(booking).with_before_of(unsent.places[booking.uid])
        else:
            place = said[booking.session_id].with_booking(booking)
        places.append((booking, place))
    was_title = unsent.titles.get(attendee.pk, was_title)
    return notices.session_changed(attendee, places, was_title=was_title, at=at)


def _held(
    affected: Iterable[int], unsent: Iterable[PlaceFacts], locked: Mapping[int, Session]
) -> list[Booking]:
    """The places at sessions that changed, and those that an unsent mail tells of."""
    waiting = [place.uid for place in unsent]
    found = Booking.objects.holding_a_place().at_sessions_or_uids(affected, waiting)
    return _with_sessions(found, locked)


def _with_sessions(found: BookingQuerySet, locked: Mapping[int, Session]) -> list[Booking]:
    held = list(found.by_attendee())
    for booking in held:
        booking.session = locked[booking.session_id]
        booking.attendee.event = booking.session.event
    return held


def _not_told_yet(event: Event) -> Unsent:
    """Of changes that are queued of which surely nobody has heard; the oldest counts."""
    waiting = Message.objects.unsent().of_kinds([Message.Kind.SESSION_CHANGED])
    places: dict[str, PlaceFacts] = {}
    titles: dict[int, str] = {}
    for attendee, stored in waiting.facts_about(event):
        facts = BookingFacts.from_json(stored)
        places = {place.uid: place for place in facts.places} | places
        titles.setdefault(attendee, facts.was_title)
    return Unsent(places, titles)
