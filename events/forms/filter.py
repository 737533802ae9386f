"""What visitors ask of the list."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.http import QueryDict

from events.forms.sessions import WHERE
from events.models import Audience


class EventFilter(forms.Form):
    """The filters of the events list; an answer that is no choice filters nothing."""

    audience = forms.ChoiceField(label="Who it is for", required=False)
    where = forms.ChoiceField(
        label="Where it is held", required=False, choices=[("", "Online or in person"), *WHERE[:2]]
    )
    when = forms.ChoiceField(
        label="When it is", required=False, choices=[("", "Coming up"), ("past", "In the past")]
    )

    def __init__(self, data: QueryDict, *, audiences: Iterable[Audience]) -> None:
        super().__init__(data)
        audiences = self._audiences = list(audiences)
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = "Select an answer from the list"
        choices = [(audience.slug, audience.label) for audience in audiences]
        cast(forms.ChoiceField, self.fields["audience"]).choices = [("", "Everyone"), *choices]

    def answer(self, name: str) -> str:
        return "" if name in self.errors else str(self.cleaned_data[name])

    @property
    def is_past(self) -> bool:
        return self.answer("when") == "past"

    @property
    def chosen_audience(self) -> Audience | None:
        """Whose events are shown; None for everybody's."""
        slug = self.answer("audience")
        return next((one for one in self._audiences if one.slug == slug), None)

    @property
    def is_of_all(self) -> bool:
        """Whether a calendar of the list holds everything; what is past is in none."""
        return not (self.answer("audience") or self.answer("where"))
