"""Every setting is told in deploy/env.example, and the first start's settings are good ones."""

import os
import re
import subprocess
import sys

import environ
import pytest

from deploy.second_factor_keys import second_factor_keys
from tests.architecture import ROOT
from tests.environment import ENV_EXAMPLE

NAMED = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)
READ = re.compile(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"')


def test_every_setting_is_told_in_the_example():
    sources = [ROOT / "deploy" / name for name in ("settings.py", "identity_provider.py")]
    read = {name for source in sources for name in READ.findall(source.read_text())}

    assert read == set(NAMED.findall(ENV_EXAMPLE.read_text()))


def test_every_setting_of_the_example_has_a_sentence():
    for block in ENV_EXAMPLE.read_text().split("\n\n"):
        assert block.startswith("# "), block


def first_settings() -> str:
    return subprocess.run(
        [sys.executable, "-m", "deploy.initial_env"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_the_first_settings_are_a_developers_with_a_secret_of_their_own(tmp_path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text(first_settings())
    for name in ["DEBUG", "SECRET_KEY", "SECOND_FACTOR_KEYS", "MAIL"]:
        monkeypatch.delenv(name, raising=False)

    environ.Env.read_env(file)

    env = environ.Env()
    assert (env.bool("DEBUG"), env("MAIL")) == (True, "files")
    assert len(env("SECRET_KEY")) > 50
    assert second_factor_keys([env("SECOND_FACTOR_KEYS")]) == [env("SECOND_FACTOR_KEYS")]


def test_no_two_first_settings_share_a_secret():
    one, another = (set(first_settings().splitlines()) for _ in range(2))

    assert sorted(line.partition("=")[0] for line in one - another) == [
        "SECOND_FACTOR_KEYS",
        "SECRET_KEY",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "SECRET_KEY",
        "SECOND_FACTOR_KEYS",
        "SITE_ADDRESS",
        "MAIL",
        "COUNCIL_NAME",
        "CONTACT_EMAIL",
        "CONTACT_TELEPHONE",
    ],
)
def test_for_real_a_setting_that_is_missing_is_named(name):
    environment = {key: value for key, value in os.environ.items() if key != name}

    started = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert started.returncode == 1
    assert f"Set the {name} environment variable" in started.stderr
