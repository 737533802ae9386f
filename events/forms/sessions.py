"""What organisers answer about the sessions of an event: when, where, and for how many."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms

from events import clock, dates
from events.clock import Clock
from events.fields import (
    ClockField,
    DateInBoxes,
    LineField,
    LinesField,
    LinkField,
    NumberField,
)
from events.models import Session

Answers = dict[str, Any]
MOST_SESSIONS = 20
POSTCODE_LENGTH = 10
WHERE = (
    (Session.Mode.IN_PERSON, "In person"),
    (Session.Mode.ONLINE, "Online"),
    (Session.Mode.TO_BE_CONFIRMED, "Not known yet"),
)


class SessionForm(forms.Form):
    """One session: when, where, and for how many."""

    held_on = DateInBoxes(label="Date", required=False)
    starts = ClockField(
        label="Start time (optional)", required=False, help_text="For example, 4pm or 9:30am"
    )
    ends = ClockField(label="End time (optional)", required=False)
    mode = forms.ChoiceField(
        label="Where is it held?",
        choices=WHERE,
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Select where the session is held",
            "invalid_choice": "Select where the session is held from the list",
        },
    )
    venue_name = LineField("Name of the venue", 200)
    venue_address = LinesField("Address (optional)", 500, rows=3)
    venue_postcode = LineField("Postcode (optional)", POSTCODE_LENGTH)
    join_link = LinkField(
        "Link to join (optional)", 1000, help_text="We only send this to people who have booked"
    )
    capacity = NumberField(
        label="Number of places (optional)",
        help_text="Leave blank if there is no limit",
        required=False,
        min_value=1,
        max_value=100_000,
        error_messages={
            "invalid": "Enter the number of places in digits, like 40",
            "min_value": "Enter 1 place or more",
            "max_value": "Enter 100,000 places or fewer",
        },
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )

    def __init__(self, *args: Any, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        day = dates.example_day(at)
        held_on, example = self.fields["held_on"], f"{day.day} {day.month} {day.year}"
        held_on.help_text = f"For example, {example}. Leave blank if it is to be confirmed"
        held_on.error_messages["invalid"] = f"Enter a real date, like {example}"

    def clean_venue_postcode(self) -> str:
        postcode: str = self.cleaned_data["venue_postcode"].upper()
        if len(postcode) > POSTCODE_LENGTH:  # some letters have capitals of two
            raise forms.ValidationError("Postcode must be 10 characters or fewer")
        return postcode

    def clean(self) -> Answers:
        answers = self.cleaned_data
        answers["starts_at"] = answers["ends_at"] = None
        self._check_that_times_are_whole()
        if answers.get("starts") and answers.get("held_on") and "ends" not in self.errors:
            self._read_times(answers["held_on"], answers["starts"], answers.get("ends"))
        if answers.get("mode") == Session.Mode.IN_PERSON and not answers.get("venue_name"):
            self.add_error("venue_name", "Enter the name of the venue")
        return answers

    def _check_that_times_are_whole(self) -> None:
        answers = self.cleaned_data
        has_time = answers.get("starts") or answers.get("ends")
        if has_time and not answers.get("held_on") and "held_on" not in self.errors:
            self.add_error("held_on", "Enter the date")
        if answers.get("ends") and not answers.get("starts") and "starts" not in self.errors:
            self.add_error("starts", "Enter the start time")

    def _read_times(self, day: date, starts: Clock, ends: Clock | None) -> None:
        """The moments that the two times mean together."""
        try:
            start, end = clock.pair(starts, ends) if ends else (clock.start_alone(starts), None)
        except clock.UnclearHalf:
            self.add_error("starts", "Enter am or pm, like 7am or 7pm")
        except clock.EndsBeforeStart:
            self.add_error("ends", "Enter an end time that is after the start time")
        else:
            self.cleaned_data["starts_at"] = self._moment("starts", day, start)
            if end is not None:
                self.cleaned_data["ends_at"] = self._moment("ends", day, end)

    def _moment(self, name: str, day: date, minutes: int) -> datetime | None:
        """When that is, if London's clocks do not skip it."""
        days, minutes = divmod(minutes, clock.END_OF_DAY)
        day, shown = day + timedelta(days=days), time(*divmod(minutes, 60))
        if dates.is_skipped(day, shown):
            self.add_error(
                name,
                "Enter a different time. The clocks go forward over this one on this day",
            )
            return None
        return dates.london_time(day, shown)


if TYPE_CHECKING:
    SessionFormSet = forms.BaseFormSet[SessionForm]
else:
    SessionFormSet = forms.BaseFormSet


class BaseSessionForms(SessionFormSet):
    """The sessions of one event, at least one, prefixed session-0, session-1 ..."""

    def get_form_kwargs(self, index: int | None) -> Answers:
        """A session without any answer is told so, the second as well as the first."""
        return {**super().get_form_kwargs(index), "empty_permitted": False}

    def as_typed(self, *, another: bool = False, remove: str | None = None) -> list[Answers]:
        """What stands in the fields, with the last session once more or less one of them."""
        typed = [{name: form[name].value() for name in form.fields} for form in self.forms]
        kept = [answers for index, answers in enumerate(typed) if str(index) != remove]
        return [*kept, *kept[-1:]][:MOST_SESSIONS] if another else kept


SessionForms = cast(
    type[BaseSessionForms],
    forms.formset_factory(
        SessionForm,
        formset=BaseSessionForms,
        extra=0,
        min_num=1,
        validate_min=True,
        max_num=MOST_SESSIONS,
        absolute_max=MOST_SESSIONS,
    ),
)
