"""The mail of each kind of message: facts in, a Mail out, and nothing else is asked or changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings

from bookings.mail import (
    changes,
    colleagues,
    finding,
    meanwhile,
    reminders,
    sign_in_notices,
    team_invitations,
    waiting_facts,
    written,
)
from bookings.mail.building import (
    NEWS_OF_CHANGES,
    Envelope,
    about_what_was_found,
    for_organisers,
    with_a_link,
    with_cancel,
    with_change,
    with_request,
    without_invitation,
)
from bookings.mail.digest import DigestFacts, look_up
from bookings.mail.export_ready import ExportFacts, about_a_file
from bookings.mail.facts import BookingFacts, CalendarFacts, Facts, PlaceFacts
from bookings.mail.finding import FindFacts
from bookings.mail.mime import Mail
from bookings.mail.organiser_facts import NewPasswordFacts, OrganiserFacts
from bookings.mail.team_invitations import TeamInvitationFacts
from bookings.mail.waiting_facts import WaitingFacts
from bookings.models import Booking, Message

Kind = Message.Kind
TOLD_OF_CANCELLING = (Kind.PLACE_CANCELLED, Kind.PLACE_DECLINED, Kind.CANCELLED_COPY)
TOLD_TO_BOOKERS = (Kind.BOOKING_COPY, Kind.COLLEAGUES_BOOKED, Kind.HANDED_OVER_COPY)


@dataclass(frozen=True)
class MailType:
    """How messages of one kind become mails.

    `build` takes the facts of the kind. What is `about_a_place` is not sent, or tells of fewer
    places, once these are cancelled. A cancellation that `is_news` is told to those too who had no
    invitation. A copy `follows` other kinds: nobody gets one without one of these, nor before it
    unless it is news.
    What is `overtaken_by` something later is left out: that tells its news too. So is what is news
    for a time only, once it no longer `is_still_due`. What `looks_up` builds its mail of what that
    returns for its facts and the message, if anything. What `ends_a_place` of which there was no
    invitation yet is told, without a CANCEL, to whoever was told of the place by another mail.
    """

    build: Callable[[Any, Envelope], Mail]
    facts: type[Facts] = BookingFacts
    about_a_place: bool = False
    is_news: bool = False
    follows: tuple[Kind, ...] = ()
    overtaken_by: tuple[Kind, ...] = ()
    is_still_due: Callable[[Message, datetime], bool] | None = None
    looks_up: Callable[[Any, Message], Any] | None = None
    ends_a_place: bool = False


def is_still_due(message: Message, at: datetime) -> bool:
    """Whether its time has not passed, nor been put off, since it was queued."""
    check = MAIL_TYPES[Kind(message.kind)].is_still_due
    return check is None or check(message, at)


def mail_of(message: Message) -> Mail | None:
    """The mail of a queued message, the same on every try; None where nothing of it is true now.

    What waited tells of places as they are by now, and only of those that are still held. Nobody
    is told of the end of what they were never told of.
    """
    mail_type = MAIL_TYPES[Kind(message.kind)]
    build = _builder(mail_type, message)
    if build is None or not _is_in_turn(mail_type, message):
        return None
    if message.kind in TOLD_OF_CANCELLING and meanwhile.is_held_again(message):
        return None
    facts = _facts_by_now(mail_type, message)
    if facts is None:
        return None
    message_id = f"<{message.kind}.{message.public_id}@{settings.CALENDAR_DOMAIN}>"
    to = getattr(facts, "to", "") or message.to
    return build(facts, Envelope(message.kind, to, message_id))


def _builder(mail_type: MailType, message: Message) -> Callable[[Any, Envelope], Mail] | None:
    """With an invitation only where there is one to send or to take back; None for no news."""
    build = mail_type.build
    if build in WITH_INVITATION and message.booking_id is None:
        return without_invitation  # of several places, of which each has a message of its own
    if build is not with_cancel or meanwhile.was_told(INVITING, message):
        return build
    is_said_by_organisers = bool(message.facts.get("reason"))
    is_news = (
        is_said_by_organisers
        or mail_type.is_news
        or (mail_type.ends_a_place and meanwhile.was_told_of_its_place(TOLD_AS_IT_IS, message))
    )
    return without_invitation if is_news else None


def _is_in_turn(mail_type: MailType, message: Message) -> bool:
    """Whether what it follows has come before it, and nothing later tells its news."""
    has_come_before = meanwhile.was_queued if mail_type.is_news else meanwhile.has_gone_out
    if mail_type.follows and not has_come_before(mail_type.follows, message):
        return False
    return not meanwhile.is_overtaken(mail_type.overtaken_by, message)


def _facts_by_now(mail_type: MailType, message: Message) -> Any:
    """What was recorded, as it is by now; None where nothing of it is true, or news, any more."""
    facts: Any = mail_type.facts.from_json(message.facts)
    if mail_type.about_a_place:
        facts = _as_it_is_now(facts)
        if not facts.places or _is_known_already(message, facts):
            return None
    return mail_type.looks_up(facts, message) if mail_type.looks_up else facts


def _is_known_already(message: Message, facts: BookingFacts) -> bool:
    """Whether a change was taken back, and nobody was told of it in between."""
    is_as_before = Kind(message.kind) in NEWS_OF_CHANGES and not changes.news_of(facts)
    return is_as_before and not meanwhile.may_know_otherwise(TOLD_AS_IT_IS, message, facts)


def _as_it_is_now(facts: BookingFacts) -> BookingFacts:
    """Without the places that are cancelled, and with what was changed since it was queued."""
    uids = [place.uid for place in facts.places]
    held = {booking.uid: booking for booking in Booking.objects.holding_a_place().with_uids(uids)}
    found = [(place, held[place.uid]) for place in facts.places if place.uid in held]
    changed = [booking for place, booking in found if _has_changed(place, booking)]
    if not changed:
        return replace(facts, places=tuple(place for place, _ in found))
    event = changed[0].session.event
    return replace(
        facts,
        event_title=event.title,
        event_slug=event.slug,
        at=max(facts.at, *(booking.session.changed_at for booking in changed)),
        places=tuple(_updated(place, booking) for place, booking in found),
    )


def _has_changed(place: PlaceFacts, booking: Booking) -> bool:
    is_same = place.revision in (None, booking.session.feed_sequence)
    return place.sequence != booking.sequence or not is_same


def _updated(place: PlaceFacts, booking: Booking) -> PlaceFacts:
    """The place as it is now, beside what it was before the change that is told."""
    if not _has_changed(place, booking):
        return place
    return PlaceFacts.of(booking).with_before_of(place)


MAIL_TYPES: dict[Kind, MailType] = {
    Kind.PLACE_BOOKED: MailType(with_request, about_a_place=True),
    Kind.INVITATION: MailType(with_change, about_a_place=True, overtaken_by=(Kind.INVITATION,)),
    Kind.BOOKING_AGAIN: MailType(with_request, about_a_place=True),
    Kind.ALREADY_BOOKED: MailType(with_request, about_a_place=True),
    Kind.BOOKING_COPY: MailType(
        without_invitation, about_a_place=True, follows=(Kind.PLACE_BOOKED,)
    ),
    Kind.PLACE_CANCELLED: MailType(with_cancel, ends_a_place=True),
    Kind.PLACE_DECLINED: MailType(with_cancel, ends_a_place=True),
    Kind.CONFIRM_DECLINE: MailType(without_invitation, about_a_place=True),
    Kind.NO_PLACE_LEFT: MailType(without_invitation),
    Kind.ADDRESS_CHANGED: MailType(with_cancel, ends_a_place=True),
    Kind.CANCELLED_COPY: MailType(without_invitation, follows=TOLD_TO_BOOKERS),
    Kind.LINK_AGAIN: MailType(without_invitation),
    Kind.SESSION_CANCELLED: MailType(with_cancel, is_news=True),
    Kind.SESSION_CANCELLED_COPY: MailType(
        without_invitation, follows=TOLD_TO_BOOKERS, is_news=True
    ),
    Kind.SESSION_CHANGED: MailType(
        with_change, about_a_place=True, overtaken_by=(Kind.SESSION_CHANGED,)
    ),
    Kind.SESSION_CHANGED_COPY: MailType(
        without_invitation, about_a_place=True, overtaken_by=(Kind.SESSION_CHANGED_COPY,)
    ),
    Kind.MOVED_TO_SESSION: MailType(with_change, about_a_place=True),
    Kind.MOVED_FROM_SESSION: MailType(with_cancel),
    Kind.MOVED_COPY: MailType(without_invitation, about_a_place=True),
    Kind.BOOKING_MOVED: MailType(with_change, about_a_place=True),
    Kind.BOOKING_MOVED_COPY: MailType(without_invitation, about_a_place=True),
    Kind.PLACE_HANDED_OVER: MailType(with_cancel, ends_a_place=True),
    Kind.PLACE_TAKEN_OVER: MailType(with_request, about_a_place=True),
    Kind.HANDED_OVER_COPY: MailType(without_invitation, about_a_place=True),
    Kind.COLLEAGUES_BOOKED: MailType(without_invitation, looks_up=colleagues.as_it_is_now),
    Kind.REMINDER_WEEK: MailType(
        without_invitation,
        about_a_place=True,
        overtaken_by=(Kind.REMINDER_DAY,),
        is_still_due=reminders.is_still_due,
    ),
    Kind.REMINDER_DAY: MailType(
        without_invitation, about_a_place=True, is_still_due=reminders.is_still_due
    ),
    Kind.FIND_BOOKINGS: MailType(about_what_was_found, facts=FindFacts, looks_up=finding.look_up),
    Kind.ORGANISER_TOLD: MailType(for_organisers, facts=OrganiserFacts),
    Kind.DOCUMENT_REPLACED: MailType(without_invitation, about_a_place=True),
    Kind.WRITTEN: MailType(without_invitation, facts=written.WrittenFor, looks_up=written.look_up),
    Kind.WRITTEN_COPY: MailType(without_invitation, facts=written.WrittenFacts),
    Kind.EXPORT_READY: MailType(about_a_file, facts=ExportFacts),
    Kind.WAITING_LIST_JOINED: MailType(without_invitation, facts=WaitingFacts),
    Kind.PLACE_OFFERED: MailType(
        without_invitation,
        facts=WaitingFacts,
        is_still_due=waiting_facts.is_still_due,
        looks_up=waiting_facts.as_it_is_now,
    ),
    Kind.PLACE_TO_CLAIM: MailType(
        without_invitation,
        facts=WaitingFacts,
        is_still_due=waiting_facts.is_still_due,
        looks_up=waiting_facts.as_it_is_now,
    ),
    Kind.OFFER_LAPSED: MailType(without_invitation, facts=WaitingFacts),
    Kind.WAITING_LIST_LEFT: MailType(without_invitation, facts=WaitingFacts),
    Kind.WAITING_SESSION_CHANGED: MailType(
        without_invitation, facts=WaitingFacts, is_still_due=waiting_facts.is_still_due
    ),
    Kind.CALENDAR_ADDRESS: MailType(with_a_link, facts=CalendarFacts),
    Kind.TEAM_INVITATION: MailType(
        with_a_link,
        facts=TeamInvitationFacts,
        is_still_due=team_invitations.is_still_due,
        looks_up=team_invitations.with_link,
    ),
    Kind.NEW_PASSWORD: MailType(with_a_link, facts=NewPasswordFacts),
    Kind.SIGN_IN_CODE: MailType(
        sign_in_notices.about_sign_in,
        facts=sign_in_notices.SignInCodeFacts,
        is_still_due=sign_in_notices.is_code_still_due,
    ),
    Kind.SIGN_IN_CHANGED: MailType(
        sign_in_notices.about_sign_in, facts=sign_in_notices.SignInFacts
    ),
    Kind.DIGEST: MailType(with_a_link, facts=DigestFacts, looks_up=look_up),
}

WITH_INVITATION = (with_request, with_change)
TOLD_AS_IT_IS = [kind for kind, mail_type in MAIL_TYPES.items() if mail_type.about_a_place]
INVITING = [kind for kind, mail_type in MAIL_TYPES.items() if mail_type.build in WITH_INVITATION]
