"""The long lists: the national list of schools read, the attendees written, the mails sent."""

import csv
import os
import random
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from deploy.bench.figures import Figure, seconds
from deploy.bench.site import CannotMeasure, Site
from deploy.bench.visitor import Visitor
from deploy.examples import westshire_schools
from deploy.trials.smtp_sink import SECONDS_FOR_A_MAIL, Sink

COLUMNS = 140
OWN, OTHERS = "886", [str(code) for code in range(201, 350)]
LONGEST = 1800  # seconds
LOOK_EVERY = 0.05
ORDERS = ("session", "surname", "school", "newest")
SEARCHED = "example 499"
LOOKED_AT = 9


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
    yield from _pages_of_list(running, "few attendees")
    event = running.measure("bookings", rows)["event"]
    yield from _pages_of_list(running, f"{rows} attendees")
    for kind in ("csv", "xlsx"):
        what = f"{event}:{kind}"
        took, bare = (running.measure(work, what)["seconds"] for work in ("export", "bare"))
        nothing, everything = (running.run("bench", "--inside", "export", e) for e in ("-", what))
        yield Figure(f"{kind}, {rows} rows", took, "s", bare)
        yield Figure(kind, everything.megabytes - nothing.megabytes, "MB above idle")


def _pages_of_list(running: Site, of: str) -> Iterator[Figure]:
    """The list in each of its orders, and a search: how long an organiser waits for each."""
    signed_in = {"Cookie": running.measure("sign_in", SEARCHED)["cookie"]}
    plain = {"Cookie": running.measure("sign_in", "-")["cookie"]}
    with Visitor(running.port, running.sample) as visitor:
        for name, query, headers in [
            *((order, f"?order={order}", plain) for order in ORDERS),
            ("a search", "?searched=1", signed_in),
        ]:
            address = f"{running.sample['attendees']}{query}"
            visitor.get(address, headers)
            ask = partial(visitor.get, address, headers)
            took = sorted(seconds(ask) for _ in range(LOOKED_AT))
            yield Figure(f"list of {of}, {name}", took[LOOKED_AT // 2] * 1000, "ms")


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
