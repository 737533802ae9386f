"""The message worker: sends what the outbox holds, again and again, until asked to end."""

import logging
import os
import socket
from collections.abc import Callable

from django.db import close_old_connections
from django.utils import timezone

from bookings.mail import delivery
from deploy import stop_signals
from events import throttle

log = logging.getLogger(__name__)

IDLE_PAUSE = 1.0
LONGEST_PAUSE = 60.0


def run() -> None:
    stop_signals.block()
    repeat(send_due, is_over=stop_signals.stop_requested_within)


def send_due() -> int:
    close_old_connections()
    throttle.forget_before(timezone.now())
    return delivery.deliver_due(
        worker=worker_name(), clock=timezone.now, is_over=stop_signals.is_stop_requested
    )


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:100]


def repeat(work: Callable[[], int], *, is_over: Callable[[float], bool]) -> None:
    """Work at once while there is some, rest when there is none, longer after each failure."""
    pause, failures = 0.0, 0
    while not is_over(pause):
        try:
            pause, failures = 0.0 if work() else IDLE_PAUSE, 0
        except Exception:
            failures += 1
            pause = min(2.0**failures, LONGEST_PAUSE)
            log.exception("sending failed; the next try is in %.0f s", pause)
