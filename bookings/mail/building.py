"""How a mail is built of facts: its words, its subject, its invitation; nothing is looked up."""

import re
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from bookings.mail import changes, invitations
from bookings.mail.digest import Digest
from bookings.mail.facts import BookingFacts, Facts
from bookings.mail.finding import Found
from bookings.mail.mime import Mail
from bookings.mail.organiser_facts import OrganiserFacts
from bookings.models import Message

Kind = Message.Kind
NEWS = {  # what the mail says first, and the calendar entry that it takes away says too
    Kind.PLACE_CANCELLED: "Your place is cancelled.",
    Kind.ADDRESS_CHANGED: "This booking has been moved to a different email address, so we"
    " have removed it from your calendar. The place is still booked.",
    Kind.SESSION_CANCELLED: "This session will not take place, so your place is cancelled.",
    Kind.MOVED_TO_SESSION: "The session that you booked will not take place, so we have moved you"
    " to this one.",
    Kind.MOVED_FROM_SESSION: "Your booking has changed to a different session, so we have"
    " removed this one from your calendar.",
    Kind.BOOKING_MOVED: "Your booking has changed to this session.",
    Kind.PLACE_DECLINED: "You declined the invitation in your calendar, so your place is"
    " cancelled.",
    Kind.PLACE_HANDED_OVER: "A colleague is attending instead of you, so we have removed this"
    " session from your calendar.",
}
NEWS_OF_CHANGES = (Kind.SESSION_CHANGED, Kind.SESSION_CHANGED_COPY)


@dataclass(frozen=True)
class Envelope:
    """What a mail is called (its kind, the stem of its templates), to whom, under which id."""

    name: str
    to: str
    message_id: str


def with_request(facts: BookingFacts, envelope: Envelope) -> Mail:
    """With the invitation, where it is about one session."""
    if len(facts.places) != 1 or not facts.places[0].has_date:
        return without_invitation(facts, envelope)
    request = invitations.request(facts, facts.places[0], to=envelope.to)
    return replace(without_invitation(facts, envelope), invitation=request, method="REQUEST")


def with_change(facts: BookingFacts, envelope: Envelope) -> Mail:
    """With what moves its one session in the diary, or takes it out while it has no date."""
    if len(facts.places) == 1 and not facts.places[0].has_date:
        [place] = facts.places
        news = changes.news_of(facts) or changes.TO_BE_CONFIRMED
        cancel = invitations.postpone(facts, place, news=news, to=envelope.to)
        return replace(without_invitation(facts, envelope), invitation=cancel, method="CANCEL")
    return with_request(facts, envelope)


def with_cancel(facts: BookingFacts, envelope: Envelope) -> Mail:
    """With what takes its one session out of the diary."""
    [place] = facts.places
    cancel = invitations.cancel(facts, place, news=NEWS[Kind(envelope.name)], to=envelope.to)
    return replace(without_invitation(facts, envelope), invitation=cancel, method="CANCEL")


def without_invitation(facts: BookingFacts, envelope: Envelope) -> Mail:
    context = {
        "facts": facts,
        "news": _news(Kind(envelope.name), facts),
        "days": facts.days,
        "link": invitations.link_to(facts),
        "booker_page": invitations.booker_page(facts),
        "event_page": invitations.event_page(facts),
        "declining_cancels": invitations.declining_cancels(facts),
        "take_back": invitations.take_back_page(facts),
    }
    return mail(envelope, context, reply_to=facts.contact_email)


def _news(kind: Kind, facts: BookingFacts) -> str:
    news = NEWS.get(kind) or changes.news_of(facts)
    return news or (changes.AS_BEFORE if kind in NEWS_OF_CHANGES else "")


def for_organisers(facts: OrganiserFacts, envelope: Envelope) -> Mail:
    """Where to look, for whoever is the event's contact."""
    bookings = settings.SITE_ADDRESS + reverse("event_bookings", args=[facts.event_id])
    return mail(envelope, {"facts": facts, "bookings": bookings}, reply_to="")


def about_what_was_found(found: Found, envelope: Envelope) -> Mail:
    """To the address that was stored, whatever was typed."""
    return mail(replace(envelope, to=found.to), {"found": found}, reply_to="")


def with_a_link(facts: Facts | Digest, envelope: Envelope) -> Mail:
    """To whoever is not told of a place and has no name in it."""
    return mail(envelope, {"facts": facts}, reply_to="")


def mail(envelope: Envelope, context: dict[str, Any], *, reply_to: str) -> Mail:
    """The subject is whole: the news and the date first, so that a short line shows them."""
    subject = render_to_string(f"emails/{envelope.name}.subject.txt", context)
    return Mail(
        to=envelope.to,
        subject=" ".join(subject.split()),
        text=_without_gaps(render_to_string(f"emails/{envelope.name}.txt", context)),
        html=render_to_string(f"emails/{envelope.name}.html", context),
        message_id=envelope.message_id,
        reply_to=reply_to or settings.CONTACT_EMAIL,
    )


def _without_gaps(text: str) -> str:
    """One empty line at most between paragraphs, however the template's parts come together."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
