"""Whoever books for others: their row, with the link to their own page."""

from datetime import datetime

from bookings.models import Attendee, Booker
from events.command import step
from events.email_addresses import email_key
from events.models import Event, new_token


@step
def make(event: Event, name: str, email: str, *, at: datetime) -> Booker:
    return Booker.objects.create(
        event=event, name=name, email=email, email_key=email_key(email), created_at=at
    )


@step
def of_attendee(attendee: Attendee, *, at: datetime) -> Booker:
    """As whom a locked attendee books for others from their own page."""
    if attendee.books_as is None:
        name, email = attendee.full_name, attendee.email
        attendee.books_as = make(attendee.event, name, email, at=at)
        attendee.save(update_fields=["books_as"])
    return attendee.books_as


@step
def correct_address(attendee: Attendee, successor: Attendee) -> None:
    """Whoever booked for others is still who they are with another address; the old link ends."""
    booker = attendee.books_as
    if booker is None:
        return
    booker.name, booker.email = successor.full_name, successor.email
    booker.email_key, booker.link_token = successor.email_key, new_token()
    booker.save(update_fields=["name", "email", "email_key", "link_token"])
    attendee.books_as, successor.books_as = None, booker
    attendee.save(update_fields=["books_as"])
    successor.save(update_fields=["books_as"])
