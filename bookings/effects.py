"""What a change would mean for whoever has booked, before it is made: who, and the very mail."""

import copy
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import cast

from django.conf import settings

from bookings import document_links
from bookings.mail import messages, notices
from bookings.mail.building import Envelope
from bookings.mail.facts import BookingFacts, PlaceFacts
from bookings.mail.mime import Mail
from bookings.mail.queue import Notice
from bookings.models import Attendee, Booking, WaitingPlace
from bookings.models.booking import BookingQuerySet
from events.differences import SessionChange
from events.models import Document, DocumentVersion, Session, Venue
from events.models.event import EventQuerySet
from events.venue_details import WHERE, VenueDetails, change_of

NAMED = 200
THEIR_LINK = "their-own-link-is-here"  # of as many characters; nobody but the attendee sees it
IN_THE_DIARY = {
    "REQUEST": "The calendar invitation moves the entry and asks them to answer again.",
    "CANCEL": "The calendar entry is removed.",
}
MOVED = "The calendar entry is removed, and they get an invitation to the other session."
NO_CHANGE = "Their calendar stays as it is."
THEIR_NOTE = "(What you say has changed goes here.)"
THEIR_REASON = "(Your reason goes here.)"
WORDS_ONLY = "The calendar invitation renames the entry. Nobody has to answer again."


@dataclass(frozen=True)
class Line:
    """What is said before the change, and after it."""

    before: str
    after: str


@dataclass(frozen=True)
class Effect:
    """`people` are the first of all who would be told, by name; `mail` is what one of them gets.

    `waiting` is how many who have no place would be told that what they wait for changes or ends.
    """

    number: int
    people: list[Attendee]
    mail: Mail | None
    calendar: str
    lines: list[Line]
    waiting: int = 0

    @property
    def others(self) -> int:
        return self.number - len(self.people)


def of_changes(changes: Sequence[SessionChange], *, was_title: str, at: datetime) -> Effect:
    """Of what an organiser has changed on the form, while nothing is saved."""
    held = Booking.objects.holding_a_place().at_sessions(one.before.pk for one in changes)
    told = _told_of(changes, held, was_title=was_title, at=at)
    is_asked = any(change.is_of_schedule for change in changes)
    calendar = IN_THE_DIARY["REQUEST"] if is_asked else WORDS_ONLY
    moved = [change.before for change in changes if change.is_of_time_or_place]
    return _effect(held, held, told, calendar, lines_of(changes), waiting=_who_waits(moved))


def of_changing_venue(
    venue: Venue, details: VenueDetails, *, own: EventQuerySet, at: datetime
) -> Effect:
    """Of what is said of a venue, for whoever comes there; the names are of these events only."""
    coming: list[Session] = []
    if details.changed_from(venue) & WHERE:
        coming = list(Session.objects.coming_to(venue, at).with_place().in_order())
    after = Venue(**asdict(details))
    changes = [change_of(_at(session, after), venue) for session in coming]
    held = Booking.objects.holding_a_place().at_sessions(session.pk for session in coming)
    seen = held.filter(session__event__in=own.values("pk"))
    told = _told_of(changes, seen, was_title="", at=at)
    theirs = set(own.values_list("pk", flat=True))
    shown = lines_of(one for one in changes if one.before.event_id in theirs)
    request, waiting = IN_THE_DIARY["REQUEST"], _who_waits(coming)
    return _effect(held, seen, told, request, shown, waiting=waiting)


def _at(session: Session, venue: Venue) -> Session:
    session.venue = venue
    return session


def _told_of(
    changes: Sequence[SessionChange], held: BookingQuerySet, *, was_title: str, at: datetime
) -> list[Notice]:
    """What the first of these would be sent."""
    of_session = {change.before.pk: change for change in changes}
    first = held.by_attendee().first()
    if first is None:
        return []
    own = held.of(first.attendee).order_by("session_id")
    places = [_as_it_will_be(booking, of_session[booking.session_id], first) for booking in own]
    return notices.session_changed(first.attendee, places, was_title=was_title, at=at)


