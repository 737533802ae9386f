"""`python -m deploy.trials [NAME ...]`: each trial on a site of its own, as a table."""

import argparse
import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")

from deploy.trials import (
    disk_full,
    mails,
    postgresql_restart,
    slow_senders,
    sqlite_locked,
    written,
)
from deploy.trials.load import Row

HEAD = [Row("when", "what", "how many, how", "19 of 20 within, slowest"), Row(*["---"] * 4)]
ON_A_SERVER = "postgresql_restart"
TRIALS: dict[str, Callable[[], Iterator[Row]]] = {
    "mails": mails.trial,
    "written": written.trial,
    "sqlite_locked": sqlite_locked.trial,
    "disk_full": disk_full.trial,
    "slow_senders": slow_senders.trial,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.trials", description=__doc__)
    names = [*TRIALS, ON_A_SERVER]
    parser.add_argument("names", metavar="NAME", nargs="*", help=f"{', '.join(names)}; or all")
    parser.add_argument("--database-url", help="PostgreSQL; makes a new database beside it")
    parser.add_argument("--restart", help="command that restarts that server")
    given = parser.parse_args()
    trials = dict(TRIALS)
    if given.database_url and given.restart:
        trials[ON_A_SERVER] = lambda: postgresql_restart.trial(given.database_url, given.restart)
    chosen = given.names or names
    for name in chosen:
        if name in trials:
            tell(name, trials[name]())
        elif name == ON_A_SERVER:
            say(f"{name} is left out: it needs --database-url and --restart.")
        else:
            parser.error(f"There is no trial {name}. There are: {', '.join(names)}")


def tell(name: str, found: Iterator[Row]) -> None:
    say(f"\n{name}, {time.strftime('%Y-%m-%d')}, load {os.getloadavg()[0]:.1f} before\n")
    for row in itertools.chain(HEAD, found):
        say(f"| {' | '.join(row)} |")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
