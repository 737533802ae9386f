"""The fields by which lists of who is coming, and messages to them, are narrowed to some."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms

NOT_IN_THE_LIST = "Select an answer from the list"
WITH_NEEDS, UNDELIVERED = "needs", "undelivered"


def choice(label: str, choices: Sequence[tuple[str, str]], *, every: str = "") -> Any:
    """One of several in a box; `every` is what the box says where nothing is asked for."""
    offered = [("", every), *choices] if every else choices
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=offered,
        error_messages={"invalid_choice": NOT_IN_THE_LIST},
    )


def only(label: str, *, undelivered: str) -> forms.MultipleChoiceField:
    """Those with access needs, those whom an email did not reach, or who are both."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        choices=[(WITH_NEEDS, "Access needs"), (UNDELIVERED, undelivered)],
        error_messages={"invalid_choice": NOT_IN_THE_LIST},
    )


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """These besides what a field offers already."""
    field = cast(forms.ChoiceField, form.fields[name])
    field.choices = [*cast(Any, field.choices), *choices]
