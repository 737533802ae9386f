"""The web server: granian with Placecard in it, started as `python -m deploy.web`."""

import os
import signal

from django.conf import settings
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from deploy import stop_signals
from deploy.doors import Application, Doors
from deploy.private_sqlite3.writers import LINE

SECONDS_TO_FINISH_REQUESTS = 20
MILLISECONDS_FOR_HEADERS = 10_000
DOORS = 256  # in each process; a thread is there while it is needed, and 30 s longer


def server() -> MPServer:
    return MPServer(
        "deploy.web:application",
        factory=True,
        address=settings.LISTEN_ON,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WEB_WORKERS,
        blocking_threads=DOORS,
        http1_settings=HTTP1Settings(header_read_timeout=MILLISECONDS_FOR_HEADERS),
        websockets=False,
        log_level=LogLevels.error,  # it warns of so many threads, which do nothing but wait
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH_REQUESTS,
    )


def application() -> Application:
    """Made in each process of the server, after the fork: threads do not survive one."""
    from deploy import wsgi

    LINE.serve_visitors(settings.WEB_THREADS)
    return Doors(wsgi.application, settings.WEB_THREADS)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    stop_signals.end_forks_with_this_process(signal.SIGKILL)
    server().serve()
