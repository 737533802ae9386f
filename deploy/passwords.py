"""What a password has to be, in the words of this service."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth import password_validation as django_rules
from django.core.exceptions import ValidationError

WORD = re.compile(r"\w{4,}")


class Long(django_rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Password must be {self.min_length} characters or more"


class Uncommon(django_rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Choose a password that is harder to guess"


class UnlikeTheAccount(django_rules.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "Password must not be like your name or email address"


class HardToGuess:
    """No numbers alone, no one character or word again and again, no name that is on every page."""

    def validate(self, password: str, user: Any = None) -> None:
        if password.isdigit() or _is_repeated(password) or _is_of_the_service(password):
            raise ValidationError("Choose a password that is harder to guess", code="easy")

    def get_help_text(self) -> str:
        return "Not numbers alone, not one word repeated, not the name of the service"


def _is_repeated(password: str) -> bool:
    return re.fullmatch(r"(.{1,8}?)\1+.{0,2}", password, re.IGNORECASE | re.DOTALL) is not None


def _is_of_the_service(password: str) -> bool:
    """Whether little is left of it without the words of the service's and the council's names."""
    left = password.casefold()
    for word in WORD.findall(f"{settings.SERVICE_NAME} {settings.COUNCIL_NAME}".casefold()):
        left = left.replace(word, "")
    return len(left) < len(password) / 2
