"""The calendar of all that one person has booked: its address, and what it says."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify

from bookings.lifecycle import steps
from bookings.mail import invitations, notices, waiting_facts
from bookings.mail.facts import BookingFacts
from bookings.mail.queue import queue
from bookings.models import Attendee, Booking, PersonalCalendar, WaitingPlace
from events import dates, feed_entries, feed_versions, feeds
from events.command import command, step
from events.feed_entries import Entries
from events.feeds import Feed
from events.kept import Kept
from events.models import Session, new_token
from events.subscribing import Subscription

LAYOUT = "1"  # raised when the same facts are written differently
FETCHES_ARE_NOTED_EVERY = timedelta(hours=1)
ENTRIES: Kept[Entries] = Kept(100)  # of those who asked last, each of some KB


@command
def mail_address(attendee: Attendee, *, at: datetime) -> None:
    """Mail the link of the page of their calendar to the attendee's address, and nobody else.

    Anybody can book with an address that is not theirs: so no page shows it to who has booked, and
    it goes to the address as compared, however theirs was spelt. Raises LinkReplaced, TooManyMails.
    """
    attendee = steps.lock_attendee(attendee)
    calendar, _ = PersonalCalendar.objects.get_or_create(
        email_key=attendee.email_key, defaults={"created_at": at}
    )
    link = settings.SITE_ADDRESS + reverse("my_calendar", args=[calendar.page_token])
    queue([notices.calendar_address(attendee.email_key, link=link)], at=at)


@command
def make_new_address(calendar: PersonalCalendar) -> None:
    """Whoever has the old one is told that there is nothing there.

    The page has a new address too: whoever had it would read the new one there.
    """
    calendar.page_token, calendar.feed_token = new_token(), new_token()
    calendar.last_fetched_at = None
    calendar.save(update_fields=["page_token", "feed_token", "last_fetched_at"])


@command
def forget_abandoned() -> int:
    """Delete the calendars of addresses that no booking was made with; how many."""
    return PersonalCalendar.objects.of_nobody().delete()[0]


def subscription(calendar: PersonalCalendar) -> Subscription:
    name = f"My bookings: {settings.SERVICE_NAME}"
    path = reverse("personal_feed", args=[calendar.feed_token, slugify(name)])
    return Subscription.at(path, name)


def serve(request: HttpRequest, calendar: PersonalCalendar, *, at: datetime) -> HttpResponse:
    """The person's places, with how to join, and what they wait for.

    What organisers cancelled stays until its end.

    Its version is the person's own number with those of the events that they have booked, so that
    no change of an event has to be told to thousands of calendars.
    """
    midnight = dates.midnight_before(at)
    theirs = Attendee.objects.with_key(calendar.email_key)
    changes, changed_at = feed_versions.sum_of(theirs, "event__public_id")
    subscribed = subscription(calendar)
    made_by = feed_entries.made_by(settings.SITE_ADDRESS)
    number = (calendar.number, changes, LAYOUT, made_by, calendar.feed_token)
    feed = Feed(
        title=subscribed.name,
        address=subscribed.path,
        number=number,
        raised_at=max(filter(None, [calendar.raised_at, changed_at]), default=None),
        made_of=calendar.made_of,
        etag=calendar.etag,
        entries=lambda: _entries(calendar, (number, midnight), midnight),
        keep=lambda _, etag, made_of: _keep(calendar, etag, made_of),
        cached_by="private",
    )
    response = feeds.serve(request, feed, at=at)
    _note_fetch(calendar, at)
    return response


def _entries(calendar: PersonalCalendar, versions: object, midnight: datetime) -> Entries:
    kept = ENTRIES.find(calendar.feed_token, versions)
    if kept is None:
        kept = _rendered(calendar, midnight)
        ENTRIES.keep(calendar.feed_token, kept, versions)
    return kept


def _rendered(calendar: PersonalCalendar, midnight: datetime) -> Entries:
    theirs = Attendee.objects.with_key(calendar.email_key)
    changed = feed_versions.raised_of(theirs, "event__public_id")
    texts, stamps = [], []
    for booking in Booking.objects.in_personal_calendar(calendar.email_key, midnight):
        scope = feed_versions.scope_of_event(booking.session.event.public_id)
        stamp, is_cancelled = _last_change(booking, changed.get(scope)), not booking.holds_a_place
        reason = booking.session.cancel_reason if is_cancelled else ""
        facts = BookingFacts.of(booking.attendee, [booking], at=stamp, reason=reason)
        entry = invitations.for_own_calendar(facts, facts.places[0], is_cancelled=is_cancelled)
        texts.append(entry.decode())
        stamps.append(int(stamp.timestamp()))
    for line in WaitingPlace.objects.in_personal_calendar(calendar.email_key):
        event_changed = changed.get(feed_versions.scope_of_event(line.event.public_id))
        for session in filter(_has_a_date, waiting_facts.sessions_loaded(line)):
            facts = waiting_facts.in_calendar(line, session, event_changed)
            texts.append(invitations.waiting_in_own_calendar(facts, facts.places[0]).decode())
            stamps.append(int(facts.at.timestamp()))
    return Entries(texts, max(stamps, default=None), [])


def _has_a_date(session: Session) -> bool:
    """Whoever waits goes on waiting while it is put off."""
    return session.closes_at is not None


def _last_change(booking: Booking, event_changed: datetime | None) -> datetime:
    """Whom to ask and how to join are the event's, and no change of the session."""
    session_changed = booking.session.changed_at
    moments = [session_changed, event_changed, booking.booked_at, booking.cancelled_at]
    return max(filter(None, moments))


@step
def _keep(calendar: PersonalCalendar, etag: str, made_of: str) -> None:
    """Unless a booking has changed since the calendar was asked for."""
    PersonalCalendar.objects.as_read(calendar).update(etag=etag, made_of=made_of)


def _note_fetch(calendar: PersonalCalendar, at: datetime) -> None:
    """Once an hour: what is known as it stands costs no writing."""
    last = calendar.last_fetched_at
    if last is not None and at - last < FETCHES_ARE_NOTED_EVERY:
        return
    same_address = PersonalCalendar.objects.for_feed(calendar.feed_token)
    feeds.written_if_possible(lambda: same_address.update(last_fetched_at=at))
