"""What is measured, in this order: each part on a site, which all but the mails share."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings

from deploy.bench import bookings, feeds, lists
from deploy.bench.figures import Figure
from deploy.bench.site import site
from deploy.trials.smtp_sink import sink

PARTS = ("bookings", "pages", "feed", "export", "import", "mails")


@dataclass(frozen=True)
class Sizes:
    """How many of each; `clients` book at the same time, for so many seconds.

    `events` are there before, each with 20 bookings: what years leave behind.
    """

    clients: Sequence[int] = (1, 8, 32)
    seconds: float = 10
    pages: int = 200
    sessions: int = 2_000
    rows: int = 50_000
    schools: int = 65_000
    mails: int = 1_000
    events: int = 0


def measure(database_url: str, parts: Collection[str], sizes: Sizes) -> Iterator[Figure]:
    with site(database_url) as running:
        if sizes.events:
            running.measure("events", sizes.events)
        if "bookings" in parts:
            yield from bookings.rates(running, clients=sizes.clients, seconds=sizes.seconds)
        if "pages" in parts:
            yield from bookings.pages(running, number=sizes.pages)
        if "feed" in parts:
            yield from feeds.feed(running, sessions=sizes.sessions)
        if "export" in parts:
            yield from lists.attendee_list(running, rows=sizes.rows)
        if "import" in parts:
            yield from lists.school_list(running, rows=sizes.schools)
    if "mails" in parts:
        with sink() as server, site(database_url, MAIL=server.url) as running:
            yield from lists.mails(running, server, number=sizes.mails)


def heading(database_url: str) -> str:
    return (
        f"{'PostgreSQL' if database_url else 'SQLite'}, {settings.WEB_WORKERS} web processes"
        f" with {settings.WEB_THREADS} threads each"
    )
