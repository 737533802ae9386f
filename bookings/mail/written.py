"""What organisers write, as each person gets it: looked up and filled in when the mail is sent."""

import hashlib
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from django.conf import settings

from bookings import recipients
from bookings.mail import invitations, placeholders
from bookings.mail.facts import BookingFacts, Facts
from bookings.mail.queue import Limit, Notice
from bookings.models import Attendee, Booking, Message, WrittenMessage
from bookings.models.attendee import ReplacedBy
from bookings.recipients import Who
from events.cards import describe_place

NO_LINK = "(each person gets their own link here)"


@dataclass(frozen=True)
class Letter:
    """What an organiser has written, with its placeholders, and to whom."""

    subject: str
    text: str
    who: Who


@dataclass(frozen=True)
class WrittenFor(Facts):
    """Which message, and for whom."""

    written: str
    reference: str


@dataclass(frozen=True)
class WrittenFacts(BookingFacts):
    """The words for one person, beside what every mail says of their places."""

    subject: str = ""
    text: str = ""
    to: str = ""

    @property
    def paragraphs(self) -> list[list[list[str]]]:
        """Each of its lines in parts, of which every second is an address of this site.

        No other address becomes a link: our mails lead to our own pages alone.
        """
        own_address = re.compile(rf"({re.escape(settings.SITE_ADDRESS)}/[^\s<>\"]*[\w/=-])")
        paragraphs = re.split(r"\n[ \t]*\n\s*", self.text.strip())
        return [[own_address.split(line) for line in one.split("\n")] for one in paragraphs]


def look_up(told: WrittenFor, message: Message) -> WrittenFacts | None:
    """None where the person no longer holds a place that it is about."""
    written = cast(WrittenMessage, message.written)
    attendee, who = _as_they_are_now(cast(Attendee, message.attendee)), Who.from_json(written.who)
    letter = Letter(written.subject, written.text, who)
    places = list(recipients.places_of(attendee, who))
    if not places:
        return None
    return replace(facts_of(letter, places, at=written.confirmed_at), to=attendee.email)


def _as_they_are_now(attendee: Attendee) -> Attendee:
    """With the address that was corrected since, if it was."""
    while attendee.replaced_by is not None and attendee.replaced_as == ReplacedBy.CORRECTION:
        attendee = attendee.replaced_by
    return attendee


def facts_of(
    letter: Letter, places: Sequence[Booking], *, at: datetime, link_token: str | None = None
) -> WrittenFacts:
    """For whoever holds these places; what others see has another link, or none."""
    attendee = places[0].attendee
    attendee.event = places[0].session.event
    facts = WrittenFacts.of(attendee, places, at=at)
    if link_token is not None:
        facts = replace(facts, link_token=link_token)
    values = {
        placeholders.FIRST_NAME: placeholders.first_name(facts.full_name),
        placeholders.FULL_NAME: facts.full_name,
        placeholders.SESSION: "; ".join(describe_place(one.session) for one in places),
        placeholders.LINK: invitations.link_to(facts) or NO_LINK,
    }
    return replace(
        facts,
        subject=placeholders.filled(letter.subject, values),
        text=placeholders.filled(letter.text, values),
    )


def to_each(written: WrittenMessage, people: Iterable[Attendee]) -> list[Notice]:
    """One mail to each of them, held as long as it can be stopped."""
    return [
        Notice(
            kind=Message.Kind.WRITTEN,
            to=attendee.email,
            key=f"{written.public_id}:{attendee.public_id}",
            facts=WrittenFor(written.public_id, attendee.public_id),
            attendee=attendee,
            written=written,
            not_before=written.held_until,
            limit=Limit.NONE,
        )
        for attendee in people
    ]


def copy_of(
    letter: Letter, places: Sequence[Booking], *, to: str, form_uuid: uuid.UUID, at: datetime
) -> Notice:
    """As whoever holds these places would get it, without a link; once for each wording."""
    facts = facts_of(letter, places, at=at, link_token="")
    wording = hashlib.sha256(f"{facts.subject}\n{facts.text}".encode()).hexdigest()[:16]
    return Notice(
        kind=Message.Kind.WRITTEN_COPY,
        to=to,
        key=f"{form_uuid}:{wording}",
        facts=facts,
        limit=Limit.NONE,
    )
