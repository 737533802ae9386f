"""How an event is booked, as organisers choose: limits, substitutes, reminders; with defaults."""

from typing import Any

from django import forms

from events.fields import NumberField
from events.models import Event
from events.models.event import MOST_PLACES_PER_BOOKING

MOST_WORKING_DAYS = 30
WORKING_DAYS_BEFORE = (
    (1, "1 working day before"),
    *((number, f"{number} working days before") for number in range(2, MOST_WORKING_DAYS + 1)),
)
WELCOME = Event.OutsideAudience.WELCOME.value
BOTH_LINKS = Event.JoinBy.BOTH.value
REMINDERS = {  # a week before, the day before
    "both": (True, True),
    "week": (True, False),
    "day": (False, True),
    "none": (False, False),
}
DEFAULTS: dict[str, Any] = {
    "closes_working_days": 0,
    "substitution_working_days": 0,
    "places_per_booking": MOST_PLACES_PER_BOOKING,
    "outside_audience": WELCOME,
    "reminders": "both",
    "join_by": BOTH_LINKS,
    "shows_waiting_position": False,
}


def choice(name: str, label: str, *choices: tuple[Any, str], wrong: str, **more: Any) -> Any:
    """What may be left out of what is sent, and is the default then."""
    return forms.ChoiceField(
        label=label,
        required=False,
        initial=DEFAULTS[name],
        choices=choices,
        error_messages={"invalid_choice": wrong},
        **more,
    )


class BookingRules(forms.Form):
    closes_working_days = choice(
        "closes_working_days",
        "When does booking close?",
        (0, "At the start of each session"),
        *WORKING_DAYS_BEFORE,
        wrong="Select when booking closes from the list",
    )
    substitution_working_days = choice(
        "substitution_working_days",
        "Until when can someone send a colleague instead?",
        (0, "Until the session starts"),
        *WORKING_DAYS_BEFORE,
        wrong="Select until when someone can send a colleague from the list",
    )
    places_per_school = NumberField(
        label="Most people from one school (optional)",
        help_text="Leave blank if there is no limit",
        required=False,
        min_value=1,
        max_value=1000,
        error_messages={
            "invalid": "Enter the number of people in digits, like 2",
            "min_value": "Enter 1 person or more",
            "max_value": "Enter 1,000 people or fewer",
        },
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    places_per_booking = choice(
        "places_per_booking",
        "How many colleagues can someone book for at once?",
        (1, "1"),
        *((number, str(number)) for number in range(2, MOST_PLACES_PER_BOOKING + 1)),
        wrong="Select how many colleagues someone can book for from the list",
    )
    outside_audience = choice(
        "outside_audience",
        "People from schools the event is not for",
        *Event.OutsideAudience.choices,
        wrong="Select what they can do from the list",
        widget=forms.RadioSelect(),
    )
    reminders = choice(
        "reminders",
        "Reminder emails",
        ("both", "A week before and the day before"),
        ("week", "A week before"),
        ("day", "The day before"),
        ("none", "No reminders"),
        wrong="Select which reminders to send from the list",
    )
    join_by = choice(
        "join_by",
        "Links to join an online session",
        *Event.JoinBy.choices,
        wrong="Select which links to send from the list",
        help_text="Their own link shows you who joined. The meeting’s link is for those whose "
        "network blocks this site, or who join by phone",
        widget=forms.RadioSelect(),
    )
    shows_waiting_position = forms.BooleanField(
        label="Tell people their position in the waiting list",
        required=False,
        initial=DEFAULTS["shows_waiting_position"],
        help_text="If not, we only tell them that they are on it",
    )

    def clean_closes_working_days(self) -> int:
        return self._number("closes_working_days")

    def clean_substitution_working_days(self) -> int:
        return self._number("substitution_working_days")

    def clean_places_per_booking(self) -> int:
        return self._number("places_per_booking")

    def clean_outside_audience(self) -> str:
        return self.cleaned_data["outside_audience"] or WELCOME

    def clean_join_by(self) -> str:
        return self.cleaned_data["join_by"] or BOTH_LINKS

    def clean_reminders(self) -> tuple[bool, bool]:
        return REMINDERS[self.cleaned_data["reminders"] or DEFAULTS["reminders"]]

    def _number(self, name: str) -> int:
        return int(self.cleaned_data[name] or DEFAULTS[name])


def answer_about_reminders(week_before: bool, day_before: bool) -> str:
    return next(key for key, both in REMINDERS.items() if both == (week_before, day_before))
