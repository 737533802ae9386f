"""Whom somebody sends instead of themselves, and whom somebody books for."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms

from bookings.forms.choosing import ChoosingForm
from bookings.forms.person import line_field
from bookings.lifecycle.attendees import Person
from bookings.lifecycle.colleagues import BookedBy
from bookings.models import Attendee
from events.email_addresses import email_key
from events.fields import EmailField

SHOWN_AT_FIRST = 3


class SubstituteForm(forms.Form):
    """The colleague who attends instead."""

    full_name = line_field(
        "Their full name", 200, missing="Enter their full name", spellcheck=False
    )
    email = EmailField(
        "Their work email address", missing="Enter their work email address", autocomplete="off"
    )
    reason = line_field("Reason (optional)", 300)
    reason.help_text = "We include it in the email to your colleague"

    def __init__(self, data: Any = None, *, attendee: Attendee) -> None:
        super().__init__(data)
        self._attendee = attendee

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email_key(email) == self._attendee.email_key:
            raise forms.ValidationError("Enter the email address of someone else")
        return email


class ColleagueForm(forms.Form):
    """One of several colleagues; a form that is left blank is nobody."""

    use_required_attribute = False

    full_name = line_field("Full name", 200, spellcheck=False)
    email = EmailField("Work email address", autocomplete="off")

    def __init__(self, data: Any = None, *, number: int, initial: Any = None) -> None:
        super().__init__(data, prefix=f"colleague-{number}", initial=initial)
        self._named = f"Colleague {number + 1}"

    def add_error(self, field: Any, error: Any) -> None:
        """The list of errors says of whom each is."""
        said = forms.ValidationError(error).messages
        named = [f"{self._named}: {text[0].lower()}{text[1:]}" for text in said]
        super().add_error(field, forms.ValidationError(named))

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if answers.get("email") and not answers.get("full_name", "x"):
            self.add_error("full_name", "Enter their full name")
        if answers.get("full_name") and not answers.get("email", "x"):
            self.add_error("email", "Enter their work email address")
        return answers

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.values())


class ColleaguesForm(ChoosingForm):
    """A booking for several people of one school; `by` is known where a link says who books.

    `rows` are the initial answers about each of them, in a form that is not sent.
    """

    field_order = ("booked_by_name", "booked_by_email", "sessions")
    which_session = "Which session will they attend?"
    which_sessions = "Which sessions will they attend?"
    no_session = "Select the session they will attend"
    no_place = "Nothing has been booked."
    no_word = "Enter why they want to come"

    booked_by_name = line_field("Your full name", 200, missing="Enter your full name")
    booked_by_email = EmailField("Your work email address", missing="Enter your work email address")
    rows = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        data: Any = None,
        *,
        by: BookedBy | None = None,
        rows: Sequence[dict[str, Any]] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(data, is_of_others=True, **more)
        self._by, self._rows = by, rows
        if by is not None:
            del self.fields["booked_by_name"], self.fields["booked_by_email"]
        self.fields["word_to_organiser"].label = "Why do they want to come?"

    @property
    def button(self) -> str:
        return "Book place" if self.most == 1 else "Book places"

    @property
    def most(self) -> int:
        return self.choice.event.places_per_booking

    @cached_property
    def colleagues(self) -> list[ColleagueForm]:
        """As many as were shown."""
        shown = min(SHOWN_AT_FIRST, self.most)
        if not self.is_bound:
            rows = self._rows or [{}] * shown
            return [ColleagueForm(number=n, initial=row) for n, row in enumerate(rows)]
        typed = self.data.get("rows", "")
        number = int(typed) if typed.isdecimal() and len(typed) < 3 else shown
        number = min(max(number, 1), self.most)
        return [ColleagueForm(self.data, number=n) for n in range(number)]

    @property
    def wants_another(self) -> bool:
        """Whether a form for one more was asked for, and nothing else."""
        return "another" in self.data

    def with_another(self) -> "ColleaguesForm":
        """What was typed, with one form more, and nothing found wrong yet."""
        typed = {name: self[name].value() for name in self.fields}
        rows = [{name: one[name].value() for name in one.fields} for one in self.colleagues]
        rows = [*rows, {}][: self.most]
        return ColleaguesForm(choice=self.choice, by=self._by, initial=typed, rows=rows)

    def is_valid(self) -> bool:
        """With everybody of it: at least one, and nobody twice."""
        is_valid = super().is_valid()
        if self.is_bound and not any(colleague.errors for colleague in self.colleagues):
            self._check_colleagues()
        return is_valid and not any(colleague.errors for colleague in self.colleagues)

    def _check_colleagues(self) -> None:
        seen = set()
        for colleague in self.named:
            key = email_key(colleague.cleaned_data["email"])
            if key in seen:
                colleague.add_error("email", "Enter a different email address for each person")
            seen.add(key)
        if not self.named:
            self.colleagues[0].add_error("full_name", "Enter the name of at least one colleague")

    @property
    def named(self) -> list[ColleagueForm]:
        return [one for one in self.colleagues if not one.is_blank]

    def people(self) -> list[Person]:
        answers = self.cleaned_data
        school, typed_school = answers["school"], answers["typed_school"]
        word = answers["word_to_organiser"]
        return [
            Person(
                **colleague.cleaned_data,
                school=school,
                typed_school=typed_school,
                word_to_organiser=word,
            )
            for colleague in self.named
        ]

    def booked_by(self) -> BookedBy:
        if self._by is not None:
            return self._by
        answers = self.cleaned_data
        return BookedBy(name=answers["booked_by_name"], email=answers["booked_by_email"])

    @property
    def answers_in_words(self) -> dict[str, str]:
        people = [one.cleaned_data for one in self.named]
        told = [f"{person['full_name']}, {person['email']}" for person in people]
        numbered = {f"Colleague {number}": one for number, one in enumerate(told, 1)}
        return {**numbered, "School": self.school_in_words}
