"""Where the browser for the browser tests is, or how to get it."""

import os
import shutil

from tests import debian

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
    debian.install("chromium")
    return installed()


def stop() -> str:
    raise NoChromium(HOW_TO_GET_IT)
