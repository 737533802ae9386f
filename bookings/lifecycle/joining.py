"""Joining an online session by one's own link: recorded, from half an hour before to its end."""

from datetime import datetime

from bookings.lifecycle.refusals import CannotJoin
from bookings.models import Booking
from bookings.models.attendee import ReplacedBy
from events import audit, capacity, dates, joining
from events.command import command
from events.links import web_link
from events.models import Session

NO_PLACE = "You no longer have this place"
NEW_LINK = ("This link has been replaced", "Use the link to join in our latest email.")
ENDED = {
    "": (NO_PLACE, "It was cancelled, or changed to a different session."),
    ReplacedBy.COLLEAGUE: (NO_PLACE, "It was given to a colleague, who has their own link."),
    ReplacedBy.CORRECTION: NEW_LINK,
    ReplacedBy.BOOKED_AGAIN: NEW_LINK,
}
TOO_EARLY = "You cannot join yet"


def why_not(booking: Booking, at: datetime) -> CannotJoin | None:
    """Why nobody joins by this booking's link now; None where they do.

    Of a booking that is loaded with its attendee, and its session with the event.
    """
    if booking.session.is_cancelled:
        return CannotJoin("This session is cancelled", "It will not take place.")
    if not booking.holds_a_place:
        return CannotJoin(*ENDED[booking.attendee.replaced_as])
    return _why_not_now(booking.session, at)


@command
def record_joining(booking: Booking, *, at: datetime) -> Booking:
    """Record when an attendee first joined; the booking as it is now, with its session.

    Whoever joins did come, whatever they have told before. Joining again changes nothing. Raises
    CannotJoin.
    """
    event = capacity.lock_event(booking.session.event_id)
    [session] = capacity.lock_sessions(event, booking.session_id)
    locked = Booking.objects.select_related("attendee").get(pk=booking.pk)
    locked.session = session
    refusal = why_not(locked, at)
    if refusal is not None:
        raise refusal
    if locked.joined_at is None or locked.absent_at is not None:
        locked.joined_at, locked.absent_at = locked.joined_at or at, None
        locked.save(update_fields=["joined_at", "absent_at"])
        audit.record("session_joined", locked.attendee, at=at)
    return locked


def _why_not_now(session: Session, at: datetime) -> CannotJoin | None:
    if not session.is_online:
        return CannotJoin("This session is not online", "The event’s page says where it is held.")
    if session.is_over(at):
        return CannotJoin("This session is over")
    if not web_link(session.join_link):
        return CannotJoin("There is no link to join yet", joining.LINK_LATER)
    opens_at = joining.opens_at(session)
    if opens_at is None:
        return CannotJoin(TOO_EARLY, "The date of this session is to be confirmed.")
    if at < opens_at:
        return CannotJoin(TOO_EARLY, f"You can join {_from(session, opens_at)}.")
    return None


def _from(session: Session, opens_at: datetime) -> str:
    """From 9am on Tuesday 7 July 2026; on that day, where no time is known."""
    if session.starts_at is None:
        return f"on {dates.format_date(opens_at)}"
    return f"from {dates.format_moment(opens_at)}"
