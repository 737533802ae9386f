"""Help an organiser who can no longer enter a code."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from deploy import second_factor


class Command(BaseCommand):
    help = "Sign an organiser out everywhere, and let them set up their second factor again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="what they sign in with")

    def handle(self, *, email: str, **options: object) -> None:
        try:
            organiser = second_factor.reset(email=email, at=timezone.now())
        except second_factor.NotReset as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{organiser.email} sets up a second factor at the next sign-in.")
