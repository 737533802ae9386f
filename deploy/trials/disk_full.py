"""A disk that fills up while people read, book and upload, and what is left. Needs root."""

import contextlib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.bench.site import site
from deploy.trials.load import Row, visitors
from deploy.trials.organiser import Organiser, let_in

MEGABYTE = 1024 * 1024
DOCUMENT = b"%PDF-" + b"x" * (5 * MEGABYTE)
MOST_UPLOADS = 100
SECONDS = 10.0


def trial(megabytes: int = 64) -> Iterator[Row]:
    with (
        small_disk(megabytes) as disk,
        site("", DATA_DIR=str(disk), REQUIRE_TOTP="false") as running,
    ):
        organiser = Organiser(running.port, let_in(running))
        with visitors(running.port, running.sample) as visits:
            yield from upload_until_refused(organiser, disk)
            filled = time.monotonic()
            fill_to_the_last_byte(disk)
            time.sleep(SECONDS)
            mount(disk, f"remount,size={2 * megabytes}m")
            enlarged = time.monotonic()
            time.sleep(SECONDS)
        yield from visits.between("full", filled, enlarged)
        yield from visits.between("with room again", enlarged, time.monotonic())
        yield visits.lost()


def upload_until_refused(organiser: Organiser, disk: Path) -> Iterator[Row]:
    taken, status, before = 0, 302, set(files_on(disk))
    while status == 302 and taken < MOST_UPLOADS:
        status, _ = organiser.create_event(DOCUMENT)
        taken += status == 302
    yield Row("filling up", "documents of 5 MB", f"{taken} x 302, 1 x {status}")
    sizes = [file.stat().st_size for file in files_on(disk) if file not in before]
    whole = sizes.count(len(DOCUMENT))
    yield Row("filling up", "files", f"{whole} whole, {len(sizes) - whole} cut off")


def files_on(disk: Path) -> list[Path]:
    return [file for file in (disk / "media").rglob("*") if file.is_file()]


@contextlib.contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="placecard-disk-") as folder:
        mount(Path(folder), f"size={megabytes}m,mode=700")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)  # noqa: S603, S607 (our own, found where this machine has it)


def mount(folder: Path, options: str) -> None:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    subprocess.run(command, check=True)  # noqa: S603 (named above)


def fill_to_the_last_byte(disk: Path) -> None:
    with (disk / "ballast").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)
