"""The PostgreSQL server is stopped, and comes back with every old connection broken."""

import signal
import tempfile
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.utils import load_backend

from deploy.databases import POOL, entry
from deploy.pooled_postgresql import reach
from deploy.pooled_postgresql.base import LONGEST_WAIT
from tests import postgres

pytestmark = pytest.mark.django_db(transaction=True)

CONNECTIONS = 4
SOON = 4  # seconds, on a machine that does much else; a busy server is waited for longer


class Restarting:
    """A server of this test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = postgres.own_copy(postgres.find_programs(), folder)
        self.server = postgres.start_in(folder, self.programs)
        self.port = int(self.server.url.rpartition(":")[2].partition("/")[0])

    def stop(self):
        self.server.process.send_signal(signal.SIGINT)
        self.server.process.wait()

    def start_again(self):
        self.server.process = postgres.run_server(self.programs, self.folder, self.port)
        postgres.wait_until_it_answers(self.server)


@pytest.fixture
def server():
    folder = Path(tempfile.mkdtemp(prefix="placecard-postgresql-"))
    server = Restarting(folder)
    yield server
    server.server.stop()


@pytest.fixture
def visitors(server):
    """As many connections as there are threads in a web process, from a pool as it has."""
    address, folder = server.server.url, settings.DATA_DIR
    away = entry(address, beside=folder, data_dir=folder, threads=CONNECTIONS)
    whole = {**settings.DATABASES["default"], **away}
    made = [load_backend(away["ENGINE"]).DatabaseWrapper(whole, "away") for _ in range(CONNECTIONS)]
    yield made
    made[0].close_pool()


def ask(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone()[0]


def test_it_is_over_when_the_server_is_back(server, visitors):
    assert [ask(visitor) for visitor in visitors] == [1] * CONNECTIONS
    for visitor in visitors:
        visitor.close()

    server.stop()
    with pytest.raises(OperationalError):
        ask(visitors[0])

    server.start_again()
    time.sleep(reach.A_MOMENT)
    assert [ask(visitor) for visitor in visitors] == [1] * CONNECTIONS


def test_a_restart_costs_no_visitor_a_page(server, visitors):
    assert [ask(visitor) for visitor in visitors] == [1] * CONNECTIONS
    for visitor in visitors:
        visitor.close()

    server.stop()
    server.start_again()

    assert [ask(visitor) for visitor in visitors] == [1] * CONNECTIONS


def test_while_it_is_away_nobody_waits_long(server, visitors):
    ask(visitors[0])
    visitors[0].close()
    server.stop()

    began = time.monotonic()
    with pytest.raises(OperationalError):
        ask(visitors[0])
    first = time.monotonic() - began
    for visitor in visitors:
        with pytest.raises(OperationalError, match="the server was away a moment ago"):
            ask(visitor)

    assert first < SOON < LONGEST_WAIT
    assert time.monotonic() - began < SOON


def test_a_server_that_is_only_busy_is_waited_for(server, visitors):
    extra = visitors[0].copy()
    for visitor in visitors:
        ask(visitor)
    done = threading.Timer(2 * POOL["timeout"], visitors[1].close)
    visitors[1].inc_thread_sharing()

    done.start()
    answered = ask(extra)
    done.join()
    extra.close()

    assert answered == 1


def test_a_server_that_takes_no_more_connections_is_not_away(server, visitors):
    assert ask(visitors[0]) == 1
    visitors[0].close()
    reach.note_failure(visitors[0].pool)  # it was to have one connection more

    assert [ask(visitor) for visitor in visitors] == [1] * CONNECTIONS
