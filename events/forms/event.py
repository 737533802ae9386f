"""What organisers answer about an event: what it is, for whom, and whom to ask."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from events import uploads
from events.fields import EmailField, FormUuidField, LineField, LinesField
from events.forms.answers import Answers
from events.forms.more_details import MoreDetails
from events.forms.sessions import BaseSessionForms
from events.models import Audience, Document, Event, Organiser, Team
from events.plans import DocumentPlan
from events.refused_files import NotAccepted

CHOOSE_AGAIN = "You need to choose the file again because the form had errors"
ABOVE_SESSIONS = ("team", "title", "body", "audiences")  # in the order of the page
BELOW_SESSIONS = ("lines", "attendance", "contact_email", "agenda")
ONLY_OF_NEW = ("team", "form_uuid", "agenda")  # what is not asked of an event that exists
ATTENDANCE = (
    (Event.Attendance.ONE, "One of the sessions"),
    (Event.Attendance.ANY, "As many sessions as they like"),
    (Event.Attendance.ALL, "Every session"),
)


class EventForm(MoreDetails):
    """What is announced, for whom, and whom to ask: of a new event, or of `event` again.

    `attendance_note` says why attendance, where it is fixed, can no longer change; `lines_note`,
    why some pasted lines were left.
    """

    field_order = (*ABOVE_SESSIONS, *BELOW_SESSIONS)
    attendance_note = ""
    lines_note = ""

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
        required=False,  # another audience will do
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": "Select who it is for from the list"},
    )
    lines = LinesField(
        "Sessions, each on a line (optional)",
        10_000,
        rows=6,
        help_text="For example, Tue 14 Jun 9.30am to 12.30pm Ashby Hall 60 places",
    )
    attendance = forms.ChoiceField(
        label="How many sessions can one person attend?",
        help_text="Only if the event has several sessions",
        required=False,
        choices=ATTENDANCE,
        widget=forms.RadioSelect(),
        error_messages={"invalid_choice": "Select how many sessions one person can attend"},
    )
    contact_email = EmailField(
        "Email address for questions",
        missing="Enter an email address for questions",
        example="name@example.gov.uk",
        autocomplete="off",
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
        event: Event | None = None,
        attendance_is_fixed: bool = False,
        initial: Answers | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial or {"contact_email": author.email})
        self.event = event
        self._made_of: Answers = {"teams": teams, "author": author, "event": event}
        self._made_of["attendance_is_fixed"] = attendance_is_fixed
        cast("forms.ModelChoiceField[Team]", self.fields["team"]).queryset = teams
        audiences = cast("forms.ModelChoiceField[Audience]", self.fields["audiences"])
        audiences.queryset = Audience.objects.in_order()
        self.fields["agenda"].help_text = uploads.hint()
        self.only_team = event.team if event else (teams[0] if len(teams) == 1 else None)
        left_out = {"team"} if self.only_team else set()
        left_out |= {*ONLY_OF_NEW} if event else set()
        left_out |= {"attendance"} if attendance_is_fixed else set()
        for name in left_out:
            del self.fields[name]

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

    def clean_lines(self) -> str:
        """Lines that are no sessions yet are not forgotten."""
        if self.cleaned_data["lines"]:
            raise forms.ValidationError("Select “Fill in the sessions”, or remove these lines")
        return ""

    def clean(self) -> Answers:
        answers = super().clean()
        has_audience = answers.get("audiences") or answers.get("other_audience")
        if not has_audience and "audiences" not in self.errors:
            self.add_error("audiences", "Select who it is for")
        return answers

    def is_valid_with(self, sessions: BaseSessionForms) -> bool:
        """Whether all is in order, and several sessions say how many one person can attend."""
        is_valid = self.is_valid() & sessions.is_valid()
        if len(sessions.forms) > 1 and self._has_no_attendance():
            self.add_error("attendance", "Select how many sessions one person can attend")
            is_valid = False
        if not is_valid and self.files and "agenda" in self.fields and "agenda" not in self.errors:
            self.add_error("agenda", CHOOSE_AGAIN)
        return is_valid

    def _has_no_attendance(self) -> bool:
        is_answered = self.cleaned_data.get("attendance") or "attendance" in self.errors
        return "attendance" in self.fields and not is_answered

    def shown_again(self, *, lines: str) -> "EventForm":
        """With what stands in the fields now; a chosen file cannot be shown again."""
        typed = {name: self[name].value() for name in self.fields if name != "agenda"}
        shown = EventForm(**self._made_of, initial=typed | {"lines": lines})
        shown.attendance_note = self.attendance_note
        return shown

    @property
    def above_sessions(self) -> list[forms.BoundField]:
        return self._fields_of(ABOVE_SESSIONS)

    @property
    def below_sessions(self) -> list[forms.BoundField]:
        return [*self._fields_of(BELOW_SESSIONS), *self.more]

    def _fields_of(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def has_more(self) -> bool:
        """Whether there is something to see, or to mend, among the details that most leave out."""
        return any(self.says_more(bound.name) for bound in self.more)

    def says_more(self, name: str) -> bool:
        is_the_teams = (
            name == "contact_name"
            and self.only_team is not None
            and self[name].value() == self.only_team.name
        )
        return super().says_more(name) and not is_the_teams

    @property
    def chosen_team(self) -> Team:
        team: Team = self.only_team or self.cleaned_data["team"]
        return team
