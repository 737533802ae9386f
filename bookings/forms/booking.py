"""What a person types to book a place: shape and words, no rules."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from django import forms

from bookings.forms.choice import Choice, item
from bookings.forms.person import PersonForm, line_field
from bookings.lifecycle.attendees import Person
from events.cards import describe_place
from events.fields import EmailField, FormUuidField
from events.models import Session
from events.places_left import NOW, PlacesLeft


class BookingForm(PersonForm):
    """One attendee's booking; the sessions are asked for only where there is a choice."""

    field_order = ("sessions",)  # first on the page
    is_asked_why = False

    sessions = forms.MultipleChoiceField(required=False, label="Which session will you attend?")
    booking_for_other = forms.BooleanField(
        label="I am booking for someone else",
        help_text="Enter their name and email address above. We will send you a copy.",
        required=False,
    )
    booked_by_name = line_field("Your full name", 200, spellcheck=False)
    booked_by_email = EmailField("Your email address")
    word_to_organiser = line_field("Why do you want to come?", 500)
    form_uuid = FormUuidField()
    website = forms.CharField(required=False, label="Leave this empty")
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        data: Any = None,
        *,
        choice: Choice,
        chosen: str | None = None,
        left: PlacesLeft = NOW,
    ) -> None:
        self.choice, self._left = choice, left
        super().__init__(
            data,
            initial={"sessions": [chosen] if chosen else []},
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
        names = ("booked_by_name", "booked_by_email", "word_to_organiser")
        return replace(super().person(), **{name: self.cleaned_data[name] for name in names})

    @property
    def chosen_session(self) -> str:
        """The public id of the session that is ticked where one is attended, or nothing."""
        chosen = self["sessions"].value()
        return chosen[0] if chosen else ""

    def ask_why(self) -> None:
        """Their school is not meant: what was not said to the organisers is asked for."""
        self.is_asked_why = True
        if "word_to_organiser" in self.data:
            self.add_error("word_to_organiser", "Enter why you want to come")

    @property
    def kept_answers(self) -> list[tuple[str, str]]:
        """What was typed, as names and values of hidden fields for another try."""
        dropped = {"sessions", "csrfmiddlewaretoken", "confirmed", "website", "change"}
        dropped |= {"word_to_organiser"} if self.is_asked_why else set()
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

    @property
    def session_items(self) -> list[dict[str, Any]]:
        """What can be booked, as radio buttons or checkboxes."""
        return [item(session, self._left) for session in self.choice.open_sessions]

    @staticmethod
    def items_for(sessions: Sequence[Session]) -> list[dict[str, Any]]:
        """These sessions as radio buttons; the only one is chosen."""
        return [item(session) | {"checked": len(sessions) == 1} for session in sessions]

    @property
    def chosen_sessions(self) -> list[Session]:
        return self.choice.made(self.cleaned_data["sessions"])

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


class OneOfSeveral(forms.RadioSelect):
    """Radio buttons over a field that holds a list, so that one and several read the same."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        value = data.get(name)
        return [value] if value else []
