"""What organisers type to offer somebody a place, remove them from a list or move them in it."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from bookings.forms.on_behalf import REASON_LENGTH, ActForm
from bookings.models import WaitingPlace
from events.fields import LineField

TO_THE_END = "end"


class OfferForm(ActForm):
    """Nothing but what is done knowingly: an offer that nobody is told of is none."""

    quietly = None  # type: ignore[assignment]  # not asked


class RemoveFromListForm(ActForm):
    reason = LineField(
        "Reason for removing them (optional)",
        REASON_LENGTH,
        help_text="We will include this in the email",
    )
    field_order = ("reason",)


class MoveInListForm(OfferForm):
    """Before whom somebody comes now, or that they come last, and why."""

    to = forms.ChoiceField(
        label="Where do you want to move them?",
        error_messages={
            "required": "Select where you want to move them",
            "invalid_choice": "Select a place from the list",
        },
    )
    reason = LineField(
        "Reason for changing the order",
        REASON_LENGTH,
        missing="Enter a reason for changing the order",
        help_text="Only organisers can see this",
    )

    def __init__(self, data: Any = None, *, others: Iterable[WaitingPlace]) -> None:
        super().__init__(data)
        before = [
            (line.public_id, f"Before {number:,}. {_named(line)}")
            for number, line in enumerate(others, 1)
        ]
        field = cast(forms.ChoiceField, self.fields["to"])
        field.choices = [("", "Select where"), *before, (TO_THE_END, "To the end of the list")]

    @property
    def before(self) -> str:
        """The public id of the line that comes next; empty at the end."""
        return str(self.cleaned_data["to"]).removeprefix(TO_THE_END)


def _named(line: WaitingPlace) -> str:
    return ", ".join(filter(None, [line.attendee.full_name, line.attendee.school_label]))
