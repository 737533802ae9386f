"""Who is told what of a change of bookings; the story of the change queues it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

from bookings.mail import colleagues
from bookings.mail.facts import BookingFacts, CalendarFacts, Facts, PlaceFacts
from bookings.mail.finding import FindFacts
from bookings.mail.organiser_facts import NewPasswordFacts, OrganiserFacts
from bookings.mail.queue import Limit, Notice
from bookings.models import Attendee, Booker, Booking, Message
from events.models import Document, DocumentVersion, Organiser, new_token

Kind = Message.Kind


def booked(attendee: Attendee, bookings: Sequence[Booking], *, at: datetime) -> list[Notice]:
    """The confirmation, an invitation for each of several sessions, and a copy to the booker."""
    own = invited(attendee, bookings, at=at)
    return [*own, *_copy(Kind.BOOKING_COPY, own[0])]


def invited(attendee: Attendee, bookings: Sequence[Booking], *, at: datetime) -> list[Notice]:
    """The same without a copy: whoever booked for several is told of all of them at once."""
    confirmation = _about(Kind.PLACE_BOOKED, attendee, bookings, at=at)
    return [confirmation, *_invitations(attendee, bookings, at=at)]


def cancelled(
    attendee: Attendee, bookings: Sequence[Booking], *, reason: str = "", at: datetime
) -> list[Notice]:
    """One CANCEL for each place cancelled, and a copy to the booker; with an organiser's reason."""

    def told(bookings: Sequence[Booking]) -> Notice:
        return _about(Kind.PLACE_CANCELLED, attendee, bookings, at=at, reason=reason)

    own = [told([booking]) for booking in bookings]
    copies = _copy(Kind.CANCELLED_COPY, told(bookings))
    return [replace(notice, limit=Limit.COUNT) for notice in (*own, *copies)]


def by_organisers(notices: Sequence[Notice]) -> list[Notice]:
    """The same, however many mails their addresses have had: no stranger has caused these."""
    return [replace(notice, limit=Limit.NONE) for notice in notices]


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


def booking_moved(attendee: Attendee, old: Booking, new: Booking, *, at: datetime) -> list[Notice]:
    """By the attendee: an invitation to the other session, and a CANCEL of the one before."""
    place = PlaceFacts.of(new).since(PlaceFacts.of(old))
    news = _about(Kind.BOOKING_MOVED, attendee, [new], at=at)
    news = replace(news, facts=BookingFacts.of_places(attendee, [place], at=at))
    gone = _about(Kind.MOVED_FROM_SESSION, attendee, [old], at=at)
    copies = _copy(Kind.BOOKING_MOVED_COPY, news)
    return [news, *(replace(notice, limit=Limit.COUNT) for notice in (gone, *copies))]


def handed_over(
    attendee: Attendee,
    old: Sequence[Booking],
    successor: Attendee,
    new: Sequence[Booking],
    *,
    at: datetime,
) -> list[Notice]:
    """A CANCEL to the one, an invitation to the other who is told instead of whom they come."""
    gone = [_about(Kind.PLACE_HANDED_OVER, attendee, [booking], at=at) for booking in old]
    told = _about(Kind.PLACE_TAKEN_OVER, successor, new, at=at, reason=attendee.replaced_reason)
    told = replace(told, facts=_sent_by(told.facts, attendee))
    return [
        *(replace(notice, limit=Limit.COUNT) for notice in gone),
        told,
        *_invitations(successor, new, at=at),
        *(replace(one, limit=Limit.COUNT) for one in _copy(Kind.HANDED_OVER_COPY, told)),
    ]


def colleagues_booked(booker: Booker, *, at: datetime) -> list[Notice]:
    """To whoever booked for others, if anybody has a place: who they are, and their own page."""
    facts = colleagues.facts_of(booker, at=at)
    if facts is None:
        return []
    return [
        Notice(
            kind=Kind.COLLEAGUES_BOOKED,
            to=booker.email,
            key=new_token(),
            facts=facts,
            booker=booker,
            is_copy=True,
        )
    ]


def organisers_told(attendee: Attendee, news: str, *, at: datetime) -> list[Notice]:
    """To the event's contact, if it has an address: what to look at, by the reference alone."""
    event = attendee.event
    facts = OrganiserFacts(
        event_title=event.title,
        event_id=event.public_id,
        reference=attendee.public_id,
        news=news,
        word=attendee.word_to_organiser,
    )
    told = Notice(
        kind=Kind.ORGANISER_TOLD,
        to=event.contact_email,
        key=f"{attendee.public_id}:{at:%Y%m%d%H%M%S%f}",
        facts=facts,
        limit=Limit.NONE,
    )
    return [told] if event.contact_email else []


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


def find_bookings(to: str, *, at: datetime) -> Notice:
    """Whatever is booked with this address: a row that is the same where nothing is.

    Its key, which is kept, tells nothing of the address, and bookings use up none of its limit.
    """
    facts = FindFacts(at=at)
    return Notice(Kind.FIND_BOOKINGS, to=to, key=new_token(), facts=facts, limit=Limit.NONE)


def calendar_address(to: str, *, link: str) -> Notice:
    """The page of all that is booked with this address. Its key, which is kept, tells no link."""
    return Notice(Kind.CALENDAR_ADDRESS, to=to, key=new_token(), facts=CalendarFacts(link=link))


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
    booker = notice.attendee.booker if notice.attendee else None
    if booker is None:
        return []
    facts = replace(cast(BookingFacts, notice.facts), booker_token=booker.link_token)
    copied = replace(notice, kind=kind, to=booker.email, facts=facts, booker=booker)
    return [replace(copied, is_copy=True)]


def _sent_by(facts: Facts, attendee: Attendee) -> BookingFacts:
    return replace(cast(BookingFacts, facts), sent_by=attendee.full_name)
