"""Run the tests against each mutant, the nearest first, and say which ones none of them killed."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

import psycopg

from tests import postgres
from tests.mutants import attacks
from tests.mutants.guards import ROOT, Mutant, every_mutant

AT_ONCE = 2
TESTS_FAILED, TOOK_TOO_LONG = 1, -1
EVERYTHING = ["tests", "--ignore=tests/deploy"]
LONGEST = 900  # seconds for the tests of one mutant
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "build", "var", "node_modules", "__pycache__")
NEAREST = {  # what is run first for a kind of guard, then everything; attacks name their tests
    "attack": [],
    "lock": ["tests/concurrency", "tests/events/test_create_event_twice.py"],
    "refusal": [],
    "policy": [
        "tests/test_architecture.py",
        "tests/bookings/test_your_booking_page.py",
        "tests/bookings/test_change_and_cancel_pages.py",
        "tests/bookings/test_event_bookings_page.py",
        "tests/events/test_preview_event_page.py",
        "tests/events/test_create_event_page.py",
        "tests/attacks/test_hostile_requests.py",
    ],
    "constraint": [
        "tests/events/test_constraints.py",
        "tests/bookings/test_constraints.py",
        "tests/events/test_organisers.py",
        "tests/events/test_throttle.py",
    ],
}
REASONED = {  # guards behind another guard, which no test can see missing
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="mutants whose name holds this")
    parser.add_argument("--kind", choices=list(NEAREST), help="mutants of this kind")
    asked = parser.parse_args()
    mutants = [
        mutant
        for mutant in [*every_mutant(), *attacks.mutants()]
        if asked.only in mutant.name and asked.kind in (None, mutant.kind)
    ]
    server = postgres.start()
    try:
        outcomes = try_all(mutants, server.url)
    finally:
        server.stop()
    for kind, number in sorted(Counter(mutant.kind for mutant in mutants).items()):
        killed = sum(outcomes[m] == "killed" for m in mutants if m.kind == kind)
        say(f"{kind}: {killed} of {number} killed")
    say(f"{list(outcomes.values()).count('killed')} of {len(mutants)} killed")
    return int(bool({"survived", "broken"} & set(outcomes.values())))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def try_all(mutants: list[Mutant], url: str) -> dict[Mutant, str]:
    outcomes: dict[Mutant, str] = {}
    copies: Queue[Path] = Queue()
    with psycopg.connect(url, autocommit=True) as connection:
        for number in range(AT_ONCE):
            connection.execute(f"CREATE DATABASE copy{number}")
    with tempfile.TemporaryDirectory(prefix="placecard-mutants-") as folder:
        for number in range(AT_ONCE):
            copies.put(copy_of_the_project(Path(folder) / f"copy{number}"))
        check_that_all_is_well(mutants, copies.queue[0], url)

        def try_one(mutant: Mutant) -> None:
            copy = copies.get()
            mutated = copy / mutant.path
            whole = mutated.read_text()
            try:
                outcomes[mutant] = outcome_of(mutant, copy, url)
            finally:
                mutated.write_text(whole)
                copies.put(copy)
            say(f"{outcomes[mutant]:9} {mutant.kind}: {mutant.name} (line {mutant.line})")

        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(try_one, mutants))
    return outcomes


def check_that_all_is_well(mutants: list[Mutant], copy: Path, url: str) -> None:
    """A red test of a copy that lacks nothing would kill every mutant."""
    named = sorted({test for mutant in mutants for test in mutant.tests})
    has_others = any(not mutant.tests for mutant in mutants)
    runs = {"sqlite": EVERYTHING, "postgresql": EVERYTHING} if has_others else {"sqlite": named}
    for database, tests in runs.items():
        if run_tests([*tests, f"--database={database}"], copy, url):
            raise SystemExit(f"The tests fail on {database} before anything is taken away.")


def copy_of_the_project(folder: Path) -> Path:
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    (folder / "build").symlink_to(ROOT / "build")
    return folder


def outcome_of(mutant: Mutant, copy: Path, url: str) -> str:
    (copy / mutant.path).write_text(mutant.text)
    for tests in rounds(mutant):
        exit_code = run(mutant, tests, copy, url)
        if exit_code == TESTS_FAILED:
            return "killed"
        if exit_code:
            return "broken"  # it took too long, or did not even start
    return "reasoned" if mutant.name in REASONED else "survived"


def rounds(mutant: Mutant) -> list[list[str]]:
    if mutant.tests:
        return [list(mutant.tests)]
    return [NEAREST[mutant.kind] or near(mutant.path), EVERYTHING]


def near(path: str) -> list[str]:
    """The tests that are called like the module, and those of its app."""
    app, stem = path.partition("/")[0], Path(path).stem
    own = sorted((ROOT / "tests").rglob(f"test_{stem}*.py"))
    return [str(test.relative_to(ROOT)) for test in own] + [f"tests/{app}"]


def run(mutant: Mutant, tests: list[str], copy: Path, url: str) -> int:
    """pytest's exit code; locks need a database in which they are more than one lock."""
    database = ["--database=postgresql"] if mutant.kind == "lock" else []
    tables = ["--nomigrations"] if mutant.kind == "constraint" else []
    return run_tests([*tests, *database, *tables], copy, url)


def run_tests(arguments: list[str], copy: Path, url: str) -> int:
    environment = os.environ | {"TEST_DATABASE_URL": url.rpartition("/")[0] + f"/{copy.name}"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:randomly", *arguments]
    try:
        ended = subprocess.run(
            command, cwd=copy, env=environment, timeout=LONGEST, capture_output=True
        )
    except subprocess.TimeoutExpired:
        return TOOK_TOO_LONG
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main())
