"""What organisers look for among their events."""

from typing import Any

from django import forms

from bookings.dashboard.listing import Show, Wanted
from bookings.forms.listing import SEARCHED_LENGTH
from bookings.forms.narrowing import NOT_IN_THE_LIST
from events.fields import LineField
from events.folding import folded


class EventsFilter(forms.Form):
    """The filter and the search by title; while one is wrong, all that is to come is shown."""

    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=Show.choices,
        error_messages={"invalid_choice": NOT_IN_THE_LIST},
    )
    q = LineField(
        "Search by title",
        SEARCHED_LENGTH,
        named="What you search for",
        widget=forms.TextInput(attrs={"class": "govuk-!-width-two-thirds"}),
    )

    def wanted(self) -> Wanted:
        if not self.is_valid():
            return Wanted()
        answers: dict[str, Any] = self.cleaned_data
        return Wanted(answers["show"] or Show.COMING, tuple(folded(answers["q"]).split()))
