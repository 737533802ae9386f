"""What an attendee says of places: which to cancel, which to book besides."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from django import forms

from bookings.forms.choice import Choice, held_item, item
from bookings.models import Booking
from events.models import Session


class CancelForm(forms.Form):
    """Which places to cancel; those that are cancelled already do no harm.

    The form names each place, so that sending it twice never reaches another one.
    """

    places = forms.MultipleChoiceField(
        label="Which places do you want to cancel?",
        widget=forms.CheckboxSelectMultiple(),
        error_messages={
            "required": "Select the places you want to cancel",
            "invalid_choice": "Select places from this list",
        },
    )

    def __init__(
        self, data: Any = None, *, own: Sequence[Booking], to_come: Sequence[Booking]
    ) -> None:
        super().__init__(data)
        field = cast(forms.MultipleChoiceField, self.fields["places"])
        field.choices = [(booking.public_id, booking.public_id) for booking in own]
        self.items = [held_item(booking.session, booking.public_id) for booking in to_come]


class MoveForm(forms.Form):
    """Which other session to attend instead of one; `whom` is who will: a name, or "you"."""

    session = forms.ChoiceField(
        widget=forms.RadioSelect(),
        error_messages={"invalid_choice": "Select one of these sessions"},
    )

    def __init__(
        self, data: Any = None, *, choice: Choice, held: Collection[Session], whom: str
    ) -> None:
        super().__init__(data)
        field = cast(forms.ChoiceField, self.fields["session"])
        field.label = f"Which session will {whom} attend instead?"
        field.error_messages["required"] = f"Select the session {whom} will attend"
        field.choices = [(public_id, public_id) for public_id in choice.sessions]
        self._sessions = choice.sessions
        self.items = [item(session) for session in choice.open_sessions if session not in held]
        self.full = [session for session in choice.full_sessions if session not in held]

    @property
    def chosen(self) -> Session:
        return self._sessions[self.cleaned_data["session"]]


class MoreSessionsForm(forms.Form):
    """Which further sessions to attend, for somebody who has booked; `whom` as above."""

    sessions = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": "Select sessions from this list"},
    )

    def __init__(
        self, data: Any = None, *, choice: Choice, held: Collection[Session], whom: str
    ) -> None:
        super().__init__(data)
        field = cast(forms.MultipleChoiceField, self.fields["sessions"])
        field.label = f"Which other sessions will {whom} attend?"
        field.error_messages["required"] = f"Select the sessions {whom} will attend"
        field.choices = [(public_id, public_id) for public_id in choice.sessions]
        self.items = [item(session) for session in choice.open_sessions if session not in held]
