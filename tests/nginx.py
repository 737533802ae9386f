"""Where the proxy for the attacks is, or how to get it."""

from deploy.trials import proxy
from tests import debian

HOW_TO_GET_IT = """The tests attack Placecard behind nginx, and found none. Install it:
- apt-get install nginx-light (it need not run: `systemctl disable --now nginx`)
"""


class NoNginx(SystemExit):
    """Nothing to test with; the words say what to do."""


def find() -> str:
    return proxy.find() or installed_now() or stop()


def installed_now() -> str | None:
    debian.install("nginx-light")
    return proxy.find()


def stop() -> str:
    raise NoNginx(HOW_TO_GET_IT)
