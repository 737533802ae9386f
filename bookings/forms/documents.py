"""A new version of a document, and whether those who have booked are told of it."""

from typing import Any, cast

from django import forms

from events.forms.documents import VersionForm

YES, NO = "yes", "no"


class ReplaceForm(VersionForm):
    """Asks only where `people`, the number of those who have booked, is not 0."""

    tell = forms.ChoiceField(
        choices=((YES, "Yes, send them an email"), (NO, "No")),
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Select whether to tell the people who have booked",
            "invalid_choice": "Select yes or no",
        },
    )

    def __init__(self, *args: Any, people: int, **options: Any) -> None:
        super().__init__(*args, **options)
        if not people:
            del self.fields["tell"]
            return
        who = "the person" if people == 1 else f"the {people:,} people"
        has = "has" if people == 1 else "have"
        cast(forms.ChoiceField, self.fields["tell"]).label = f"Tell {who} who {has} booked?"

    @property
    def tells(self) -> bool:
        """Of answers that are in order; whoever books meanwhile is not told."""
        return self.cleaned_data.get("tell") == YES
