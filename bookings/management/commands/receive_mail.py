"""Take one mail from a mail server's pipe."""

import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from bookings.replies import receiving
from bookings.replies.reading import LARGEST

TOO_LARGE, TRY_AGAIN = 65, 75  # EX_DATAERR: the sender is told; EX_TEMPFAIL: it comes once more


class Command(BaseCommand):
    help = (
        "Read one mail from standard input: an answer to an invitation, or a mail that came back."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        raw = sys.stdin.buffer.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise CommandError("The mail is too large.", returncode=TOO_LARGE)
        try:
            reply = receiving.receive(raw, at=timezone.now())
        except (OperationalError, InterfaceError) as error:
            reason = f"The database does not answer ({type(error).__name__})."
            raise CommandError(reason, returncode=TRY_AGAIN) from None
        self.stdout.write(reply.get_outcome_display())
