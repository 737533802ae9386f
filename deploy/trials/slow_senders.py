"""Slow senders and readers, with nginx in front and without: how fast others get their pages."""

import contextlib
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from deploy.bench.site import site
from deploy.trials.load import Answer, Row, rows, visitors
from deploy.trials.organiser import NEW, Organiser, let_in
from deploy.trials.proxy import proxy
from deploy.trials.slow_clients import (
    SlowClients,
    ask_for,
    half_a_form,
    half_a_header,
    half_an_upload,
    slow_readers,
    slow_senders,
)

MEGABYTE = 1024 * 1024
SETTINGS = {"TRUSTED_PROXIES": "1", "REQUIRE_TOTP": "false"}


def trial(clients: int = 180, seconds: float = 15) -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory(prefix="placecard-nginx-") as folder,
        site("", **SETTINGS) as running,
        proxy(Path(folder), site_port=running.port) as in_front,
    ):
        password = let_in(running)
        document = publish_a_long_document(in_front.port, password)
        for name, port in {"nginx": in_front.port, "no proxy": running.port}.items():
            organiser = Organiser(port, password)
            for kind, slow in attacks(port, clients, document).items():
                with slow as attackers, visitors(port, running.sample) as visits:
                    uploads = list(upload(organiser, seconds))
                    left = attackers and len(attackers.sockets)
                yield from rows(f"{name}, {kind}", [*visits.answers, *uploads])
                if left is not None:
                    yield Row(f"{name}, {kind}", "slow clients", f"{left} still connected")


def attacks(
    port: int, clients: int, document: str
) -> dict[str, AbstractContextManager[SlowClients | None]]:
    return {
        "nobody slow": contextlib.nullcontext(),
        f"{clients} slow headers": slow_senders(port, clients, half_a_header()),
        f"{clients} slow forms": slow_senders(port, clients, half_a_form("/accounts/login/")),
        f"{clients} slow uploads": slow_senders(port, clients, half_an_upload(NEW, 5 * MEGABYTE)),
        f"{clients // 4} slow readers": slow_readers(port, clients // 4, ask_for(document)),
    }


def upload(organiser: Organiser, seconds: float) -> Iterator[Answer]:
    """An organiser's documents of 5 MB, one after the other, for so long."""
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at:
        began_at = time.monotonic()
        status, _ = organiser.create_event(b"%PDF-" + b"x" * (5 * MEGABYTE))
        ended_at = time.monotonic()
        yield Answer("upload", ended_at, ended_at - began_at, str(status))
        time.sleep(1)


def publish_a_long_document(port: int, password: str) -> str:
    organiser = Organiser(port, password)
    _, preview = organiser.create_event(b"%PDF-" + b"x" * (19 * MEGABYTE))
    return organiser.publish(preview)
