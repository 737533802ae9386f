"""vdirsyncer and khal, which fetch a calendar as a desktop does and show what is in it."""

import os
import shutil
import subprocess
from pathlib import Path

from tests import debian

HOW_TO_GET_THEM = """The tests subscribe with vdirsyncer and khal, and found none. Install them:
- apt-get install vdirsyncer khal
"""
PROGRAMS = ("vdirsyncer", "khal")
SYNC = """
[general]
status_path = "{home}/status"
[pair events]
a = "feed"
b = "disk"
collections = null
conflict_resolution = "a wins"
[storage feed]
type = "http"
url = "{address}"
[storage disk]
type = "filesystem"
path = "{home}/events"
fileext = ".ics"
"""
SHOW = """
[calendars]
[[events]]
path = {home}/events
readonly = True
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/London
default_timezone = Europe/London
[sqlite]
path = {home}/khal.db
"""


class NoCalendarProgram(SystemExit):
    """Nothing to test with; the words say what to do."""


def find() -> None:
    for program in PROGRAMS:
        if not shutil.which(program):
            debian.install(program)
        if not shutil.which(program):
            raise NoCalendarProgram(HOW_TO_GET_THEM)


class Desktop:
    """A person's computer that subscribes to one address; it keeps everything in `home`."""

    def __init__(self, home: Path, address: str) -> None:
        find()
        self.home = home
        (home / "events").mkdir()
        (home / "sync.conf").write_text(SYNC.format(home=home, address=address))
        (home / "show.conf").write_text(SHOW.format(home=home))
        self._run("vdirsyncer", "-c", "sync.conf", "discover", answer="y\n" * 3)

    def sync(self) -> None:
        self._run("vdirsyncer", "-c", "sync.conf", "sync")

    def shown(self, first_day: str, days: int = 365) -> list[str]:
        """Begin, end, title and status of each entry, as the calendar program shows them."""
        wanted = ["--day-format", "", "--format", "{start} {end} {title} {status}"]
        listed = self._run("khal", "-c", "show.conf", "list", *wanted, first_day, f"{days}d")
        return [line.strip() for line in listed.splitlines() if line.strip()]

    def _run(self, *command: str, answer: str = "") -> str:
        environment = os.environ | {"HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        ended = subprocess.run(
            command,
            cwd=self.home,
            env=environment,
            input=answer,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout
