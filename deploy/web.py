"""The web server: granian with Placecard in it, started as `python -m deploy.web`."""

import os
import signal

from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from deploy import stop_signals

SECONDS_TO_FINISH_REQUESTS = 20


def server() -> MPServer:
    return MPServer(
        "deploy.wsgi:application",
        address=settings.LISTEN_ON,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WEB_WORKERS,
        blocking_threads=settings.WEB_THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH_REQUESTS,
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    stop_signals.end_forks_with_this_process(signal.SIGKILL)
    server().serve()
