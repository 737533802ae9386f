"""PostgreSQL restarted while people read and book: what they are answered, and until when."""

import shlex
import subprocess
import time
from collections.abc import Iterator

from deploy.bench.site import site
from deploy.trials.load import OK, Row, visitors

SECONDS_AROUND = 10.0


def trial(database_url: str, restart: str) -> Iterator[Row]:
    """The command restarts the server that the address names."""
    with site(database_url) as running:
        with visitors(running.port, running.sample) as visits:
            began = time.monotonic()
            time.sleep(SECONDS_AROUND)
            stopped = time.monotonic()
            subprocess.run(shlex.split(restart), check=True, stdout=subprocess.DEVNULL)  # noqa: S603 (who runs the trial names it)
            started = time.monotonic()
            time.sleep(2 * SECONDS_AROUND)
        yield from visits.between("before", began, stopped)
        yield from visits.between("during and after", stopped, time.monotonic())
        yield Row("during", "restart", "done", f"{started - stopped:.1f} s")
        refused = [one.ended_at for one in visits.answers if one.outcome != OK]
        if refused:
            later = f"{max(refused) - stopped:.1f} s after it was stopped"
            yield Row("during", "last refusal", "answered", later)
        yield visits.lost()
