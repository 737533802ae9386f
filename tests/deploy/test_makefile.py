"""What make does about a Python that is too old, or gone since .venv was made with it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import ROOT

pytestmark = pytest.mark.skipif(
    shutil.which("make") is None, reason="docs/running.md tells how to do without make"
)
INSTALLED = ".venv/run.installed"
AN_OLD_ONE = """#!/bin/sh
exec {python} -c 'import sys; sys.version_info = {version}; exec(sys.argv[2])' "$@"
"""


@pytest.fixture
def folder(tmp_path):
    """As much of a checkout as the first steps look at."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    frontend = tmp_path / "deploy" / "frontend"
    frontend.mkdir(parents=True)
    (frontend / "package-lock.json").touch()
    (tmp_path / "deploy" / "settings.py").touch()
    return tmp_path


def make(folder, *targets, python=sys.executable):
    """Nothing is fetched: pip only says what it would install."""
    of_an_outer_make = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    return subprocess.run(
        ["make", *targets, f"PYTHON={python}", "PIP=echo would install"],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in of_an_outer_make},
        capture_output=True,
        text=True,
    )


def old_python(folder, version):
    program = folder / "an-old-python"
    program.write_text(AN_OLD_ONE.format(python=sys.executable, version=version))
    program.chmod(0o755)
    return program


@pytest.mark.parametrize(
    ("version", "told"),
    [((3, 10, 13), "3.10"), ((3, 9, 2), "3.9"), ((3, 4, 10), "3.4"), ((2, 7, 18), "2.7")],
)
@pytest.mark.parametrize("targets", [["run"], ["test"], ["check"], ["-j8", "run"]])
def test_an_older_python_gets_a_sentence_and_nothing_is_installed(folder, version, told, targets):
    program = old_python(folder, version)
    before = sorted(folder.rglob("*"))

    ended = make(folder, *targets, python=program)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[0] == (
        f"Placecard needs Python 3.11 or newer, and {program} is {told}. Install one, or name it:"
        " make PYTHON=python3.12"
    )
    assert sorted(folder.rglob("*")) == before


def test_no_python_at_all_gets_a_sentence(folder):
    ended = make(folder, "run", python="python-of-nobody")

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[0] == (
        "Placecard needs Python 3.11 or newer, and there is no python-of-nobody. Install one, or"
        " name it: make PYTHON=python3.12"
    )


def venv_without_its_python(folder, python="/usr/bin/python-of-last-year"):
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(python)
    (folder / ".venv" / "pyvenv.cfg").write_text("home = /usr/bin\n")
    (folder / ".venv" / "of-the-old-one").touch()
    (folder / INSTALLED).touch()


@pytest.mark.parametrize(
    "python", ["/usr/bin/python-of-last-year", Path(sys.executable).resolve()], ids=["gone", "new"]
)
def test_a_venv_whose_python_an_upgrade_took_is_made_again_at_once_and_once(folder, python):
    venv_without_its_python(folder, python)

    mended = make(folder, INSTALLED)
    again = make(folder, INSTALLED)

    assert (mended.returncode, mended.stderr) == (0, "")
    assert mended.stdout.splitlines() == [
        f"{sys.executable} -m venv --clear .venv",
        "echo would install --requirement requirements/run.txt",
        "would install --requirement requirements/run.txt",
    ]
    assert not (folder / ".venv" / "of-the-old-one").exists()
    assert subprocess.check_output([folder / ".venv/bin/python", "-c", "import pip"]) == b""
    assert again.stdout == f"make: '{INSTALLED}' is up to date.\n"


def test_a_venv_that_is_lost_is_kept_until_there_is_a_python_that_will_do(folder):
    venv_without_its_python(folder)

    ended = make(folder, INSTALLED, python=old_python(folder, (3, 10, 0)))

    assert ended.returncode == 2
    assert (folder / INSTALLED).exists()
