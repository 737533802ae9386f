"""Measure bookings per second and what each page costs."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from deploy.bench import sample
from deploy.bench.measure import measure
from deploy.bench.site import CannotMeasure
from deploy.bench.visitor import WrongAnswer


class Command(BaseCommand):
    help = "Measure a site of its own, on SQLite and, where one is named, on PostgreSQL."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database-url", help="PostgreSQL; makes a new database beside it")
        parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
        parser.add_argument("--seconds", type=float, default=10, help="for each number of clients")
        parser.add_argument("--pages", type=int, default=200, help="of each kind")
        parser.add_argument("--fill", action="store_true", help="used by the measured site itself")

    def handle(self, *, database_url: str | None, fill: bool, **options: Any) -> None:
        if fill:
            self.stdout.write(sample.fill(at=timezone.now()).to_json())
            return
        named = database_url or os.environ.get("DATABASE_URL", "")
        how = {name: options[name] for name in ("clients", "seconds", "pages")}
        try:
            for url in ["", named] if named.startswith("postgres") else [""]:
                for line in measure(url, **how):
                    self.stdout.write(line)
                    self.stdout.flush()
        except (CannotMeasure, WrongAnswer) as error:
            raise CommandError(str(error)) from error
