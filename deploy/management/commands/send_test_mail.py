"""See whether mails go out."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deploy import test_mail


class Command(BaseCommand):
    help = "Send one mail right away through the mail server of MAIL, and say how it went."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="whom to send it to")

    def handle(self, *, address: str, **options: object) -> None:
        try:
            self.stdout.write(test_mail.send_test_mail(address))
        except test_mail.NotSent as error:
            raise CommandError(str(error)) from error
