"""Mails that were given up: tried again, or put aside, by who runs the installation."""

from datetime import datetime

from bookings.mail import delivery
from bookings.models import Message
from bookings.models.message import MessageQuerySet
from events import audit
from events.command import command
from events.models import Organiser


def all_failed() -> MessageQuerySet:
    """The newest first."""
    return Message.objects.given_up().order_by("-queued_at", "-pk")


@command
def try_again(message: Message, *, at: datetime, by: Organiser) -> None:
    """Nothing happens to one that has not failed, or of which nothing is kept."""
    if delivery.queue_failed_again(message, at=at):
        audit.record("mail_queued_again", message, at=at, by=by)


@command
def put_aside(message: Message, *, at: datetime, by: Organiser) -> None:
    """It counts as failed no more, and is not sent."""
    if delivery.put_aside(message):
        audit.record("mail_put_aside", message, at=at, by=by)
