"""What organisers type to act for somebody: book, move, cancel, undo, correct, note."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from django import forms

from bookings.forms.answering import AnsweringForm
from bookings.forms.booking import BookingForm
from bookings.forms.choice import Choice, held_item, item
from bookings.forms.person import offer_nothing_of_ones_own
from bookings.lifecycle import steps
from bookings.lifecycle.on_behalf import Known
from bookings.models import Booking
from events.fields import LineField, LinesField
from events.models import Event, Session

NOTE_LENGTH = 2000
REASON_LENGTH = 500


class OrganisersChoice(Choice):
    """Every session that is not over or cancelled: full ones too, and whenever booking closes."""

    def __init__(self, event: Event, sessions: Iterable[Session], at: datetime) -> None:
        super().__init__(event, sessions, at)
        offered = self.sessions.values()
        self.open_sessions = [one for one in offered if steps.why_over(one, at) is None]
        self.full_sessions = []

    @property
    def without_choosing(self) -> list[Session]:
        """Of a course what is still to come."""
        return self.open_sessions if self.is_for_all else super().without_choosing


class ActForm(forms.Form):
    """Whether the attendee is told, and what the organiser does knowingly."""

    change = forms.BooleanField(required=False, widget=forms.HiddenInput)
    quietly = forms.BooleanField(label="Do not email them about this", required=False)
    knowing = forms.MultipleChoiceField(
        choices=[(known, known) for known in Known],
        required=False,
        widget=forms.MultipleHiddenInput,
    )

    @property
    def is_ready(self) -> bool:
        """Whether it is in order, and not to be changed first."""
        return self.is_valid() and not self.cleaned_data["change"]

    @property
    def kept_answers(self) -> list[tuple[str, str]]:
        """What was typed, as names and values of hidden fields for another try."""
        left_out = ("csrfmiddlewaretoken", "change")
        lists = self.data.lists()  # type: ignore[attr-defined]  # a QueryDict
        return [(name, one) for name, values in lists for one in values if name not in left_out]


class BookOnBehalfForm(ActForm, BookingForm):
    """The form of attendees, about somebody else, at any session that is not over.

    Whoever calls need not answer the event's questions: they can by their own link.
    """

    requires_answers = False
    which_session = "Which session will they attend?"
    which_sessions = "Which sessions will they attend?"
    no_session = "Select the session they will attend"

    def __init__(self, data: Any = None, *, choice: OrganisersChoice, **more: Any) -> None:
        super().__init__(data, choice=choice, is_of_others=True, **more)
        other = self.fields["booking_for_other"]
        other.label = "Someone else is booking for them"
        other.help_text = "We will send a copy to whoever is booking"
        self.fields["booked_by_name"].label = "Full name of whoever is booking"
        self.fields["booked_by_email"].label = "Email address of whoever is booking"
        offer_nothing_of_ones_own(self, "booked_by_name", "booked_by_email")

    def _need(self, name: str, sentence: str) -> None:
        super()._need(name, NEEDED.get(name, sentence))


NEEDED = {
    "booked_by_name": "Enter the full name of whoever is booking",
    "booked_by_email": "Enter the email address of whoever is booking",
}


class MoveOnBehalfForm(ActForm):
    """Which other session somebody attends instead of one."""

    session = forms.ChoiceField(
        label="Which session will they attend instead?",
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Select the session they will attend",
            "invalid_choice": "Select one of these sessions",
        },
    )
    field_order = ("session",)

    def __init__(
        self, data: Any = None, *, choice: OrganisersChoice, held: Collection[Session]
    ) -> None:
        super().__init__(data)
        self._sessions = choice.sessions
        offered = [one for one in choice.open_sessions if one not in held]
        field = cast(forms.ChoiceField, self.fields["session"])
        field.choices = [(public_id, public_id) for public_id in choice.sessions]
        self.items = [item(session) for session in offered]

    @property
    def chosen(self) -> Session:
        return self._sessions[self.cleaned_data["session"]]


class CancelOnBehalfForm(ActForm):
    """Which places of somebody are cancelled, and why."""

    places = forms.MultipleChoiceField(
        label="Which places do you want to cancel?",
        widget=forms.CheckboxSelectMultiple(),
        error_messages={
            "required": "Select the places you want to cancel",
            "invalid_choice": "Select places from this list",
        },
    )
    reason = LineField(
        "Reason for cancelling",
        REASON_LENGTH,
        missing="Enter a reason for cancelling",
        help_text="We will include this in the email",
    )
    field_order = ("places", "reason")

    def __init__(self, data: Any = None, *, to_come: Sequence[Booking], is_course: bool) -> None:
        super().__init__(data)
        field = cast(forms.MultipleChoiceField, self.fields["places"])
        field.choices = [(booking.public_id, booking.public_id) for booking in to_come]
        self.items = [held_item(booking.session, booking.public_id) for booking in to_come]
        self._is_asked = len(to_come) > 1 and not is_course

    @property
    def asks_for_places(self) -> bool:
        """Whether there is a choice, or what was chosen is no longer there."""
        return self._is_asked or "places" in self.errors


class SeenForm(forms.Form):
    """Of something that others change too: what was shown stays, unless it has changed since."""

    changed_meanwhile = (
        "Someone has changed this since you opened the page. "
        "Copy what you typed, then open the page again"
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, data: Any = None, *, shown: object, initial: dict[str, Any], **kwargs: Any
    ) -> None:
        self._seen = hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
        super().__init__(data, initial=initial | {"seen": self._seen}, **kwargs)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("seen", "") not in ("", self._seen):
            raise forms.ValidationError(self.changed_meanwhile, code="changed")
        return answers


class CorrectOnBehalfForm(ActForm, SeenForm, AnsweringForm):
    """Somebody's details and answers, as an organiser corrects them."""

    requires_answers = False


class NoteForm(SeenForm):
    note = LinesField("Note", NOTE_LENGTH, rows=4, help_text="Only organisers can see this")
