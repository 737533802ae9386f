"""What every form that books places asks: which sessions, and whether a person sends it."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict

from bookings.forms.choice import Choice, item
from bookings.forms.person import SchoolForm, line_field
from bookings.models import School
from events.cards import describe_place
from events.fields import FormUuidField
from events.models import Session
from events.places_left import NOW, PlacesLeft

NOT_KEPT = {"sessions", "csrfmiddlewaretoken", "confirmed", "website", "change", "another"}


class ChoosingForm(SchoolForm):
    """Sessions of one event for people of one school; asked for only where there is a choice."""

    is_asked_why = False
    is_to_wait = False
    which_session = "Which session will you attend?"
    which_sessions = "Which sessions will you attend?"
    no_session = "Select the session you will attend"
    no_place = "You do not have a place."
    no_word = "Enter why you want to come"

    sessions = forms.MultipleChoiceField(required=False)
    word_to_organiser = line_field("Why do you want to come?", 500, named="The reason")
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
        initial: dict[str, Any] | None = None,
        **more: Any,
    ) -> None:
        self.choice, self._left = choice, left
        ticked = {"sessions": [chosen] if chosen else []}
        super().__init__(data, initial=ticked | (initial or {}), **more)
        self._offer_sessions()

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if not self.choice.is_for_all:
            self._need("sessions", self.no_session)
        return answers

    def ask_why(self) -> None:
        """Their school is not meant: what was not said to the organisers is asked for."""
        self.is_asked_why = True
        if "word_to_organiser" in self.data:
            self.add_error("word_to_organiser", self.no_word)

    @property
    def button(self) -> str:
        """What the button says that books."""
        return "Book place"

    @property
    def chosen_session(self) -> str:
        """The public id of the session that is ticked where one is attended, or nothing."""
        chosen = self["sessions"].value()
        return chosen[0] if chosen else ""

    @property
    def kept_answers(self) -> list[tuple[str, str]]:
        """What was typed, as names and values of hidden fields for another try."""
        dropped = NOT_KEPT | ({"word_to_organiser"} if self.is_asked_why else set())
        typed = cast(QueryDict, self.data).lists()
        return [(name, value) for name, values in typed if name not in dropped for value in values]

    @property
    def asks_for_a_session(self) -> bool:
        """Whether there is a choice, or there was one when the form was sent without it."""
        return self.choice.has_to_be_made or "sessions" in self.errors

    @property
    def names_no_session(self) -> bool:
        return not self["sessions"].value()

    @property
    @abstractmethod
    def answers_in_words(self) -> dict[str, str]:
        """What is about to be booked, to be looked at once more."""

    @property
    def summary_rows(self) -> list[dict[str, dict[str, str]]]:
        sessions = "; ".join(describe_place(session) for session in self.chosen_sessions)
        answers = {"Session": sessions, **self.answers_in_words}
        return [
            {"key": {"text": label}, "value": {"text": text}} for label, text in answers.items()
        ]

    @property
    def school_in_words(self) -> str:
        school: School | None = self.cleaned_data["school"]
        typed: str = self.cleaned_data["typed_school"]
        return school.label if school else typed

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
            field.label = self.which_session
            field.widget = OneOfSeveral()
        else:
            field.label = self.which_sessions
            field.widget = forms.CheckboxSelectMultiple()
        field.error_messages["invalid_choice"] = "Select one of these sessions"
        field.choices = [(public_id, public_id) for public_id in self.choice.sessions]


class OneOfSeveral(forms.RadioSelect):
    """Radio buttons over a field that holds a list, so that one and several read the same."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        value = data.get(name)
        return [value] if value else []
