"""Send the mails that wait in the outbox."""

from django.core.management.base import BaseCommand

from deploy import worker


class Command(BaseCommand):
    help = "Send the mails that wait in the outbox, until stopped. Run as many as you like."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        worker.run()
