"""Which passwords an organiser may choose."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from events.models import Organiser

EASY = "Choose a password that is harder to guess"


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "Password must be 12 characters or more"),
        ("123456789012", EASY),
        ("840275913462", EASY),
        ("aaaaaaaaaaaa", EASY),
        ("briefingbriefing", EASY),
        ("ab1ab1ab1ab1a", EASY),
        ("Westshire2026", EASY),
        ("education-events", EASY),
        ("ann.example.1", "Password must not be like your name or email address"),
    ],
)
def test_what_is_easily_guessed_is_refused(password, sentence):
    organiser = Organiser(email="ann.example@westshire.example", full_name="Ann Example")

    with pytest.raises(ValidationError) as refused:
        validate_password(password, organiser)

    assert sentence in refused.value.messages


@pytest.mark.parametrize("password", ["a long enough password", "correct horse battery staple"])
def test_a_few_words_are_good(password):
    assert validate_password(password) is None
