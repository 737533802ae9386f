"""Two programs under the supervisor, for the tests: they write their process ids into a folder."""

import logging
import os
import sys
import time
from pathlib import Path

from deploy import stop_signals
from deploy.supervisor import Program, supervise


def note(name: str) -> None:
    with (Path(sys.argv[2]) / name).open("a") as file:
        file.write(f"{os.getpid()}\n")


def steady() -> None:
    """Goes on until it is asked to end, and says that it was."""
    stop_signals.block()
    note("steady")
    while not stop_signals.stop_requested_within(60):
        pass
    note("steady-ended-well")


def forking() -> None:
    """Has a child of its own, as a web server has; the child would live for a minute."""
    stop_signals.end_forks_with_this_process(stop_signals.signal.SIGKILL)
    if os.fork() == 0:
        note("forked")
    else:
        note("forking")
    time.sleep(60)


def both() -> None:
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    programs = [
        Program(name, [sys.executable, "-m", "tests.deploy.supervised", name, sys.argv[2]])
        for name in ["steady", "forking"]
    ]
    supervise(programs, is_ready=lambda: note("ready") or True)


if __name__ == "__main__":
    {"both": both, "steady": steady, "forking": forking}[sys.argv[1]]()
