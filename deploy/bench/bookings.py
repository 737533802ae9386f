"""Whole bookings a second, and what each page on the way costs in processor time."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import quantiles

from deploy.bench.figures import Figure
from deploy.bench.site import Site
from deploy.bench.visitor import Visitor, Work, keep_booking

CONNECTIONS, BOOKINGS_EACH = 10, 3
PAUSE_BEFORE = 1.0
BARE_BOOKINGS = 200


def rates(running: Site, *, clients: Sequence[int], seconds: float) -> Iterator[Figure]:
    """Each client reads the event's page, opens the form, sends it and reads the confirmation."""
    warm_up(running)
    bare = running.measure("statements", BARE_BOOKINGS)["bookings a second"]
    for number in clients:
        yield from _rate(running, number, seconds, bare)


def warm_up(running: Site) -> None:
    """Each connection is one web process's: over many, all of them are asked."""
    for _ in range(CONNECTIONS):
        with Visitor(running.port, running.sample) as visitor:
            visitor.get(running.sample["list"])
            for _ in range(BOOKINGS_EACH):
                visitor.book()


def _rate(running: Site, clients: int, seconds: float, bare: float) -> Iterator[Figure]:
    running.wait_until_mails_are_sent()
    begin_at = time.monotonic() + PAUSE_BEFORE
    work = Work(running.port, running.sample, begin_at, begin_at + seconds)
    before = running.web_cpu_seconds()
    with ProcessPoolExecutor(clients, mp_context=get_context("fork")) as pool:
        done = [times for found in pool.map(keep_booking, [work] * clients) for times in found]
    used = running.web_cpu_seconds() - before
    name = f"{clients} client{'s' if clients > 1 else ''}"
    if not done:
        yield Figure(f"{name}: bookings", 0, f"in {seconds:.0f} s")
        return
    took = sorted(end - began for began, end in done)
    slow = quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
    rate = len(done) / (max(end for _, end in done) - begin_at)
    yield Figure(f"{name}: bookings", rate, "a second", bare)
    yield Figure(f"{name}: 19 of 20 took less than", slow * 1000, "ms")
    yield Figure(f"{name}: web processes", used * 1000 / len(done), "ms of processor a booking")


def pages(running: Site, *, number: int) -> Iterator[Figure]:
    """So many of each kind, one after the other."""
    warm_up(running)
    signed_in = {"Cookie": running.measure("sign_in", "-")["cookie"]}
    running.wait_until_mails_are_sent()
    with Visitor(running.port, running.sample) as visitor:
        form = visitor.open_form()
        confirmation = visitor.submit(form)
        kinds: dict[str, Callable[[], object]] = {
            "list": lambda: visitor.get(running.sample["list"]),
            "event": lambda: visitor.get(running.sample["event"]),
            "form": visitor.open_form,
            "submit": lambda: visitor.submit(form),
            "confirmation": lambda: visitor.get(confirmation),
            "organiser's home": lambda: visitor.get(running.sample["home"], signed_in),
            "attendees": lambda: visitor.get(running.sample["attendees"], signed_in),
        }
        for name, ask in kinds.items():
            before = running.web_cpu_seconds(), running.worker_cpu_seconds()
            for _ in range(number):
                ask()
            yield _cost(name, running.web_cpu_seconds() - before[0], number)
            if name == "submit":
                running.wait_until_mails_are_sent()
                yield _cost("its mail", running.worker_cpu_seconds() - before[1], number)


def _cost(name: str, cpu_seconds: float, number: int) -> Figure:
    return Figure(f"page: {name}", cpu_seconds * 1000 / number, "ms of processor")
