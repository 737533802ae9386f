"""What visitors ask of the list, and what organisers answer about an event: shape and words."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from events import clock, dates, uploads
from events.clock import Clock
from events.fields import (
    ClockField,
    DateInBoxes,
    EmailField,
    FormUuidField,
    LineField,
    LinesField,
)
from events.models import Audience, Document, Event, Organiser, Session, Team
from events.plans import DocumentPlan
from events.refused_files import NotAccepted

Answers = dict[str, Any]
MOST_SESSIONS = 20
POSTCODE_LENGTH = 10
BELOW_SESSIONS = ("attendance", "contact_email", "agenda")  # where the page has them
ATTENDANCE = (
    (Event.Attendance.ONE, "One of the sessions"),
    (Event.Attendance.ANY, "As many sessions as they like"),
    (Event.Attendance.ALL, "Every session"),
)
WHERE = (
    (Session.Mode.IN_PERSON, "In person"),
    (Session.Mode.ONLINE, "Online"),
    (Session.Mode.TO_BE_CONFIRMED, "Not known yet"),
)


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
        choices = [(audience.slug, audience.label) for audience in audiences]
        cast(forms.ChoiceField, self.fields["audience"]).choices = [("", "Everybody"), *choices]

    def answer(self, name: str) -> str:
        return "" if name in self.errors else str(self.cleaned_data[name])

    @property
    def is_past(self) -> bool:
        return self.answer("when") == "past"


class EventForm(forms.Form):
    """What is announced, for whom, and whom to ask."""

    team = forms.ModelChoiceField(
        Team.objects.none(),
        label="Team",
        empty_label="Select a team",
        to_field_name="public_id",
        error_messages={
            "required": "Select the team that runs the event",
            "invalid_choice": "Select a team from the list",
        },
    )
    title = LineField("Title", 200, missing="Enter a title")
    body = LinesField(
        "What it is about",
        10_000,
        rows=6,
        missing="Enter what the event is about",
        help_text="Leave a blank line between paragraphs",
    )
    audiences = forms.ModelMultipleChoiceField(
        Audience.objects.none(),
        label="Who it is for",
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple(),
        error_messages={
            "required": "Select who it is for",
            "invalid_choice": "Select who it is for from the list",
        },
    )
    attendance = forms.ChoiceField(
        label="How many sessions does one person attend?",
        help_text="Only if the event has several sessions",
        required=False,
        choices=ATTENDANCE,
        widget=forms.RadioSelect(),
        error_messages={"invalid_choice": "Select how many sessions one person attends"},
    )
    contact_email = EmailField(
        "Email address for questions",
        missing="Enter an email address for questions",
        example="name@example.gov.uk",
    )
    form_uuid = FormUuidField()
    agenda = forms.FileField(
        label="Agenda (optional)",
        required=False,
        error_messages={"empty": "The file is empty"},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        *,
        teams: QuerySet[Team],
        author: Organiser,
        initial: Answers | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial or {"contact_email": author.email})
        cast("forms.ModelChoiceField[Team]", self.fields["team"]).queryset = teams
        audiences = cast("forms.ModelChoiceField[Audience]", self.fields["audiences"])
        audiences.queryset = Audience.objects.in_order()
        self.fields["agenda"].help_text = uploads.hint()
        self.only_team = teams[0] if len(teams) == 1 else None
        if self.only_team:
            del self.fields["team"]

    def clean_agenda(self) -> DocumentPlan | None:
        agenda: UploadedFile[Any] | None = self.cleaned_data["agenda"]
        if agenda is None:
            return None
        content = agenda.read(settings.DOCUMENT_SIZE_LIMIT + 1)
        extension = PurePath(agenda.name or "").suffix.removeprefix(".").lower()
        try:
            content = uploads.accept(content, extension)
        except NotAccepted as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return DocumentPlan("Agenda", Document.Kind.AGENDA, content, extension)

    def is_valid_with(self, sessions: "BaseSessionForms") -> bool:
        """Whether all is in order, and several sessions say how many one person attends."""
        is_valid = self.is_valid() & sessions.is_valid()
        is_answered = self.cleaned_data.get("attendance") or "attendance" in self.errors
        if len(sessions.forms) < 2 or is_answered:
            return is_valid
        self.add_error("attendance", "Select how many sessions one person attends")
        return False

    @property
    def above_sessions(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name not in BELOW_SESSIONS]

    @property
    def below_sessions(self) -> list[forms.BoundField]:
        return [self[name] for name in BELOW_SESSIONS]

    @property
    def chosen_team(self) -> Team:
        team: Team = self.only_team or self.cleaned_data["team"]
        return team


class SessionForm(forms.Form):
    """One session: when, where, and for how many."""

    held_on = DateInBoxes(
        label="Date",
        required=False,
        help_text="For example, 27 3 2026. Leave blank if it is to be confirmed",
    )
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
    join_link = LineField(
        "Link to join (optional)",
        1000,
        help_text="We only send this to people who have booked",
        validators=[URLValidator(["https"], message="Enter a link that starts with https://")],
    )
    capacity = forms.IntegerField(
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
            self.add_error(name, "Enter another time: the clocks go forward over it on that day")
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
        return {"empty_permitted": False}

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


def as_typed(form: EventForm) -> Answers:
    """What stands in the fields now; a chosen file cannot be shown again."""
    return {name: form[name].value() for name in form.fields if name != "agenda"}
