"""Where the proxy for the attacks is, or how to get it."""

import os
import shutil
import subprocess

from deploy.trials import proxy

HOW_TO_GET_IT = """The tests attack Placecard behind nginx, and found none. Install it:
- apt-get install nginx-light (it need not run: `systemctl disable --now nginx`)
"""


class NoNginx(SystemExit):
    """Nothing to test with; the words say what to do."""


def find() -> str:
    return proxy.find() or installed_now() or stop()


def installed_now() -> str | None:
    """Root on Debian can simply have it; no service is started for it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    quietly = {
        "stdout": subprocess.DEVNULL,
        "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"},
    }
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quietly)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "nginx-light"],
        check=False,
        **quietly,
    )
    return proxy.find()


def stop() -> str:
    raise NoNginx(HOW_TO_GET_IT)
