"""What pages show of messages to attendees: the mail before it is sent, and how far one is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count

from bookings import recipients
from bookings.effects import THEIR_LINK
from bookings.mail import messages, written
from bookings.mail.building import Envelope
from bookings.mail.mime import Mail
from bookings.mail.written import Letter
from bookings.models import Attendee, Message, WrittenMessage
from bookings.recipients import Who
from events.models import Event, Session

State = Message.State
MESSAGES_ON_A_PAGE = 20
PEOPLE_ON_A_PAGE = 50


@dataclass(frozen=True)
class Preview:
    """The mail as one of so many people gets it, but for the link, which is theirs alone."""

    number: int
    person: Attendee | None
    mail: Mail | None
    next: int


@dataclass(frozen=True)
class Progress:
    """One message, and how many of its mails are how far."""

    message: WrittenMessage
    who: str
    waiting: int
    sent: int
    unconfirmed: int
    undelivered: int
    left_out: int


def preview(event: Event, letter: Letter, *, shown: int, at: datetime) -> Preview:
    """With the number of people, and the mail of one of them, counted by name and round again."""
    people = recipients.people(event, letter.who)
    number = people.count()
    place = shown % (number or 1)
    person = people.by_name()[place : place + 1].first()
    mail = _mail_to(person, letter, at=at) if person else None
    return Preview(number, person, mail, place + 1)


def _mail_to(person: Attendee, letter: Letter, *, at: datetime) -> Mail:
    places = list(recipients.places_of(person, letter.who))
    facts = written.facts_of(letter, places, at=at, link_token=THEIR_LINK)
    envelope = Envelope(Message.Kind.WRITTEN, person.email, "<preview>")
    return messages.MAIL_TYPES[Message.Kind.WRITTEN].build(facts, envelope)


def list_messages(event: Event, page: str | None) -> dict[str, Any]:
    """One page of what was written, the newest first, each with how far it is."""
    found = WrittenMessage.objects.of_event(event).newest_first()
    shown = Paginator(found, MESSAGES_ON_A_PAGE).get_page(page)
    return {"page": shown, "listed": progress_of(list(shown), list(event.sessions.with_venue()))}


def list_people(event: Event, message: WrittenMessage, page: str | None) -> dict[str, Any]:
    """One page of those whom it is for, and how far all of it is."""
    found = Message.objects.of_written([message]).undelivered_first()
    shown = Paginator(found, PEOPLE_ON_A_PAGE).get_page(page)
    [progress] = progress_of([message], list(event.sessions.with_venue()))
    return {"page": shown, "progress": progress}


def progress_of(written_: Sequence[WrittenMessage], sessions: Iterable[Session]) -> list[Progress]:
    """Of each of these of one event: one query, however many they and their mails are."""
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    mails = Message.objects.of_written(written_).order_by()
    for pk, state, number in mails.values_list("written", "state").annotate(Count("pk")):
        counted[pk][state] = number
    return [_progress(one, counted[one.pk], sessions) for one in written_]


def _progress(
    message: WrittenMessage, by_state: dict[str, int], sessions: Iterable[Session]
) -> Progress:
    return Progress(
        message=message,
        who=Who.from_json(message.who).in_words(sessions),
        waiting=by_state.get(State.QUEUED, 0) + by_state.get(State.LEASED, 0),
        sent=by_state.get(State.SENT, 0),
        unconfirmed=by_state.get(State.UNCONFIRMED, 0),
        undelivered=by_state.get(State.DEAD, 0),
        left_out=by_state.get(State.SKIPPED, 0),
    )
