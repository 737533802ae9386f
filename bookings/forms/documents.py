"""A new version of a document, and whether those who have booked are told of it."""

from dataclasses import replace
from typing import Any, cast

from django import forms

from events.forms.documents import Upload, VersionForm, read_upload
from events.plans import VersionPlan

YES, NO = "yes", "no"


class ReplaceForm(VersionForm):
    """Asks only where `people`, the number of those who have booked, is not 0."""

    files_of_form = ("file", "accessible_file")
    accessible_file = Upload("Accessible version of the new file, as an ODT file (optional)")
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

    def clean_accessible_file(self) -> bytes:
        return read_upload(self, "accessible_file", only="odt")[0]

    def version(self) -> VersionPlan:
        return replace(super().version(), accessible_file=self.cleaned_data["accessible_file"])

    @property
    def tells(self) -> bool:
        """Of answers that are in order; whoever books meanwhile is not told."""
        return self.cleaned_data.get("tell") == YES
