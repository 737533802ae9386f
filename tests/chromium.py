"""Where the browser for the browser tests is, or how to get it."""

import os
import shutil
import subprocess

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
HOW_TO_GET_IT = """The browser tests need Chromium, and found none. Do one of these:
- install it: apt-get install chromium (or Google Chrome)
- name it: CHROMIUM=/path/to/chromium
"""


class NoChromium(SystemExit):
    """Nothing to test with; the words say what to do."""


def find() -> str:
    if named := os.environ.get("CHROMIUM"):
        return named
    return installed() or installed_now() or stop()


def installed() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def installed_now() -> str | None:
    """Root on Debian can simply have it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    quietly = {
        "stdout": subprocess.DEVNULL,
        "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    }
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quietly)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        check=False,
        **quietly,
    )
    return installed()


def stop() -> str:
    raise NoChromium(HOW_TO_GET_IT)
