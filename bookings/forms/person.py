"""What a person says of themselves, to book a place or to change their details."""

from typing import Any, cast

from django import forms

from bookings.lifecycle.attendees import Person
from bookings.models import Attendee, School
from bookings.questions import ready_made
from events.fields import EmailField, LineField, LinesField
from events.text_cleaning import on_one_line
from events.text_validators import WithoutAddress, one_line

FULL_NAME = "Enter your full name"
EMAIL = "Enter your work email address"


def ask_of_others(field: forms.Field) -> None:
    """Say below it with whose link it can be read, where that is not who answers."""
    hint = str(field.help_text)
    field.help_text = hint.replace(ready_made.WHO_SEES_OWN, ready_made.WHO_SEES_THEIRS)


def offer_nothing_of_ones_own(form: forms.Form, *names: str) -> None:
    """Browsers fill in whose they are; these fields are about somebody else."""
    for name in names:
        form.fields[name].widget.attrs["autocomplete"] = "off"


def line_field(
    label: str, length: int, *, missing: str = "", named: str = "", **attrs: Any
) -> LineField:
    """Text that goes into mails, so that nobody can have an address of their own sent to others."""
    named = named or label.removesuffix(" (optional)")
    return LineField(
        label,
        length,
        missing=missing,
        named=named,
        validators=[one_line, WithoutAddress(named)],
        widget=forms.TextInput(attrs=attrs),
    )


class SchoolField(forms.CharField):
    """The public id of an open school, or of one's own even if it has closed; gives the school."""

    own: School | None = None
    not_found = "Select your school from the list"

    def to_python(self, value: Any) -> School | None:  # type: ignore[override]  # not text
        if not value:
            return None
        if self.own is not None and value == self.own.public_id:
            return self.own
        found = School.objects.named().filter(public_id=value)[:1] if value.isalnum() else ()
        school = next(iter(found), None)
        if school is None or not school.is_open:
            raise forms.ValidationError(self.not_found)
        return school

    def validate(self, value: School | None) -> None:
        """Whether a school is needed depends on the box beside it."""

    def run_validators(self, value: School | None) -> None:
        """A school is nothing that text validators could look at."""


class SchoolForm(forms.Form):
    """Which school people are of: one of the list, or the name of another organisation."""

    school = SchoolField(label="School", required=False, widget=forms.Select())
    school_not_listed = forms.BooleanField(
        label="My school is not listed",
        help_text="Also tick this if you work for a trust or another organisation",
        required=False,
    )
    typed_school = line_field("Name of your school or organisation", 200)

    def __init__(
        self,
        *args: Any,
        own_school: School | None = None,
        is_of_others: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_of_others = is_of_others
        self._whose = "the" if is_of_others else "your"
        cast(SchoolField, self.fields["school"]).own = own_school
        if is_of_others:
            self._ask_of_others()

    def _ask_of_others(self) -> None:
        """Whoever answers is not the one that it is about."""
        cast(SchoolField, self.fields["school"]).not_found = "Select the school from the list"
        box = self.fields["school_not_listed"]
        box.label = "The school is not listed"
        box.help_text = "Also tick this if they work for a trust or another organisation"
        self.fields["typed_school"].label = "Name of the school or organisation"

    @property
    def whose_school(self) -> str:
        return f"{self._whose} school"

    @property
    def typed_in_school_box(self) -> str:
        """What was typed to find a school, whether or not one was chosen."""
        return on_one_line(self.data.get("school_search", ""))[:200]

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if answers.get("school_not_listed"):
            answers["school"] = None
            self._need("typed_school", f"Enter the name of {self.whose_school} or organisation")
        else:
            answers["typed_school"] = ""
            self._need("school", f"Select {self.whose_school}, or tick that it is not listed")
        return answers

    def _need(self, name: str, sentence: str) -> None:
        """Say what to do about an answer that is missing here, unless it has an error already."""
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)


class PersonForm(SchoolForm):
    """Who comes: the fields that booking and changing details share.

    What is known already and not asked for, as access needs, stays as it is.
    """

    field_order: tuple[str, ...] = (  # on the page; what is not named comes after these
        *("full_name", "email", "school", "school_not_listed", "typed_school"),
        *("role", "access_needs"),
    )

    full_name = line_field(
        "Full name", 200, missing=FULL_NAME, autocomplete="name", spellcheck=False
    )
    email = EmailField("Work email address", missing=EMAIL)
    role = line_field("Role (optional)", 100, autocomplete="organization-title")
    access_needs = LinesField(
        "Access needs (optional)",
        1000,
        rows=3,
        help_text=f"For example, step-free access or a hearing loop. {ready_made.WHO_SEES_OWN}",
    )

    def __init__(self, *args: Any, asks_access_needs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_access_needs:
            del self.fields["access_needs"]

    def _ask_of_others(self) -> None:
        super()._ask_of_others()
        ask_of_others(self.fields["access_needs"])
        self.fields["full_name"].error_messages["required"] = "Enter their full name"
        self.fields["email"].error_messages["required"] = "Enter their work email address"
        offer_nothing_of_ones_own(self, "full_name", "email", "role")

    def person(self) -> Person:
        answers = self.cleaned_data
        names = ("full_name", "email", "school", "typed_school", "role")
        return Person(
            **{name: answers[name] for name in names},
            access_needs=answers.get("access_needs", self.initial.get("access_needs", "")),
            dietary_needs=self.initial.get("dietary_needs", ""),
            answers=self.initial.get("answers", {}),
        )


def details_of(attendee: Attendee) -> dict[str, Any]:
    """An attendee's details as the initial answers of a PersonForm."""
    return {
        "full_name": attendee.full_name,
        "email": attendee.email,
        "school": attendee.school.public_id if attendee.school else "",
        "school_not_listed": not attendee.school,
        "typed_school": attendee.typed_school,
        "role": attendee.role,
        "access_needs": attendee.access_needs,
        "dietary_needs": attendee.dietary_needs,
        "answers": attendee.answers,
    }


def school_of(attendee: Attendee | None) -> dict[str, Any]:
    """What to make a SchoolForm of so that it names this attendee's school, if there is one."""
    if attendee is None:
        return {}
    known = details_of(attendee)
    names = ("school", "school_not_listed", "typed_school")
    return {"initial": {name: known[name] for name in names}, "own_school": attendee.school}
