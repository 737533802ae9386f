"""What a person types to book a place or to change their details: shape and words, no rules."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from django import forms

from bookings.attendees import Person
from bookings.choice import Choice
from bookings.models import Attendee, School
from events.cards import describe_place
from events.fields import EmailWords, Words
from events.models import Session
from events.text import many_lines

FULL_NAME = "Enter your full name"
EMAIL = "Enter your work email address"


def _line(label: str, length: int, *, missing: str = "", **attrs: Any) -> Words:
    return Words(label, length, missing=missing, widget=forms.TextInput(attrs=attrs))


class SchoolField(forms.CharField):
    """The public id of an open school, or of one's own even if it has closed; gives the school."""

    own: School | None = None

    def to_python(self, value: Any) -> School | None:  # type: ignore[override]  # not text
        if not value:
            return None
        if self.own is not None and value == self.own.public_id:
            return self.own
        school = School.objects.open().filter(public_id=value).first() if value.isalnum() else None
        if school is None:
            raise forms.ValidationError("Select your school from the list")
        return school

    def validate(self, value: School | None) -> None:
        """Whether a school is needed depends on the box beside it."""

    def run_validators(self, value: School | None) -> None:
        """A school is nothing that text validators could look at."""


class PersonForm(forms.Form):
    """Who comes: the fields that booking and changing details share."""

    full_name = _line("Full name", 200, missing=FULL_NAME, autocomplete="name", spellcheck=False)
    email = EmailWords("Work email address", missing=EMAIL)
    school = SchoolField(label="School", required=False, widget=forms.Select())
    school_not_listed = forms.BooleanField(label="My school is not listed", required=False)
    typed_school = _line("Name of your school or organisation", 200)
    role = _line("Role (optional)", 100, autocomplete="organization-title")
    access_needs = Words(
        "Access needs (optional)",
        1000,
        help_text="For example, step-free access or a hearing loop. "
        "Only the organisers of this event see this.",
        validators=[many_lines],
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        asks_access_needs: bool,
        own_school: School | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(SchoolField, self.fields["school"]).own = own_school
        if not asks_access_needs:
            del self.fields["access_needs"]

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if answers.get("school_not_listed"):
            answers["school"] = None
            self._need("typed_school", "Enter the name of your school or organisation")
        else:
            answers["typed_school"] = ""
            self._need("school", "Select your school, or tick that it is not listed")
        return answers

    def _need(self, name: str, sentence: str) -> None:
        """Say what to do about an answer that is missing here, unless it has an error already."""
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    def person(self) -> Person:
        answers = self.cleaned_data
        names = ("full_name", "email", "school", "typed_school", "role")
        return Person(
            **{name: answers[name] for name in names}, access_needs=answers.get("access_needs", "")
        )


class BookingForm(PersonForm):
    """One attendee's booking; the sessions are asked for only where there is a choice."""

    sessions = forms.MultipleChoiceField(required=False, label="Which session will you attend?")
    booking_for_other = forms.BooleanField(
        label="I am booking for somebody else",
        help_text="The name and email address above are those of the person who comes",
        required=False,
    )
    booked_by_name = _line("Your full name", 200, spellcheck=False)
    booked_by_email = EmailWords("Your email address")
    form_uuid = forms.CharField(required=False, widget=forms.HiddenInput())
    website = forms.CharField(required=False, label="Leave this empty")
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Any = None, *, choice: Choice, chosen: str | None = None) -> None:
        self.choice = choice
        super().__init__(
            data,
            initial={"form_uuid": uuid.uuid4(), "sessions": [chosen] if chosen else []},
            asks_access_needs=choice.is_in_person,
        )
        self._offer_sessions()

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if not self.choice.is_for_all:
            self._need("sessions", "Select the session you will attend")
        if answers.get("booking_for_other"):
            self._need("booked_by_name", "Enter your own full name")
            self._need("booked_by_email", "Enter your own email address")
        else:
            answers["booked_by_name"] = answers["booked_by_email"] = ""
        return answers

    def person(self) -> Person:
        booker = {name: self.cleaned_data[name] for name in ("booked_by_name", "booked_by_email")}
        return replace(super().person(), **booker)

    @property
    def chosen_session(self) -> str:
        """The public id of the session that is ticked where one is attended, or nothing."""
        chosen = self["sessions"].value()
        return chosen[0] if chosen else ""

    @property
    def kept_answers(self) -> list[tuple[str, str]]:
        """What was typed, as names and values of hidden fields for another try."""
        dropped = {"sessions", "csrfmiddlewaretoken", "confirmed", "website", "change"}
        return [(name, value) for name, value in self.data.items() if name not in dropped]

    @property
    def asks_for_a_session(self) -> bool:
        """Whether there is a choice, or there was one when the form was sent without it."""
        return self.choice.has_to_be_made or "sessions" in self.errors

    @property
    def names_no_session(self) -> bool:
        return not self["sessions"].value()

    @property
    def summary_rows(self) -> list[dict[str, dict[str, str]]]:
        """What is about to be booked, to be looked at once more."""
        person = self.person()
        school = person.school.label if person.school else person.typed_school
        sessions = "; ".join(describe_place(session) for session in self.chosen_sessions)
        answers = {"Session": sessions, "Full name": person.full_name, "School": school}
        answers["Work email address"] = person.email
        return [
            {"key": {"text": label}, "value": {"text": text}} for label, text in answers.items()
        ]

    @staticmethod
    def items_for(sessions: Sequence[Session]) -> list[dict[str, str]]:
        """These sessions as radio buttons."""
        return [{"value": s.public_id, "text": describe(s)} for s in sessions]

    @property
    def chosen_sessions(self) -> list[Session]:
        return self.choice.made(self.cleaned_data["sessions"])

    @property
    def submission(self) -> uuid.UUID:
        """The same for each time that this very form is sent."""
        try:
            return uuid.UUID(self.cleaned_data["form_uuid"])
        except ValueError:
            return uuid.uuid4()

    @property
    def looks_automatic(self) -> bool:
        """A person cannot see the field called website, so a person leaves it empty."""
        return bool(self.cleaned_data["website"])

    def _offer_sessions(self) -> None:
        field = cast(forms.MultipleChoiceField, self.fields["sessions"])
        if self.choice.is_for_one:
            field.widget = OneOfSeveral()
        else:
            field.label = "Which sessions will you attend?"
            field.widget = forms.CheckboxSelectMultiple()
        field.error_messages["invalid_choice"] = "Select one of these sessions"
        field.choices = [(public_id, public_id) for public_id in self.choice.sessions]
        field.widget.choices = [
            (session.public_id, describe(session)) for session in self.choice.open_sessions
        ]


class OneOfSeveral(forms.RadioSelect):
    """Radio buttons over a field that holds a list, so that one and several read the same."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        value = data.get(name)
        return [value] if value else []


def describe(session: Session) -> str:
    """A session in one line, to choose it by: when, where and how many places are left."""
    places = session.places_left
    left = "" if places is None else f", {places} place{'' if places == 1 else 's'} left"
    return describe_place(session) + left


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
    }
