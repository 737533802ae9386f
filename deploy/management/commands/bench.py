"""Measure bookings, pages, the calendar, lists and mails, beside what the bare machine does."""

import json
import os
from collections.abc import Collection, Iterator
from dataclasses import fields
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from deploy.bench import inside
from deploy.bench.measure import PARTS, Sizes, heading, measure
from deploy.bench.site import CannotMeasure
from deploy.bench.visitor import WrongAnswer


class Command(BaseCommand):
    help = "Measure a site of its own, on SQLite and, where one is named, on PostgreSQL."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; or all")
        parser.add_argument("--exports", action="store_true", help="no part but export")
        parser.add_argument("--database-url", help="PostgreSQL; makes a new database beside it")
        parser.add_argument("--clients", type=int, nargs="+", default=Sizes.clients)
        parser.add_argument("--seconds", type=float, default=Sizes.seconds, help="for each of them")
        for name in ("pages", "sessions", "rows", "schools", "mails", "events"):
            parser.add_argument(f"--{name}", type=int, default=getattr(Sizes, name))
        parser.add_argument("--json", action="store_true", help="one object a line")
        parser.add_argument("--inside", nargs=2, help="used by the measured site itself")

    def handle(self, *, database_url: str | None, inside: list[str] | None, **options: Any) -> None:
        if inside is not None:
            self.stdout.write(_done_inside(*inside))
            return
        named = database_url or os.environ.get("DATABASE_URL", "")
        parts = ["export"] if options["exports"] else options["parts"] or PARTS
        unknown = sorted(set(parts) - set(PARTS))
        if unknown:
            raise CommandError(f"There is no {', '.join(unknown)}: name {', '.join(PARTS)}")
        sizes = Sizes(**{field.name: options[field.name] for field in fields(Sizes)})
        try:
            for url in ["", named] if named.startswith("postgres") else [""]:
                for line in _lines(url, parts, sizes, as_json=options["json"]):
                    self.stdout.write(line)
                    self.stdout.flush()
        except (CannotMeasure, WrongAnswer) as error:
            raise CommandError(str(error)) from error


def _lines(url: str, parts: Collection[str], sizes: Sizes, *, as_json: bool) -> Iterator[str]:
    if not as_json:
        yield heading(url)
    database = "postgresql" if url else "sqlite"
    for figure in measure(url, parts, sizes):
        yield json.dumps(figure.to_dict(database)) if as_json else figure.line()


def _done_inside(work: str, what: str) -> str:
    return json.dumps(inside.do(work, what, at=timezone.now()))
