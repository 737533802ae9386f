"""Which emails an organiser wants."""

from typing import Any

from django import forms

YES, NO = "yes", "no"


class EmailSettingsForm(forms.Form):
    digest = forms.ChoiceField(
        label="Send me a summary each weekday morning",
        help_text="New bookings, cancellations and what needs attention. "
        "Nothing is sent when there is no news.",
        choices=[(YES, "Yes"), (NO, "No")],
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Select yes if you want a summary each weekday morning",
            "invalid_choice": "Select yes if you want a summary each weekday morning",
        },
    )

    def __init__(self, data: Any = None, *, wants_digest: bool) -> None:
        super().__init__(data, initial={"digest": YES if wants_digest else NO})

    @property
    def wants_digest(self) -> bool:
        return bool(self.cleaned_data["digest"] == YES)
