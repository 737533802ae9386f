"""What organisers answer about an event: what it is, for whom, and whom to ask."""

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
from events.forms.sessions import Answers, BaseSessionForms
from events.models import Audience, Document, Event, Organiser, Team
from events.plans import DocumentPlan
from events.refused_files import NotAccepted

CHOOSE_AGAIN = "You need to choose the file again because the form had errors"
BELOW_SESSIONS = ("attendance", "contact_email", "agenda")  # where the page has them
ATTENDANCE = (
    (Event.Attendance.ONE, "One of the sessions"),
    (Event.Attendance.ANY, "As many sessions as they like"),
    (Event.Attendance.ALL, "Every session"),
)


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

    def is_valid_with(self, sessions: BaseSessionForms) -> bool:
        """Whether all is in order, and several sessions say how many one person can attend."""
        is_valid = self.is_valid() & sessions.is_valid()
        is_answered = self.cleaned_data.get("attendance") or "attendance" in self.errors
        if len(sessions.forms) > 1 and not is_answered:
            self.add_error("attendance", "Select how many sessions one person can attend")
            is_valid = False
        if not is_valid and self.files and "agenda" not in self.errors:
            self.add_error("agenda", CHOOSE_AGAIN)
        return is_valid

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


def as_typed(form: EventForm) -> Answers:
    """What stands in the fields now; a chosen file cannot be shown again."""
    return {name: form[name].value() for name in form.fields if name != "agenda"}
