"""The environment that the tests run in, set before Django reads its settings."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres

SETTINGS = {
    "READ_DOT_ENV": "false",
    "DEBUG": "false",
    "SECRET_KEY": "only-for-tests-and-therefore-no-secret-at-all-0123456789",
    "SECOND_FACTOR_KEYS": "b25seSBmb3IgdGVzdHMsIG5vIHNlY3JldCBhdCBhbGw=",
    "SITE_ADDRESS": "https://placecard.example.gov.uk",
    "COUNCIL_NAME": "Westshire County Council",
    "CONTACT_EMAIL": "education.events@westshire.example",
    "CONTACT_TELEPHONE": "01632 960 123",
    "SSL_REDIRECT": "false",
    "MAIL": "memory",
    "MAIL_FROM": "education.events@westshire.example",
    "LOG_LEVEL": "WARNING",
}
ENV_EXAMPLE = Path(__file__).parent.parent / "deploy" / "env.example"
BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="the database that the tests run on",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    folder = Path(tempfile.mkdtemp(prefix="placecard-tests-"))
    early_config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    forget_this_installation()
    os.environ |= SETTINGS | {"DATA_DIR": str(folder)}
    if early_config.known_args_namespace.database == "postgresql":
        server = postgres.start()
        early_config.add_cleanup(server.stop)
        os.environ["DATABASE_URL"] = server.url
    return (yield)


def forget_this_installation() -> None:
    """What the developer's own installation is set to has no place in a test."""
    for line in ENV_EXAMPLE.read_text().splitlines():
        os.environ.pop(line.lstrip("# ").partition("=")[0], None)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Browser tests run where they are asked for by name: they bring their own event loop."""
    if collection_path == BROWSER_TESTS:
        return not any("browser" in argument for argument in config.args)
    return None


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    database = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[config.getoption("database")]
    passed = len(terminalreporter.getreports("passed"))
    terminalreporter.write_line(f"{passed} tests passed on {database}")
