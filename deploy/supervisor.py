"""Keep a few programs running together, begin again what ends, and leave nothing behind."""

import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from deploy import stop_signals

log = logging.getLogger(__name__)

LOOK_EVERY = 0.2
LONGEST_PAUSE = 30.0
SETTLED_AFTER = 60.0
PATIENCE = 30.0


@dataclass
class Program:
    """One program, and when it may be started again."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    next_start_at: float = 0.0
    pause: float = field(default=0.5)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, at: float) -> None:
        parent = os.getpid()

        def prepare() -> None:
            stop_signals.unblock()
            stop_signals.end_with_parent(parent)

        # In a session of its own: Ctrl-C reaches the supervisor only, which ends the others well.
        self.process = subprocess.Popen(  # noqa: S603 (our own)
            self.command, preexec_fn=prepare, start_new_session=True
        )
        self.started_at = at

    def look_after(self, at: float) -> None:
        """Start it when it is due; when it has ended, say so and let the pause grow."""
        if self.is_running():
            return
        if self.process is not None:
            self.put_off(at)
        elif at >= self.next_start_at:
            self.start(at)

    def put_off(self, at: float) -> None:
        lasted = at - self.started_at
        self.pause = 0.5 if lasted > SETTLED_AFTER else min(self.pause * 2, LONGEST_PAUSE)
        self.next_start_at = at + self.pause
        status = self.process.returncode if self.process else None
        log.error("%s ended (%s); it starts again in %.0f s", self.name, status, self.pause)
        self.process = None

    def end(self, how: signal.Signals) -> None:
        if self.process is not None and self.is_running():
            self.process.send_signal(how)


def supervise(programs: Sequence[Program], *, is_ready: Callable[[], bool]) -> None:
    """Run until asked to end; `is_ready` is asked again and again until it says yes."""
    stop_signals.block()
    ready = False
    try:
        while not stop_signals.stop_requested_within(LOOK_EVERY):
            for program in programs:
                program.look_after(time.monotonic())
            ready = ready or is_ready()
    finally:
        end_all(programs)


def end_all(programs: Sequence[Program]) -> None:
    """Let each finish its work; what is not done after that is killed."""
    for program in programs:
        program.end(signal.SIGTERM)
    give_up_at = time.monotonic() + PATIENCE
    while any(program.is_running() for program in programs) and time.monotonic() < give_up_at:
        time.sleep(LOOK_EVERY / 4)
    for program in programs:
        program.end(signal.SIGKILL)
