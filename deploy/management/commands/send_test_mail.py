"""See whether mails go out."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deploy import mail_trial


class Command(BaseCommand):
    help = "Send one mail right away through the mail server of MAIL, and say how it went."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="whom to send it to")

    def handle(self, *, address: str, **options: object) -> None:
        try:
            self.stdout.write(mail_trial.send_trial(address))
        except mail_trial.NotSent as error:
            raise CommandError(str(error)) from error
