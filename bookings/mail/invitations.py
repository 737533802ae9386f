"""A booking as an iTIP message (RFC 5546) or as a file for the diary: exactly one VEVENT each."""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from bookings.mail.facts import BookingFacts, PlaceFacts
from events import joining
from events.ical import END_TO_BE_CONFIRMED, Address, Entry, calendar, point_at, vevent

DECLINING = {
    True: "If you decline this in your calendar, your place is cancelled.",
    False: "Declining this in your calendar does not cancel your place.",
}
CHANGE_OR_CANCEL = "To change or cancel your booking, use the link in our email."
WAITING = "You are on the waiting list. You do not have a place."
SEE_OR_LEAVE = "To see or leave the waiting list, use the link in our email."
ALARM = timedelta(minutes=30)


def request(facts: BookingFacts, place: PlaceFacts, *, to: str) -> bytes:
    """METHOD:REQUEST (section 3.2.2): puts the session into the attendee's diary, or moves it."""
    lines = [DECLINING[declining_cancels(facts)], "", *_what(place), *_join(place), *_change(facts)]
    entry = _entry(facts, place, lines, invites=to, join_link=_first_way(place))
    return calendar(vevent(entry), properties=b"METHOD:REQUEST\r\n")


def cancel(facts: BookingFacts, place: PlaceFacts, *, news: str, to: str) -> bytes:
    """METHOD:CANCEL (section 3.2.5): takes the session out of the attendee's diary.

    `news` is the sentence that the mail begins with.
    """
    lines = [news, *filter(None, [facts.reason])]
    entry = _entry(facts, place, lines, invites=to, cancelled=True)
    return calendar(vevent(entry), properties=b"METHOD:CANCEL\r\n")


def postpone(facts: BookingFacts, place: PlaceFacts, *, news: str, to: str) -> bytes:
    """METHOD:CANCEL for a place that is kept while its session has no date.

    A REQUEST with a higher SEQUENCE puts it back.
    """
    entry = _entry(facts, place, [news], invites=to, cancelled=True)
    return calendar(vevent(entry), properties=b"METHOD:CANCEL\r\n")


def for_own_calendar(facts: BookingFacts, place: PlaceFacts, *, is_cancelled: bool) -> bytes:
    """An entry of the calendar that the attendee subscribes to: of the invitation's own UID.

    It invites nobody, so that no program answers it.
    """
    if is_cancelled:
        told = " ".join(filter(None, ["Cancelled.", facts.reason]))
        return vevent(_entry(facts, place, [told], cancelled=True))
    lines = [*_what(place), *_join(place), *_change(facts)]
    return vevent(_entry(facts, place, lines, join_link=_first_way(place)))


def waiting_in_own_calendar(facts: BookingFacts, place: PlaceFacts) -> bytes:
    """A session that they wait for: it takes none of their time, and nothing says how to join."""
    lines = [WAITING, "", *_what(place), "", SEE_OR_LEAVE]
    entry = _entry(facts, place, lines)
    summary = f"Waiting list: {entry.summary}"
    return vevent(replace(entry, summary=summary, is_busy=False, is_tentative=True))


def download(facts: BookingFacts, place: PlaceFacts) -> bytes:
    """A plain calendar file; without the link to join, which only the mail carries."""
    lines = [*_what(place), *filter(None, [joining.once_booked(place)]), *_change(facts)]
    return calendar(vevent(_entry(facts, place, lines)))


def link_to(facts: BookingFacts) -> str:
    """The attendee's own page, in full; empty where the mail is about several of them."""
    if not facts.link_token:
        return ""
    return settings.SITE_ADDRESS + reverse("your_booking", args=[facts.link_token])


def booker_page(facts: BookingFacts) -> str:
    """The page of whoever booked for others, in full; empty where the mail is not theirs."""
    if not facts.booker_token:
        return ""
    return settings.SITE_ADDRESS + reverse("colleagues", args=[facts.booker_token])


def take_back_page(facts: BookingFacts) -> str:
    """Where the attendee takes back the one place that they have declined, in full."""
    if len(facts.places) != 1 or not facts.places[0].booking or not facts.link_token:
        return ""
    return settings.SITE_ADDRESS + reverse(
        "take_back", args=[facts.link_token, facts.places[0].booking]
    )


def declining_cancels(facts: BookingFacts) -> bool:
    """Where a mailbox of replies is read, but for one date of a course."""
    return bool(settings.REPLY_MAILBOX) and not facts.is_course


def event_page(facts: BookingFacts) -> str:
    return settings.SITE_ADDRESS + reverse("event", args=[facts.event_id, facts.event_slug])


def _entry(
    facts: BookingFacts,
    place: PlaceFacts,
    lines: list[str],
    *,
    invites: str = "",
    cancelled: bool = False,
    join_link: str = "",
) -> Entry:
    """`invites` is the address of whom an invitation is for; a plain entry is for nobody."""
    organiser = facts.organiser or settings.CALENDAR_ORGANISER
    return Entry(
        uid=place.uid,
        sequence=place.sequence,
        stamp=facts.at,
        created=place.booked_at,
        summary=f"{facts.event_title} ({place.label})" if place.label else facts.event_title,
        description="\n".join(lines),
        url=event_page(facts),
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        on_date=place.on_date if place.has_date else None,
        location=place.venue or ("Online" if place.mode == "online" else ""),
        point=point_at(place.venue_name, place.venue, place.coordinates),
        contact=", ".join(filter(None, [facts.contact_name, facts.contact_email])),
        is_cancelled=cancelled,
        is_busy=place.starts_at is not None,
        is_private=True,
        organiser=Address(settings.SERVICE_NAME, organiser) if invites else None,
        attendee=Address(facts.full_name, invites) if invites else None,
        join_link=join_link,
        partstat=place.partstat.upper().replace("_", "-"),
        asks_for_answer=bool(settings.REPLY_MAILBOX),
        alarm=ALARM if invites and not cancelled and place.starts_at else None,
    )


def _what(place: PlaceFacts) -> list[str]:
    without_end = END_TO_BE_CONFIRMED if place.starts_at and not place.ends_at else ""
    return [place.when, *filter(None, [without_end, place.arrival, place.venue])]


def _first_way(place: PlaceFacts) -> str:
    """Their own link where they have one: programs show one button."""
    return next((address for _, address in place.ways_to_join), "")


def _join(place: PlaceFacts) -> list[str]:
    """Each address alone on its line, without which Outlook shows no button to join."""
    ways = [line for before, address in place.ways_to_join for line in ("", before, address)]
    return ways or [*filter(None, [joining.awaited(place)])]


def _change(facts: BookingFacts) -> list[str]:
    """Without the secret link: a diary is shown to assistants, and copied to rooms."""
    return ["", f"Your reference: {facts.reference}", CHANGE_OR_CANCEL]
