"""What organisers ask of the list of who is coming."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict

from bookings.listing import Wanted
from bookings.models.booking import STATES_SHOWN
from events.cards import describe_place
from events.fields import LineField
from events.models import Session

SEARCHED_LENGTH = 100
NOT_IN_THE_LIST = "Select an answer from the list"
WITH_NEEDS, UNDELIVERED = "needs", "undelivered"


class BookingsFilter(forms.Form):
    """The search and the filters of the list; while one is wrong, everybody is shown."""

    q = LineField(
        "Search",
        SEARCHED_LENGTH,
        named="What you search for",
        help_text="By name, school, email address or reference",
        widget=forms.TextInput(attrs={"class": "govuk-!-width-one-half"}),
    )
    session = forms.ChoiceField(label="Session", required=False)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Every state"), *STATES_SHOWN]
    )
    only = forms.MultipleChoiceField(
        label="Show only",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        choices=[(WITH_NEEDS, "Access needs"), (UNDELIVERED, "Email not delivered")],
    )

    def __init__(self, data: QueryDict, *, sessions: Iterable[Session]) -> None:
        super().__init__(data)
        choices = [(session.public_id, describe_place(session)) for session in sessions]
        cast(forms.ChoiceField, self.fields["session"]).choices = [("", "Every session"), *choices]
        for name in ("session", "state", "only"):
            self.fields[name].error_messages["invalid_choice"] = NOT_IN_THE_LIST

    def wanted(self) -> Wanted:
        if not self.is_valid():
            return Wanted()
        answers: dict[str, Any] = self.cleaned_data
        return Wanted(
            words=tuple(answers["q"].split()),
            session=answers["session"],
            state=answers["state"],
            with_needs=WITH_NEEDS in answers["only"],
            undelivered=UNDELIVERED in answers["only"],
        )