def of_replacing(document: Document, *, at: datetime) -> Effect:
    """Of a new version of a document, for whoever has a place at a session to come.

    Of one that is not shown nobody is told.
    """
    event = document.event
    held = Booking.objects.none()
    if not event.is_draft and document.is_shown(at):
        coming = event.sessions.not_cancelled().upcoming(at).values("pk")
        held = Booking.objects.holding_a_place().at_sessions(row["pk"] for row in coming)
    first = held.by_attendee().with_session().first()
    told = []
    if first is not None:
        first.attendee.event, first.attendee.link_token = event, THEIR_LINK
        address = settings.SITE_ADDRESS + document_links.address_for(first.attendee, document)
        version = DocumentVersion(note=THEIR_NOTE)
        told = [
            notices.document_replaced(
                first.attendee, [first], document=document, address=address, version=version, at=at
            )
        ]
    return _effect(held, held, told, NO_CHANGE, [])


def of_cancelling(session: Session, others: Sequence[Session], *, at: datetime) -> list[Effect]:
    """Of cancelling the places at a session, and of moving them to one of the others."""
    held = Booking.objects.holding_a_place().at_sessions([session.pk])
    waiting = _who_waits([session])
    return [
        replace(_of_cancelling(held, session, other, at=at), waiting=waiting)
        for other in (None, *others[:1])
    ]


def of_cancelling_all(sessions: Iterable[Session], *, at: datetime) -> Effect:
    """Of cancelling all sessions of an event."""
    coming = {session.pk: session for session in sessions}
    held = Booking.objects.holding_a_place().at_sessions(coming)
    first = held.by_attendee().first()
    effect = _of_cancelling(held, coming[first.session_id] if first else None, None, at=at)
    return replace(effect, waiting=_who_waits(coming.values()))


def _of_cancelling(
    held: BookingQuerySet, session: Session | None, other: Session | None, *, at: datetime
) -> Effect:
    booking = held.by_attendee().first()
    told: list[Notice] = []
    if booking is not None and session is not None:
        booking.session, booking.attendee.event = session, session.event
        new = copy.copy(booking) if other else None
        if new is not None and other is not None:
            new.session = other
        told = notices.moved(booking.attendee, booking, new, reason=THEIR_REASON, at=at)
    calendar = MOVED if other else IN_THE_DIARY["CANCEL"]
    return _effect(held, held, told, calendar, [])


def lines_of(changes: Iterable[SessionChange]) -> list[Line]:
    """The title, and each session in one line, before and after; only what differs."""
    titles = [Line(one.before.event.title, one.after.event.title) for one in changes]
    sessions = [Line(_in_full(one.before), _in_full(one.after)) for one in changes]
    lines = dict.fromkeys([*titles, *sessions])
    return [line for line in lines if line.before != line.after]


def _in_full(session: Session) -> str:
    place = PlaceFacts.of_nobody(session)
    link = f" ({place.join_link})" if place.join_link else ""
    return ", ".join(filter(None, [place.label, place.when_in_full, place.where + link]))


def _as_it_will_be(
    booking: Booking, change: SessionChange, first: Booking
) -> tuple[Booking, PlaceFacts]:
    booking.attendee, booking.session = first.attendee, change.after
    booking.attendee.event = change.after.event
    place = PlaceFacts.of(booking).since(PlaceFacts.of_nobody(change.before))
    return booking, place


def _effect(
    held: BookingQuerySet,
    seen: BookingQuerySet,
    told: Sequence[Notice],
    calendar: str,
    lines: list[Line],
    *,
    waiting: int = 0,
) -> Effect:
    """Of all places that are held, of which an organiser may see some."""
    people = Attendee.objects.with_bookings(seen).select_related("school")
    return Effect(
        number=Attendee.objects.with_bookings(held).count(),
        people=list(people.by_name()[:NAMED]),
        mail=_mail(told[0]) if told else None,
        calendar=calendar,
        lines=lines,
        waiting=waiting,
    )


def _who_waits(sessions: Collection[Session]) -> int:
    lines = WaitingPlace.objects.open().that_hear_of(sessions)
    return lines.values("attendee").distinct().count() if sessions else 0


def _mail(notice: Notice) -> Mail:
    facts = cast(BookingFacts, notice.facts)
    mail_type = messages.MAIL_TYPES[notice.kind]
    envelope = Envelope(notice.kind, notice.to, "<preview>")
    places = tuple(replace(place, join_token=THEIR_LINK) for place in facts.places)
    return mail_type.build(replace(facts, link_token=THEIR_LINK, places=places), envelope)
