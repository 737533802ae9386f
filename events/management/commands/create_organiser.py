"""Let somebody sign in and organise events."""

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from events import organisers

WHO = ("email", "full_name", "team", "role", "is_administrator")


class Command(BaseCommand):
    help = "Let someone sign in as a member of a team. Without a terminal, makes up a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="what they sign in with")
        parser.add_argument("--name", dest="full_name", required=True, help="their full name")
        parser.add_argument("--team", default="", help="name of their team; made if new")
        parser.add_argument("--role", default="organiser", help="in that team; else organiser")
        parser.add_argument(
            "--administrator",
            dest="is_administrator",
            action="store_true",
            help="of the installation, who needs no team and may have an account already",
        )

    def handle(self, **options: Any) -> None:
        if options["is_administrator"] and not options["team"]:
            known = organisers.make_administrator(options["email"], at=timezone.now())
            if known:
                self.stdout.write(f"{known.email} is an administrator, and signs in as before.")
                return
        self._create(options)

    def _create(self, options: dict[str, Any]) -> None:
        typed = ask_password() if sys.stdin.isatty() else ""
        password = typed or organisers.new_password()
        who = {name: options[name] for name in WHO}
        try:
            made = organisers.create_organiser(**who, password=password, at=timezone.now())
        except organisers.NotCreated as error:
            raise CommandError(str(error)) from error
        roles = [f"{who['role']} of {who['team']}"] * bool(who["team"])
        roles += ["an administrator"] * who["is_administrator"]
        self.stdout.write(f"{made.email} can sign in now, as {' and '.join(roles)}.")
        if not typed:
            self.stdout.write(f"Their password, shown only this once: {password}")


def ask_password() -> str:
    """What was typed, twice the same; nothing to have one made up."""
    password = getpass.getpass("Password (leave it empty to have one made up): ")
    if password and getpass.getpass("The same password again: ") != password:
        raise CommandError("The two passwords are not the same")
    return password
