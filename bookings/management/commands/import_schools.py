"""Bring in the schools of the national list."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bookings.schools import importing
from bookings.schools.list_text import FileRefused

REPORT = """{0.created} created, {0.changed} changed, {0.closed} closed, {0.unchanged} unchanged"""


class Command(BaseCommand):
    help = 'Bring in one local authority\'s schools out of "Get Information About Schools".'

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the edubase CSV file, or its zip file")
        parser.add_argument("--la", required=True, help="code of the local authority, like 886")
        parser.add_argument("--force", action="store_true", help="even if over 5%% change")

    def handle(self, *, file: Path, la: str, force: bool, **options: object) -> None:
        try:
            with file.open("rb") as opened:
                report = importing.import_schools(
                    opened, local_authority=la, force=force, at=timezone.now()
                )
        except importing.TooManyChanges as error:
            raise CommandError(f"{error}. If that is right, use --force.") from error
        except (FileRefused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Read as {report.encoding}")
        self.stdout.write(REPORT.format(report))
        if report.missing:
            self.stdout.write(f"{len(report.missing)} not in the file and not changed:")
        for school in report.missing:
            self.stdout.write(f"  {school.urn} {school.label}")
