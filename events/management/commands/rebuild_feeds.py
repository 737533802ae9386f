"""After rows were changed at the database: have the calendars say so."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from events import revisions


class Command(BaseCommand):
    help = "Render every calendar entry anew, for rows that were changed at the database."

    def handle(self, **options: Any) -> None:
        number = revisions.revise_all(timezone.now())
        self.stdout.write(f"{number} calendar entries will be rendered anew")
