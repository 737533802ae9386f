"""Fill an empty installation with examples."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from deploy.examples.load import load_examples
from deploy.examples.organiser import ADDRESS, describe_sign_in
from events.models import Event, Organiser


class Command(BaseCommand):
    help = "Load past and coming events, schools and an organiser, all of them examples."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only where no event exists")
        parser.add_argument("--force", action="store_true", help="even without DEBUG")

    def handle(self, *, if_empty: bool, force: bool, **options: object) -> None:
        if if_empty and Event.objects.exists():
            organiser = Organiser.objects.filter(email=ADDRESS).first()
        elif settings.DEBUG or force:
            organiser = load_examples(at=timezone.now())
        else:
            raise CommandError(
                "DEBUG is off, so this may be a live site. Use --force if you are sure."
            )
        if organiser:
            self.stdout.write(describe_sign_in(organiser))
