"""Programs that the tests need, out of Debian's packages, where they may be installed."""

import os
import shutil
import subprocess


def install(package: str) -> None:
    """Root on Debian can simply have it; no service is started for it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quietly = {
        "stdout": subprocess.DEVNULL,
        "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"},
    }
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quietly)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package],
        check=False,
        **quietly,
    )
