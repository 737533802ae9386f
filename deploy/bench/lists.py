"""The long lists: the national list of schools read, the attendees written, the mails sent."""

import csv
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.bench.figures import Figure
from deploy.bench.site import CannotMeasure, Site
from deploy.examples import westshire_schools
from deploy.trials.smtp_sink import SECONDS_FOR_A_MAIL, Sink

COLUMNS = 140
OWN, OTHERS = "886", [str(code) for code in range(201, 350)]
LONGEST = 1800  # seconds
LOOK_EVERY = 0.05


def school_list(running: Site, *, rows: int) -> Iterator[Figure]:
    """A file as long and as wide as the national list, of which one authority's are taken."""
    file = Path(running.environment["DATA_DIR"]) / "national.csv"
    _write(file, rows)
    began = time.perf_counter()
    with file.open(encoding="utf-8", newline="") as opened:
        read = sum(1 for _ in csv.reader(opened))
    bare = time.perf_counter() - began
    idle = running.run("import_schools", "--help")
    used = running.run("import_schools", str(file), "--la", OWN, "--force")
    file.unlink()
    yield Figure(f"school list of {read - 1} rows", used.seconds - idle.seconds, "s", bare)
    yield Figure("school list", used.megabytes - idle.megabytes, "MB above idle")


def _write(file: Path, rows: int) -> None:
    """Every hundredth school is the authority's own."""
    wide = [*westshire_schools.COLUMNS]
    wide += [f"Column {number}" for number in range(COLUMNS - len(wide))]
    pick = random.Random(1)  # noqa: S311 (no secret)
    filler = ["" if column in westshire_schools.COLUMNS else f"{column} of it" for column in wide]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, quoting=csv.QUOTE_ALL)
        writer.writerow(wide)
        for number in range(rows):
            row = dict(zip(wide, filler, strict=True)) | {
                "URN": 200_000 + number,
                "LA (code)": OWN if number % 100 == 0 else pick.choice(OTHERS),
                "EstablishmentNumber": 1000 + number % 9000,
                "EstablishmentName": f"School number {number} for measuring",
                "EstablishmentStatus (code)": 1,
                "Town": "Wexbridge",
            }
            writer.writerow(row[column] for column in wide)


def attendee_list(running: Site, *, rows: int) -> Iterator[Figure]:
    """The file that organisers take out, of an event with so many bookings."""
    event = running.measure("bookings", rows)["event"]
    seconds, bare = (running.measure(work, event)["seconds"] for work in ("export", "csv"))
    nothing, everything = (running.run("bench", "--inside", "export", e) for e in ("-", event))
    yield Figure(f"attendees, {rows} rows", seconds, "s", bare)
    yield Figure("attendees", everything.megabytes - nothing.megabytes, "MB above idle")


def mails(running: Site, server: Sink, *, number: int) -> Iterator[Figure]:
    """From one worker, which is paused until all are queued, to a server that takes 5 ms each."""
    os.kill(running.child("worker"), signal.SIGSTOP)
    running.measure("mails", number)
    os.kill(running.child("worker"), signal.SIGCONT)
    began = time.monotonic()
    while len(server.taken) < number:
        if time.monotonic() - began > LONGEST:
            raise CannotMeasure(f"only {len(server.taken)} of {number} mails were sent")
        time.sleep(LOOK_EVERY)
    rate = number / (time.monotonic() - began)
    yield Figure("mails, one worker", rate, "a second", 1 / SECONDS_FOR_A_MAIL)
