"""The measurements themselves, each bounded in number and time, and the lines that tell them."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import quantiles

from django.conf import settings

from deploy.bench.site import Site, site
from deploy.bench.visitor import Visitor, Work, keep_booking

WARM_UP = 20
PAUSE_BEFORE = 1.0


def measure(
    database_url: str, *, clients: Sequence[int], seconds: float, pages: int
) -> Iterator[str]:
    """Lines that say how many whole bookings a second there are, and what each page costs."""
    with site(database_url) as running:
        _warm_up(running)
        yield (
            f"{'PostgreSQL' if database_url else 'SQLite'}, {settings.WEB_WORKERS} web processes"
            f" with {settings.WEB_THREADS} threads each"
        )
        for number in clients:
            yield _rate(running, number, seconds)
        running.wait_until_mails_are_sent()
        with Visitor(running.port, running.sample) as visitor:
            yield from _costs(running, visitor, pages)


def _warm_up(running: Site) -> None:
    with Visitor(running.port, running.sample) as visitor:
        for _ in range(WARM_UP):
            visitor.book()


def _rate(running: Site, clients: int, seconds: float) -> str:
    running.wait_until_mails_are_sent()
    begin_at = time.monotonic() + PAUSE_BEFORE
    work = Work(running.port, running.sample, begin_at, begin_at + seconds)
    with ProcessPoolExecutor(clients, mp_context=get_context("fork")) as pool:
        done = [times for found in pool.map(keep_booking, [work] * clients) for times in found]
    if not done:
        return f"{clients:>4} clients: no booking within {seconds:.0f} s"
    rate = len(done) / (max(end for _, end in done) - begin_at)
    took = sorted(end - began for began, end in done)
    slow = quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
    return (
        f"{clients:>4} client{'s' if clients > 1 else ' '} {rate:7.1f} whole bookings a second;"
        f" 19 of 20 took less than {slow * 1000:.0f} ms"
    )


def _costs(running: Site, visitor: Visitor, pages: int) -> Iterator[str]:
    form = visitor.open_form()
    confirmation = visitor.submit(form)
    sample = running.sample
    kinds: dict[str, Callable[[], object]] = {
        "list": lambda: visitor.get(sample["list"]),
        "event": lambda: visitor.get(sample["event"]),
        "form": visitor.open_form,
        "submit": lambda: visitor.submit(form),
        "confirmation": lambda: visitor.get(confirmation),
    }
    for name, ask in kinds.items():
        before = running.web_cpu_seconds(), running.worker_cpu_seconds()
        for _ in range(pages):
            ask()
        yield _cost(name, running.web_cpu_seconds() - before[0], pages)
        if name == "submit":
            running.wait_until_mails_are_sent()
            yield _cost("its mail", running.worker_cpu_seconds() - before[1], pages)


def _cost(name: str, cpu_seconds: float, number: int) -> str:
    return f"{name:>12} {cpu_seconds * 1000 / number:6.1f} ms of processor time"
