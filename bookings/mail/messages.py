"""One function per mail: facts in, a Mail out, and nothing else is asked or changed."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from bookings.mail import invitations
from bookings.mail.facts import Facts
from bookings.mail.mime import Mail
from bookings.models import Booking, Message

Kind = Message.Kind
TELLS_OF_A_PLACE = frozenset(
    {
        Kind.PLACE_BOOKED,
        Kind.INVITATION,
        Kind.BOOKING_AGAIN,
        Kind.ALREADY_BOOKED,
        Kind.BOOKING_COPY,
    }
)
COPIES = frozenset({Kind.BOOKING_COPY, Kind.CANCELLED_COPY})
SUBJECT_LENGTH = 50


def mail_of(message: Message) -> Mail | None:
    """The mail of a queued message, the same on every try; None where nothing of it is true now.

    A confirmation that waited tells of those places only that were not cancelled meanwhile.
    """
    facts = Facts.from_json(message.facts)
    if message.kind in TELLS_OF_A_PLACE:
        facts = _still_true(facts)
        if not facts.places:
            return None
    message_id = f"<{message.kind}.{message.public_id}@{settings.CALENDAR_DOMAIN}>"
    return MAILS[Kind(message.kind)](facts, message_id)


def _still_true(facts: Facts) -> Facts:
    uids = [place.uid for place in facts.places]
    standing = set(Booking.objects.standing().with_uids(uids))
    return replace(facts, places=tuple(p for p in facts.places if p.uid in standing))


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
    return _with_cancel("place_cancelled", facts, message_id)


def place_moved(facts: Facts, message_id: str) -> Mail:
    """To the address that a booking had before: moved, and out of the diary."""
    return _with_cancel("place_moved", facts, message_id)


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
    Kind.PLACE_MOVED: place_moved,
    Kind.CANCELLED_COPY: cancelled_copy,
    Kind.LINK_AGAIN: link_again,
}


def _with_request(name: str, facts: Facts, message_id: str) -> Mail:
    if len(facts.places) != 1:
        return _mail(name, facts, message_id)
    request = invitations.request(facts, facts.places[0])
    return _mail(name, facts, message_id, invitation=request, method="REQUEST")


def _with_cancel(name: str, facts: Facts, message_id: str) -> Mail:
    [place] = facts.places
    cancel = invitations.cancel(facts, place)
    return _mail(name, facts, message_id, invitation=cancel, method="CANCEL")


def _mail(
    name: str, facts: Facts, message_id: str, *, invitation: bytes = b"", method: str = ""
) -> Mail:
    context = {
        "facts": facts,
        "greeting": facts.booked_by_name if name in COPIES else facts.full_name,
        "short_title": "",
        "day": facts.places[0].day if facts.places else "",
        "link": invitations.link_to(facts),
        "event_page": invitations.event_page(facts),
    }
    return Mail(
        to=facts.to,
        subject=_subject(name, context),
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


def _subject(name: str, context: dict[str, Any]) -> str:
    """Result, event and date in the first 50 characters: the title is cut to what is left."""
    around = _one_line(name, context)
    title = _cut(context["facts"].event_title, SUBJECT_LENGTH - len(around))
    return _one_line(name, {**context, "short_title": title})


def _one_line(name: str, context: dict[str, Any]) -> str:
    return " ".join(render_to_string(f"emails/{name}.subject.txt", context).split())


def _cut(title: str, longest: int) -> str:
    """The title, cut at a word."""
    if len(title) <= longest:
        return title
    return title[: longest - 1].rsplit(" ", 1)[0].rstrip(",:;") + "…"
