"""Reminding whoever has a place: queued when its moment has come, and looked at again when sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.db.models import Exists, OuterRef

from bookings import document_links
from bookings.mail.facts import BookingFacts, DocumentFacts
from bookings.mail.queue import Limit, Notice, queue
from bookings.models import Attendee, Booking, Message
from bookings.models.booking import BookingQuerySet
from events import handing_over, reminding
from events.command import command
from events.models import Document, Session
from events.reminding import Rule

Kind = Message.Kind
KINDS = {Rule.WEEK: Kind.REMINDER_WEEK, Rule.DAY: Kind.REMINDER_DAY}
RULES = {kind: rule for rule, kind in KINDS.items()}
BATCH = 500
STILL_KNOWN = timedelta(hours=24)  # whoever booked so lately needs no reminder yet


@dataclass(frozen=True)
class Due:
    """Sessions of which people are reminded by the same rule since the same moment."""

    rule: Rule
    since: datetime
    sessions: tuple[int, ...]


def queue_reminders(at: datetime) -> bool:
    """A batch for each moment that has come, if anybody is left; whether there may be more.

    Where there is nobody, nothing is locked or written.
    """
    queued = [_queue_batch(due=due, at=at) for due in _due(at) if _to_remind(due, at).exists()]
    return BATCH in queued


def is_still_due(message: Message, at: datetime) -> bool:
    """Whether its session, as it is by now, is one of which people are reminded."""
    session = Session.objects.taking_place().filter(bookings=message.booking_id).first()
    rule = RULES[Kind(message.kind)]
    return session is not None and reminding.is_still_due(rule, session, at)


@command
def _queue_batch(*, due: Due, at: datetime) -> int:
    """How many were due; a message that another process has queued meanwhile is left as it is."""
    found = _to_remind(due, at).with_session().select_related("attendee__booker")
    bookings = list(found.order_by("pk")[:BATCH])
    events = {booking.session.event_id: booking.session.event for booking in bookings}
    documents = document_links.documents_by_event(events, at=at)
    queue([_notice(due.rule, booking, documents, at=at) for booking in bookings], at=at)
    return len(bookings)


def _due(at: datetime) -> Iterator[Due]:
    """By moment, so that however many sessions begin on a day, they are asked for at once."""
    found = [
        (rule.value, reminding.due_since(rule, session), session.pk)
        for session in reminding.sessions_ahead(at)
        if (rule := reminding.rule_now(session, at))
    ]
    for (days, since), group in groupby(sorted(found), key=lambda one: one[:2]):
        yield Due(Rule(days), since, tuple(pk for *_, pk in group))


def _to_remind(due: Due, at: datetime) -> BookingQuerySet:
    """Who has a place, and has not been reminded since, of this time or of one before a change."""
    reminded = Message.objects.of_kinds([KINDS[due.rule]]).queued_since(due.since)
    known = Booking.objects.holding_a_place().at_sessions(due.sessions)
    return known.booked_until(at - STILL_KNOWN).exclude(
        Exists(reminded.filter(booking=OuterRef("pk")))
    )


def _notice(
    rule: Rule, booking: Booking, documents: Mapping[int, Sequence[Document]], *, at: datetime
) -> Notice:
    attendee, session = booking.attendee, booking.session
    attendee.event = session.event
    shown = [_document(attendee, document) for document in documents[attendee.event_id]]
    facts = BookingFacts.of(attendee, [booking], at=at)
    until = handing_over.until_when(session, at)
    start = session.sort_at.astimezone(UTC)
    return Notice(
        kind=KINDS[rule],
        to=attendee.email,
        key=f"{booking.public_id}:{rule.name.lower()}:{start:%Y%m%dT%H%M}",
        facts=replace(facts, documents=tuple(shown), colleague_until=until),
        attendee=attendee,
        booking=booking,
        limit=Limit.NONE,
    )


def _document(attendee: Attendee, document: Document) -> DocumentFacts:
    address = settings.SITE_ADDRESS + document_links.address_for(attendee, document)
    return DocumentFacts(title=document.title, address=address)
