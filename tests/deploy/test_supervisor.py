"""Real processes under the supervisor: begun again when they end, and never left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.architecture import ROOT

EVERYBODY = ["steady", "forking", "forked"]


class Supervised:
    """The supervisor's process, and those that it started."""

    def __init__(self, folder) -> None:
        self.folder = folder
        with (folder / "log").open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.deploy.supervised", "both", str(folder)],
                cwd=ROOT,
                stderr=log,
            )

    def pids(self, name: str) -> list[int]:
        file = self.folder / name
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def is_alive(self, pid: int) -> bool:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        return state != "Z"

    def alive(self) -> list[str]:
        return [name for name in EVERYBODY for pid in self.pids(name) if self.is_alive(pid)]


def wait_for(condition) -> None:
    give_up_at = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < give_up_at
        time.sleep(0.02)


@pytest.fixture
def supervised(tmp_path):
    supervised = Supervised(tmp_path)
    wait_for(lambda: supervised.alive() == EVERYBODY and supervised.pids("ready"))
    yield supervised
    supervised.process.kill()
    supervised.process.wait()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_request_to_end_ends_everything_well(supervised, ending):
    supervised.process.send_signal(ending)

    assert supervised.process.wait(20) == 0
    wait_for(lambda: supervised.alive() == [])
    assert supervised.pids("steady-ended-well") == supervised.pids("steady")


def test_nothing_outlives_a_supervisor_that_is_killed(supervised):
    supervised.process.kill()

    wait_for(lambda: supervised.alive() == [])
    assert supervised.pids("steady-ended-well") == supervised.pids("steady")


def test_a_program_that_is_killed_takes_its_children_along_and_begins_again(supervised):
    [first] = supervised.pids("forking")

    os.kill(first, signal.SIGKILL)

    wait_for(lambda: len(supervised.pids("forked")) == len(supervised.pids("forking")) == 2)
    assert supervised.alive() == EVERYBODY
    assert (supervised.folder / "log").read_text() == (
        "forking ended (-9); it starts again in 1 s\n"
    )


def test_it_says_once_that_it_is_ready(supervised):
    time.sleep(0.5)

    assert supervised.pids("ready") == [supervised.process.pid]
