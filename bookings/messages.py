"""One function per mail: facts in, a Mail out, and nothing else is asked or changed."""

import re
from collections.abc import Callable

from django.conf import settings
from django.template.loader import render_to_string

from bookings import invitations
from bookings.facts import Facts
from bookings.mail import Mail
from bookings.models import Message

Kind = Message.Kind
INVITING = frozenset({Kind.PLACE_BOOKED, Kind.INVITATION, Kind.BOOKING_AGAIN, Kind.ALREADY_BOOKED})
COPIES = frozenset({Kind.BOOKING_COPY, Kind.CANCELLED_COPY})
SUBJECT_LENGTH = 50


def mail_of(message: Message) -> Mail:
    """The mail of a queued message; the same on every try."""
    facts = Facts.from_json(message.facts)
    message_id = f"<{message.kind}.{message.public_id}@{settings.CALENDAR_DOMAIN}>"
    return MAILS[Kind(message.kind)](facts, message_id)


def place_booked(facts: Facts, message_id: str) -> Mail:
    """To the attendee: booked, with the invitation where it is one session."""
    return _with_request("place_booked", facts, message_id)


def invitation(facts: Facts, message_id: str) -> Mail:
    """To the attendee of several sessions: one of them for the diary."""
    return _with_request("invitation", facts, message_id)


def booking_again(facts: Facts, message_id: str) -> Mail:
    """To the attendee who asked for the details once more."""
    return _with_request("booking_again", facts, message_id)


def already_booked(facts: Facts, message_id: str) -> Mail:
    """To the address that was typed for a second booking at the same event."""
    return _with_request("already_booked", facts, message_id)


def booking_copy(facts: Facts, message_id: str) -> Mail:
    """To whoever booked for somebody else: what was booked, nothing for the diary."""
    return _mail("booking_copy", facts, message_id)


def place_cancelled(facts: Facts, message_id: str) -> Mail:
    """To the attendee: cancelled, and out of the diary."""
    [place] = facts.places
    return _mail(
        "place_cancelled",
        facts,
        message_id,
        invitation=invitations.cancel(facts, place),
        method="CANCEL",
    )


def cancelled_copy(facts: Facts, message_id: str) -> Mail:
    """To whoever booked for somebody else: cancelled."""
    return _mail("cancelled_copy", facts, message_id)


def link_again(facts: Facts, message_id: str) -> Mail:
    """To the attendee whose old link has been replaced: the new one."""
    return _mail("link_again", facts, message_id)


MAILS: dict[Kind, Callable[[Facts, str], Mail]] = {
    Kind.PLACE_BOOKED: place_booked,
    Kind.INVITATION: invitation,
    Kind.BOOKING_AGAIN: booking_again,
    Kind.ALREADY_BOOKED: already_booked,
    Kind.BOOKING_COPY: booking_copy,
    Kind.PLACE_CANCELLED: place_cancelled,
    Kind.CANCELLED_COPY: cancelled_copy,
    Kind.LINK_AGAIN: link_again,
}


def _with_request(name: str, facts: Facts, message_id: str) -> Mail:
    if len(facts.places) != 1:
        return _mail(name, facts, message_id)
    request = invitations.request(facts, facts.places[0])
    return _mail(name, facts, message_id, invitation=request, method="REQUEST")


def _mail(
    name: str, facts: Facts, message_id: str, *, invitation: bytes = b"", method: str = ""
) -> Mail:
    context = {
        "facts": facts,
        "greeting": facts.booked_by_name if name in COPIES else facts.full_name,
        "short_title": _short_title(facts),
        "day": facts.places[0].day if facts.places else "",
        "link": invitations.link_to(facts),
        "event_page": invitations.event_page(facts),
    }
    subject = render_to_string(f"emails/{name}.subject.txt", context)
    return Mail(
        to=facts.to,
        subject=" ".join(subject.split()),
        text=_without_gaps(render_to_string(f"emails/{name}.txt", context)),
        html=render_to_string(f"emails/{name}.html", context),
        message_id=message_id,
        reply_to=facts.contact_email or settings.CONTACT_EMAIL,
        invitation=invitation,
        method=method,
    )


def _without_gaps(text: str) -> str:
    """One empty line at most between paragraphs, however the template's parts come together."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _short_title(facts: Facts) -> str:
    """The title, cut at a word so that the result and the date stand in the first 50 characters."""
    longest = SUBJECT_LENGTH - len("Cancelled: , 30 September")
    if len(facts.event_title) <= longest:
        return facts.event_title
    return facts.event_title[:longest].rsplit(" ", 1)[0].rstrip(",:;") + "…"
