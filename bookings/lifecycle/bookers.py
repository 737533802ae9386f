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
def pass_on(attendee: Attendee, successor: Attendee) -> None:
    """Whoever booked for others is still who they are when they are booked anew."""
    booker = attendee.books_as
    if booker is None:
        return
    attendee.books_as, successor.books_as = None, booker
    attendee.save(update_fields=["books_as"])
    successor.save(update_fields=["books_as"])
    rename(successor)


@step
def rename(attendee: Attendee) -> None:
    """As whoever booked for others is called now; another address ends the old link."""
    booker = attendee.books_as
    if booker is None:
        return
    if booker.email_key != attendee.email_key:
        booker.link_token = new_token()
    booker.name, booker.email = attendee.full_name, attendee.email
    booker.email_key = attendee.email_key
    booker.save(update_fields=["name", "email", "email_key", "link_token"])
