"""Several processes that play the life of bookings at one event, and what holds afterwards.

Run as a program it measures: python -m tests.concurrency.life --seconds 20 --processes 8
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.bookings.diaries import Entry, contradictions, entries, folded

PLAYER = [sys.executable, "-m", "tests.concurrency.life_player"]
ROOT = Path(__file__).parent.parent.parent
START_UP = 4  # seconds, about, until all processes can begin
NO_LIMITS = {  # which are for strangers, and have tests of their own
    "MAILS_PER_RECIPIENT_PER_HOUR": "1000000",
    "MOST_BOOKINGS_PER_ADDRESS_PER_HOUR": "1000000",
}


@dataclass
class Report:
    """What all players did, and what all mails told calendars."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    tried_again: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    told: list = field(default_factory=list)

    def add(self, played: dict) -> None:
        self.done.update(played["done"])
        self.refused.update(played["refused"])
        self.tried_again.update(played["tried_again"])
        self.errors += played["errors"]
        for uid, (sequence, stamp), method, starts_at, to in played["told"]:
            revision = (sequence, datetime.fromisoformat(stamp))
            self.told.append((uid, Entry(revision, method, datetime.fromisoformat(starts_at), to)))

    def lines(self, seconds: float) -> list[str]:
        """In words, the numbers for each second."""
        all_done = self.done.total() + self.refused.total()
        return [
            f"{all_done / seconds:.0f} operations a second, {self.refused.total()} of"
            f" {all_done} refused, {self.tried_again.total()} tried again,"
            f" {len(self.errors)} errors",
            *(f"  {name}: {number / seconds:.1f}/s" for name, number in self.done.most_common()),
            *(f"  {name} {number}" for name, number in self.refused.most_common()),
            *(f"  {name} {number}" for name, number in self.tried_again.most_common()),
            *self.errors[:3],
        ]


def publish(*, begins_after: float):
    """Nine sessions, of which any may be attended, and at most 40 people of a school.

    The first begins after so many seconds, while people play.
    """
    from django.utils import timezone

    from tests.factories import make_event, plan

    now = timezone.now().replace(microsecond=0)
    days = range(28, 36)
    sessions = [plan(starts_at=now + timedelta(days=day), capacity=20) for day in days]
    soon = plan(starts_at=now + timedelta(seconds=begins_after), capacity=40)
    return make_event(soon, *sessions, attendance="any", places_per_school=40, at=now)


def play(event, database_url: str, *, seconds: float, processes: int) -> Report:
    """All begin at the same moment."""
    environment = os.environ | NO_LIMITS | {"DATABASE_URL": database_url}
    report = Report()
    with ExitStack() as stack:
        players = [
            stack.enter_context(
                subprocess.Popen(
                    [*PLAYER, event.public_id, str(seconds), str(number)],
                    env=environment,
                    cwd=ROOT,
                    text=True,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                )
            )
            for number in range(1, processes + 1)
        ]
        for player in players:
            assert player.stdout.readline() == "ready\n"
        for player in players:
            player.stdin.write("go\n")
            player.stdin.flush()
        for player in players:
            report.add(json.loads(player.stdout.read()))
    return report


def send_the_rest(report: Report) -> None:
    from django.core import mail
    from django.utils import timezone

    from bookings.mail import delivery

    while delivery.deliver_due(worker="the last worker", clock=timezone.now):
        pass
    report.told += entries(getattr(mail, "outbox", []))


def differences(event, report: Report) -> list[str]:
    """What does not hold of the rows, of the messages, and of the diaries of everybody told."""
    from django.utils import timezone

    from tests.bookings.invariants import broken, in_the_database, in_the_diaries, not_told_once
    from tests.bookings.invariants_of_lists import overtaken

    held, diaries = in_the_database(event), in_the_diaries(folded(report.told))
    uids = [uid for uid in {**held, **diaries} if held.get(uid) != diaries.get(uid)]
    wrong = [f"{uid}: {held.get(uid)} is {diaries.get(uid)} in the diary" for uid in uids]
    return [
        *broken(event, timezone.now()),
        *overtaken(event),
        *not_told_once(event),
        *contradictions(report.told),
        *wrong,
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    chosen = parser.parse_args()
    from tests import environment, postgres

    environment.forget_this_installation()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.environ |= environment.SETTINGS | {"DATA_DIR": folder}
        os.environ["DJANGO_SETTINGS_MODULE"] = "deploy.settings"
        url = f"sqlite:///{folder}/life.sqlite3"
        if chosen.database == "postgresql":
            server = postgres.start()
            stack.callback(server.stop)
            url = server.url
        os.environ["DATABASE_URL"] = url
        measure(url, seconds=chosen.seconds, processes=chosen.processes)


def measure(url: str, *, seconds: float, processes: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    event = publish(begins_after=START_UP + seconds / 2)
    report = play(event, url, seconds=seconds, processes=processes)
    send_the_rest(report)
    sys.stdout.write("\n".join([*report.lines(seconds), *differences(event, report), ""]))


if __name__ == "__main__":
    main()
