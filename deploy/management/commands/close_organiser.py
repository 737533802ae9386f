"""Let in no more whoever has left."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from deploy import closing


class Command(BaseCommand):
    help = "Close an organiser's account and sign them out everywhere. Their events stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="what they sign in with")

    def handle(self, *, email: str, **options: object) -> None:
        try:
            organiser = closing.close_organiser(email=email, at=timezone.now())
        except closing.NotClosed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{organiser.email} is signed out everywhere and can no longer sign in."
            " The events of their teams stay as they are."
        )
        for team in closing.left_alone(organiser):
            self.stdout.write(f"Nobody else runs {team}: use create_organiser.")
