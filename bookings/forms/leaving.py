"""Which waiting lists somebody leaves."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from bookings.forms.choice import held_item
from bookings.models import WaitingPlace


class LeaveForm(forms.Form):
    """The form names each line, so that sending it twice never ends another one."""

    lines = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple(),
        error_messages={
            "required": "Select the waiting lists you want to leave",
            "invalid_choice": "Select waiting lists from this list",
        },
    )

    def __init__(
        self, data: Any = None, *, own: Sequence[WaitingPlace], waiting: Sequence[WaitingPlace]
    ) -> None:
        """`own` are all that they have ever waited in, `waiting` those that are open."""
        super().__init__(data)
        field = cast(forms.MultipleChoiceField, self.fields["lines"])
        field.label = "Which waiting lists do you want to leave?"
        field.choices = [(line.public_id, line.public_id) for line in own]
        self.waiting = waiting

    @property
    def items(self) -> list[dict[str, Any]]:
        """Of a course there is one list alone, so there is nothing to choose."""
        return [held_item(one.session, one.public_id) for one in self.waiting if one.session]
