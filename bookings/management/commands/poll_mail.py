"""Read the mailbox of replies now; the worker does so each minute."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bookings.replies import mailbox


class Command(BaseCommand):
    help = (
        "Read what has come to the mailbox that REPLY_IMAP names. The worker does so each minute."
    )

    def handle(self, *args: object, **options: object) -> None:
        if settings.REPLY_IMAP is None:
            raise CommandError("REPLY_IMAP is not set, so there is no mailbox to read.")
        try:
            while mailbox.read_new(settings.REPLY_IMAP, clock=timezone.now):
                pass
        except mailbox.MailboxAway as error:
            raise CommandError(str(error)) from None
        self.stdout.write("Everything in the mailbox has been read.")
