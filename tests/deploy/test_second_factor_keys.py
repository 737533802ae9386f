"""SECOND_FACTOR_KEYS as people write it, and refused in a sentence that shows none of it."""

import base64
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from deploy.second_factor_keys import key_of, new_key, second_factor_keys
from tests.architecture import ROOT

BYTES = b"\xfb\xef\xbe?>" + b"x" * 27
KEY = base64.urlsafe_b64encode(BYTES).decode()


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ([KEY], [KEY]),
        ([base64.b64encode(BYTES).decode()], [KEY]),
        ([f" {KEY} "], [KEY]),
        ([KEY, key_of("old")], [KEY, key_of("old")]),
    ],
)
def test_a_key_is_32_bytes_in_either_base64(typed, keys):
    assert second_factor_keys(typed) == keys


def test_a_new_key_is_one_and_another_each_time():
    keys = [new_key() for _ in range(3)]

    assert second_factor_keys(keys) == keys
    assert len(set(keys)) == 3


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (["hunter2"], 1),
        (["x" * 44], 1),
        ([KEY, ""], 2),
        ([KEY, f"{KEY};{KEY}"], 2),
        ([base64.urlsafe_b64encode(BYTES[:-1]).decode()], 1),
        ([base64.urlsafe_b64encode(BYTES + b"x").decode()], 1),
        (["schlüssel"], 1),
        ([f'"{KEY}"'], 1),
    ],
)
def test_what_is_no_key_is_refused_unseen(typed, number):
    with pytest.raises(ImproperlyConfigured) as refused:
        second_factor_keys(typed)

    sentence, _, how = str(refused.value).partition(" python3 -c ")
    assert sentence == (
        f"Key {number} of SECOND_FACTOR_KEYS is not 32 bytes in base64. Put commas between keys."
    )
    assert how.endswith(" makes one.")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "SECOND_FACTOR_KEYS holds no key."),
        ("hunter2", "Key 1 of SECOND_FACTOR_KEYS is not 32 bytes in base64."),
        (f"{KEY},hunter2", "Key 2 of SECOND_FACTOR_KEYS is not 32 bytes in base64."),
    ],
)
def test_nothing_starts_with_what_is_no_key(value, sentence):
    started = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=os.environ | {"SECOND_FACTOR_KEYS": value},
        capture_output=True,
        text=True,
    )

    assert started.returncode == 1
    assert sentence in started.stderr
    assert "hunter2" not in started.stderr


def test_a_developers_machine_from_before_starts_without_a_key():
    missing = {"SECOND_FACTOR_KEYS", "DATABASE_URL"}
    environment = {key: text for key, text in os.environ.items() if key not in missing}

    started = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment | {"DEBUG": "true"}
    )

    assert started.returncode == 0
