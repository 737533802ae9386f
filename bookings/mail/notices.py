"""Who is told what of a change of bookings; the story of the change queues it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bookings.mail.facts import BookingFacts, NewPasswordFacts, PlaceFacts
from bookings.mail.queue import Limit, Notice
from bookings.models import Attendee, Booking, Message
from events.models import Document, DocumentVersion, Organiser

Kind = Message.Kind


def booked(attendee: Attendee, bookings: Sequence[Booking], *, at: datetime) -> list[Notice]:
    """The confirmation, an invitation for each of several sessions, and a copy to the booker."""
    confirmation = _about(Kind.PLACE_BOOKED, attendee, bookings, at=at)
    return [
        confirmation,
        *_invitations(attendee, bookings, at=at),
        *_copy(Kind.BOOKING_COPY, confirmation),
    ]


def cancelled(attendee: Attendee, bookings: Sequence[Booking], *, at: datetime) -> list[Notice]:
    """One CANCEL for each place cancelled, and a copy to the booker."""
    own = [_about(Kind.PLACE_CANCELLED, attendee, [booking], at=at) for booking in bookings]
    copies = _copy(Kind.CANCELLED_COPY, _about(Kind.PLACE_CANCELLED, attendee, bookings, at=at))
    return [replace(notice, limit=Limit.COUNT) for notice in (*own, *copies)]


def address_changed(
    attendee: Attendee, bookings: Sequence[Booking], *, at: datetime
) -> list[Notice]:
    """To the address before: one CANCEL for each place that has another address now."""
    told = [_about(Kind.ADDRESS_CHANGED, attendee, [booking], at=at) for booking in bookings]
    return [replace(notice, limit=Limit.COUNT) for notice in told]


def again(
    kind: Kind, attendee: Attendee, bookings: Sequence[Booking], *, at: datetime
) -> list[Notice]:
    """The details once more, with the invitation as it stands, once for each time of asking."""
    details = _about(kind, attendee, bookings, at=at)
    invitations = _invitations(attendee, bookings, at=at)
    return [replace(n, key=f"{n.key}:{at:%Y%m%d%H%M%S%f}") for n in (details, *invitations)]


def session_cancelled(
    attendee: Attendee, bookings: Sequence[Booking], *, reason: str, at: datetime
) -> list[Notice]:
    """By the organisers: one CANCEL for each place, with the reason, and a copy to the booker."""

    def told(bookings: Sequence[Booking]) -> Notice:
        return _about(Kind.SESSION_CANCELLED, attendee, bookings, at=at, reason=reason)

    own = [told([booking]) for booking in bookings]
    copies = _copy(Kind.SESSION_CANCELLED_COPY, told(bookings))
    return [replace(notice, limit=Limit.NONE) for notice in (*own, *copies)]


def session_changed(
    attendee: Attendee,
    places: Sequence[tuple[Booking, PlaceFacts]],
    *,
    was_title: str,
    at: datetime,
) -> list[Notice]:
    """By the organisers: one mail of all that changed, an invitation for each of several sessions.

    Each place is as it is now, beside what it was. The copy to the booker has none.
    """
    own = [
        _changed(Kind.SESSION_CHANGED, attendee, places, was_title=was_title, at=at),
        *(
            _changed(Kind.INVITATION, attendee, [place], was_title=was_title, at=at)
            for place in places
            if len(places) > 1
        ),
    ]
    return [*own, *_copy(Kind.SESSION_CHANGED_COPY, own[0])]


def moved(
    attendee: Attendee, old: Booking, new: Booking | None, *, reason: str, at: datetime
) -> list[Notice]:
    """By the organisers: an invitation to the other session, and a CANCEL of the one before.

    Whoever has a place at the other one already is only told that this one is cancelled.
    """
    if new is None:
        return session_cancelled(attendee, [old], reason=reason, at=at)
    place = PlaceFacts.of(new).since(PlaceFacts.of(old))
    facts = BookingFacts.of_places(attendee, [place], at=at, reason=reason)
    told = _about(Kind.MOVED_TO_SESSION, attendee, [new], at=at)
    news = replace(told, facts=facts, limit=Limit.NONE)
    gone = _about(Kind.MOVED_FROM_SESSION, attendee, [old], at=at)
    return [news, replace(gone, limit=Limit.NONE), *_copy(Kind.MOVED_COPY, news)]


def document_replaced(
    attendee: Attendee,
    bookings: Sequence[Booking],
    *,
    document: Document,
    address: str,
    version: DocumentVersion,
    at: datetime,
) -> Notice:
    """A mail without an invitation: the document's address, which stays, serves the new one."""
    facts = BookingFacts.of(attendee, bookings, at=at)
    facts = replace(facts, document=document.title, document_address=address, note=version.note)
    told = _about(Kind.DOCUMENT_REPLACED, attendee, [], at=at)
    key = f"{attendee.public_id}:{version.public_id}"
    return replace(told, key=key, facts=facts, limit=Limit.NONE)


def new_password(organiser: Organiser, *, link: str, days: int, at: datetime) -> list[Notice]:
    """A link at which an organiser chooses a new password: to the address that we know.

    Bookings in that address, which anybody can make, must not use up what it may get.
    """
    return [
        Notice(
            kind=Kind.NEW_PASSWORD,
            to=organiser.email,
            key=f"{organiser.public_id}:{at:%Y%m%d%H%M%S%f}",
            facts=NewPasswordFacts(link=link, days=days),
            limit=Limit.NONE,
        )
    ]


def _about(
    kind: Kind,
    attendee: Attendee,
    bookings: Sequence[Booking],
    *,
    at: datetime,
    reason: str = "",
) -> Notice:
    """To the attendee; the sequence of the first booking is the revision that it tells of."""
    revision = [f"{booking.public_id}:{booking.sequence}" for booking in bookings[:1]]
    return Notice(
        kind=kind,
        to=attendee.email,
        key=":".join([attendee.public_id, *revision]),
        facts=BookingFacts.of(attendee, bookings, at=at, reason=reason),
        attendee=attendee,
        booking=bookings[0] if len(bookings) == 1 else None,
    )


def _changed(
    kind: Kind,
    attendee: Attendee,
    places: Sequence[tuple[Booking, PlaceFacts]],
    *,
    was_title: str,
    at: datetime,
) -> Notice:
    """The moment tells changes apart that keep the SEQUENCE."""
    booking = places[0][0]
    told = [facts for _, facts in places]
    facts = BookingFacts.of_places(attendee, told, at=at)
    return Notice(
        kind=kind,
        to=attendee.email,
        key=f"{attendee.public_id}:{booking.public_id}:{booking.sequence}:{at:%Y%m%d%H%M%S%f}",
        facts=replace(facts, was_title=was_title),
        attendee=attendee,
        booking=booking if len(places) == 1 else None,
        limit=Limit.NONE,
    )


def _invitations(attendee: Attendee, bookings: Sequence[Booking], *, at: datetime) -> list[Notice]:
    """One for each of several sessions; the only one is in the mail that tells of it."""
    if len(bookings) < 2:
        return []
    return [_about(Kind.INVITATION, attendee, [booking], at=at) for booking in bookings]


def _copy(kind: Kind, notice: Notice) -> list[Notice]:
    """The same to whoever booked for somebody else."""
    booker = notice.attendee.booked_by_email if notice.attendee else ""
    return [replace(notice, kind=kind, to=booker, is_copy=True)] if booker else []
