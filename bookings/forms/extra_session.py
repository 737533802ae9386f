"""What an organiser answers to open an extra session for those who wait."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from django import forms

from bookings.lifecycle.extra_sessions import proposed_end
from events import dates, drafting, session_times
from events.clock import Clock
from events.fields import ClockField, DateInBoxes
from events.forms.answers import Answers
from events.forms.sessions import NEW_VENUE, SessionForm
from events.models import DATE_TO_BE_CONFIRMED, Venue
from events.plans import SessionPlan
from events.session_times import Times, Unreadable

BOXES = {"opens_on": "until_on", "opens": "until"}
IS_OVER = "Enter a date and time that are still to come"


class ExtraSessionForm(SessionForm):
    """One session with a date and a time, and until when only those who wait can have its places.

    Left out, that is as long as an offer stands.
    """

    public_id = line = None  # type: ignore[assignment]  # it is new, and typed in boxes
    until_on = DateInBoxes(label="Only offer it to people who are waiting until", required=False)
    until = ClockField(
        label="Time",
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )

    def __init__(self, data: Any = None, *, at: datetime, venues: Sequence[Venue]) -> None:
        proposed = proposed_end(DATE_TO_BE_CONFIRMED, at)
        shown = {"until_on": dates.local(proposed), "until": dates.format_time(proposed)}
        super().__init__(data, at=at, venues=venues, initial=shown)
        for name, label in (("starts", "Start time"), ("ends", "End time (optional)")):
            self.fields[name].label = label
        self.fields["starts"].help_text = "For example, 4pm or 9:30am"
        self.fields["held_on"].help_text = f"For example, {_example(at)}"
        self.fields[
            "until_on"
        ].help_text = (
            "After that everyone can book. It is never later than 24 hours before the session"
        )
        self.fields["until_on"].error_messages["invalid"] = (
            f"Enter a real date, like {_example(at)}"
        )
        if venues:
            field = cast(forms.ChoiceField, self.fields["venue"])
            field.choices = [NEW_VENUE, *((venue.public_id, venue.one_line) for venue in venues)]

    def clean(self) -> Answers:
        answers = super().clean()
        self._check_time()
        if answers.keys() >= {"until_on", "until"}:
            self._read_until(answers["until_on"], answers["until"])
        return answers

    def plan(self) -> SessionPlan:
        """Of answers that are in order."""
        return drafting.session_plan({**self.cleaned_data, "public_id": ""})

    @property
    def waiting_first_until(self) -> datetime:
        times: Times = self.cleaned_data["times"]
        chosen: datetime | None = self.cleaned_data["waiting_first_until"]
        return chosen or proposed_end(cast(datetime, times.starts_at), self._at)

    def _check_time(self) -> None:
        """Nobody can be offered a place on a day that is not known."""
        times: Times | None = self.cleaned_data.get("times")
        if times is None:
            return
        if times.starts_at is not None:
            if times.starts_at <= self._at:
                self.add_error("held_on", IS_OVER)
        elif isinstance(self.cleaned_data["held_on"], date):
            self.add_error("starts", "Enter the start time")
        else:
            self.add_error("held_on", "Enter the date with a day, a month and a year")

    def _read_until(self, day: date | None, until: Clock | None) -> None:
        try:
            moment = session_times.opening(day, until)
        except Unreadable as problem:
            box = BOXES[problem.box]
            self.add_error(box, "Enter the date" if box == "until_on" else problem.sentence)
            return
        if moment is not None and moment <= self._at:
            self.add_error("until_on", IS_OVER)
        self.cleaned_data["waiting_first_until"] = moment


def _example(at: datetime) -> str:
    day = dates.example_day(at)
    return f"{day.day} {day.month} {day.year}"
