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
    """Which other session to attend instead of one."""

    session = forms.ChoiceField(
        label="Which session will you attend instead?",
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Select the session you will attend",
            "invalid_choice": "Select one of these sessions",
        },
    )

    def __init__(self, data: Any = None, *, choice: Choice, held: Collection[Session]) -> None:
        super().__init__(data)
        field = cast(forms.ChoiceField, self.fields["session"])
        field.choices = [(public_id, public_id) for public_id in choice.sessions]
        self._sessions = choice.sessions
        self.items = [item(session) for session in choice.open_sessions if session not in held]
        self.full = [session for session in choice.full_sessions if session not in held]

    @property
    def chosen(self) -> Session:
        return self._sessions[self.cleaned_data["session"]]


class MoreSessionsForm(forms.Form):
    """Which further sessions to attend, for somebody who has booked."""

    sessions = forms.MultipleChoiceField(
        label="Which other sessions will you attend?",
        widget=forms.CheckboxSelectMultiple(),
        error_messages={
            "required": "Select the sessions you will attend",
            "invalid_choice": "Select sessions from this list",
        },
    )

    def __init__(self, data: Any = None, *, choice: Choice, held: Collection[Session]) -> None:
        super().__init__(data)
        field = cast(forms.MultipleChoiceField, self.fields["sessions"])
        field.choices = [(public_id, public_id) for public_id in choice.sessions]
        self.items = [item(session) for session in choice.open_sessions if session not in held]
