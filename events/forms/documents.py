"""What organisers say of a document: what it is, who sees it and when; and its file or link."""

from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from events import dates, session_times, uploads
from events.clock import Clock
from events.document_details import DocumentDetails
from events.fields import ClockField, DateInBoxes, LineField, LinkField
from events.forms.answers import Answers
from events.forms.event import CHOOSE_AGAIN
from events.models import Document
from events.plans import DocumentPlan, VersionPlan
from events.refused_files import NotAccepted
from events.session_times import Unreadable

SEEN_BY = (
    (Document.VisibleTo.EVERYBODY, "Everybody"),
    (Document.VisibleTo.BOOKED, "Only people who have booked"),
)
BOXES = {"opens_on": "shown_on", "opens": "shown_time"}
EITHER = "Choose a file or enter a link"
NOT_BOTH = "Choose a file or enter a link, not both"


def read_upload(form: forms.Form, name: str, *, only: str = "") -> tuple[bytes, str]:
    """What was uploaded and its extension; nothing where no file was chosen.

    Raises ValidationError for what is not accepted, and for another kind than `only`.
    """
    file: UploadedFile[Any] | None = form.cleaned_data[name]
    if file is None:
        return b"", ""
    content = file.read(settings.DOCUMENT_SIZE_LIMIT + 1)
    extension = PurePath(file.name or "").suffix.removeprefix(".").lower()
    if only and extension != only:
        raise forms.ValidationError(f"Choose an {only.upper()} file")
    try:
        return uploads.accept(content, extension), extension
    except NotAccepted as refusal:
        raise forms.ValidationError(str(refusal)) from None


class Upload(forms.FileField):
    """A file that may be left out."""

    def __init__(self, label: str, **options: Any) -> None:
        errors = {"empty": "The file is empty"}
        super().__init__(label=label, required=False, error_messages=errors, **options)


class ChoosesFiles(forms.Form):
    """A form with files, which no browser can be shown again."""

    files_of_form: tuple[str, ...] = ()

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or not self.errors:
            return
        for name in self.files_of_form:
            if name in self.fields and name in self.files and name not in self.errors:
                self.add_error(name, CHOOSE_AGAIN)


class VersionForm(ChoosesFiles):
    """A file, or a link to where it is."""

    files_of_form: tuple[str, ...] = ("file",)

    file = Upload("File (optional)")
    link = LinkField("Or a link, for example to a video (optional)", 1000)
    note = LineField(
        "What has changed? (optional)", 500, help_text="For example, Amended: a longer lunch break"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = uploads.hint()

    def clean_file(self) -> tuple[bytes, str]:
        return read_upload(self, "file")

    def clean(self) -> Answers:
        answers = self.cleaned_data
        has_file, link = answers.get("file", (b"", ""))[0], answers.get("link")
        if "file" in self.errors or "link" in self.errors:
            return answers
        if not has_file and not link:
            self.add_error("file", EITHER)
        elif has_file and link:
            self.add_error("file", NOT_BOTH)
        return answers

    def version(self) -> VersionPlan:
        """Of answers that are in order."""
        content, extension = self.cleaned_data["file"]
        return VersionPlan(
            content, extension, self.cleaned_data["link"], self.cleaned_data.get("note", "")
        )


class DetailsForm(ChoosesFiles):
    """What it is, who sees it and when, and how those read it who cannot read the file."""

    files_of_form: tuple[str, ...] = ("accessible_file",)

    title = LineField("Title", 200, missing="Enter a title")
    kind = forms.ChoiceField(
        label="What kind of document is it?",
        choices=Document.Kind.choices,
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Select what kind of document it is",
            "invalid_choice": "Select what kind of document it is from the list",
        },
    )
    stage = forms.ChoiceField(
        label="When is it for?",
        choices=(
            (Document.Stage.BEFORE, "Before the sessions"),
            (Document.Stage.BETWEEN, "Between sessions"),
            (Document.Stage.AFTER, "After the sessions"),
        ),
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Select when it is for",
            "invalid_choice": "Select when it is for from the list",
        },
    )
    visible_to = forms.ChoiceField(
        label="Who can see it?",
        choices=SEEN_BY,
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Select who can see it",
            "invalid_choice": "Select who can see it from the list",
        },
    )
    shown_on = DateInBoxes(label="Show it from (optional)", required=False)
    shown_time = ClockField(label="Time (optional)", required=False)
    accessible_file = Upload("Accessible version, as an ODT file (optional)")
    alternative_link = LinkField("Or a link to an accessible version (optional)", 200)

    def __init__(self, *args: Any, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        day = dates.example_day(at)
        shown_on, example = self.fields["shown_on"], f"{day.day} {day.month} {day.year}"
        shown_on.help_text = f"For example, {example}. Leave blank to show it at once"
        shown_on.error_messages["invalid"] = f"Enter a real date, like {example}"

    def clean_accessible_file(self) -> bytes:
        return read_upload(self, "accessible_file", only="odt")[0]

    def clean(self) -> Answers:
        answers = self.cleaned_data
        if answers.keys() >= {"shown_on", "shown_time"}:
            self._read_moment(answers["shown_on"], answers["shown_time"])
        return answers

    def _read_moment(self, day: date | None, clock: Clock | None) -> None:
        try:
            self.cleaned_data["shown_from"] = session_times.opening(day, clock)
        except Unreadable as problem:
            box = BOXES[problem.box]
            self.add_error(box, "Enter the date" if box == "shown_on" else problem.sentence)

    def details(self) -> DocumentDetails:
        """Of answers that are in order."""
        names = ("title", "kind", "stage", "visible_to", "shown_from", "alternative_link")
        answers = {name: self.cleaned_data[name] for name in names}
        return DocumentDetails(accessible_file=self.cleaned_data["accessible_file"], **answers)


class NewDocumentForm(DetailsForm, VersionForm):
    """Both at once."""

    files_of_form = ("file", "accessible_file")
    field_order = ("title", "kind", "file", "link")
    note = None  # type: ignore[assignment]  # a first version changes nothing

    def clean(self) -> Answers:
        DetailsForm.clean(self)
        return VersionForm.clean(self)

    def plan(self) -> DocumentPlan:
        """Of answers that are in order."""
        details, version = self.details(), self.version()
        return DocumentPlan(
            title=details.title,
            kind=details.kind,
            content=version.content,
            extension=version.extension,
            link=version.link,
            stage=details.stage,
            visible_to=details.visible_to,
            shown_from=details.shown_from,
            accessible_file=details.accessible_file,
            alternative_link=details.alternative_link,
        )


def answers_about(document: Document) -> Answers:
    """What to fill in so that the form says what is said of a document now."""
    names = ("title", "kind", "stage", "visible_to", "alternative_link")
    shown_from = document.shown_from and dates.local(document.shown_from)
    return {
        **{name: getattr(document, name) for name in names},
        "shown_on": shown_from.date() if shown_from else None,
        "shown_time": dates.format_time(shown_from) if shown_from else "",
    }
