"""See the mails that were kept aside, and take them again or away."""

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bookings.models import Reply
from bookings.replies import receiving
from events.dates import format_moment


class Command(BaseCommand):
    help = (
        "List the mails that could not be read, or that are for people; show one, or take it again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--show", metavar="ID", help="write this one to standard output")
        which.add_argument("--again", metavar="ID", help="receive this one once more")
        which.add_argument("--done", metavar="ID", help="forget the text of this one")

    def handle(
        self, *, show: str | None, again: str | None, done: str | None, **options: object
    ) -> None:
        if show:
            sys.stdout.buffer.write(bytes(_held(show).raw or b""))
        elif again:
            reply = receiving.receive_again(_held(again), at=timezone.now())
            self.stdout.write(reply.get_outcome_display())
        elif done:
            receiving.forget_text(_found(done))
        else:
            for reply in Reply.objects.kept_aside():
                reason = reply.reason or reply.get_outcome_display()
                where = ", is in the mailbox" if reply.is_in_mailbox else ""
                self.stdout.write(
                    f"{reply.public_id}  {format_moment(reply.received_at)}  {reason}{where}"
                )


def _found(public_id: str) -> Reply:
    reply = Reply.objects.kept_aside().filter(public_id=public_id).first()
    if reply is None:
        raise CommandError("No mail with this id is kept.")
    return reply


def _held(public_id: str) -> Reply:
    reply = _found(public_id)
    if reply.is_in_mailbox:
        raise CommandError("This mail is in the mailbox.")
    return reply
