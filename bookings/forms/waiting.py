"""What whoever joins a waiting list types: for which sessions, and which they would rather have."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.forms import BoundField

from bookings.forms.booking import BookingForm
from bookings.forms.choice import Choice, item
from bookings.lifecycle.refusals import NotOpen, PlaceIsFree, SessionCancelled
from events.cards import describe_place
from events.models import Event, Session
from events.places_left import PlacesLeft
from events.refusal import Refusal

CHOICES = ("First choice", "Second choice", "Third choice")
WHICH_ONE, WHICH = "Which sessions would you take?", "Which sessions do you want to wait for?"
IN_ORDER = "Choose the one you would like most first. We will offer you one place."
UNSAID = PlacesLeft(in_words=lambda session: "", number=lambda session: None)
NO_ONE, NONE = "Select the session you would like most", "Select the sessions you want to wait for"


class WaitingChoice(Choice):
    """The sessions that somebody can wait for: those that are full, and a course as a whole."""

    def __init__(self, event: Event, sessions: Iterable[Session], at: datetime) -> None:
        super().__init__(event, sessions, at)
        self.full_sessions = []
        self.open_sessions = self._course() if self.is_for_all else self._full()

    def others_than(self, session: Session | None) -> list[Session]:
        """Waiting for something else is no way on to a place."""
        return []

    def besides(self, sessions: Collection[Session]) -> list[Session]:
        """Those of them that somebody who has these can wait for too."""
        return [session for session in self.open_sessions if session not in sessions]

    def refusal(self, public_id: str | None) -> Refusal | None:
        """Why nobody can wait for this session, or for any where none is named."""
        if self.is_for_all:
            return None if self.open_sessions else self._refusal_of_course()
        return super().refusal(public_id)

    def _full(self) -> list[Session]:
        at = self._at
        return [one for one in self.sessions.values() if one.is_full and one.can_be_waited_for(at)]

    def _course(self) -> list[Session]:
        """All of it, where one is full."""
        held = self.without_choosing
        can_wait = all(session.can_be_waited_for(self._at) for session in held)
        return held if can_wait and any(session.is_full for session in held) else []

    def _refusal_of_course(self) -> Refusal | None:
        sessions = self.without_choosing or list(self.sessions.values())
        refusals = [self._refusal_of(session) for session in sessions]
        others = [one for one in refusals if one and not isinstance(one, PlaceIsFree)]
        return [*others, *refusals][0]

    def _refusal_of(self, session: Session) -> Refusal | None:
        if session.is_cancelled:
            return SessionCancelled(session)
        if session.is_open_for_booking(self._at) and not session.is_full:
            return PlaceIsFree(session)
        can_wait = session.is_full and session.can_be_waited_for(self._at)
        return None if can_wait else NotOpen(session)


class InOrder(forms.SelectMultiple):
    """Several selects over one field: what is chosen in the first of them comes first."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values = super().value_from_datadict(data, files, name) or []
        return list(dict.fromkeys(value for value in values if value))


class PreferencesForm(forms.Form):
    """For which of several full sessions somebody waits, in their order of preference."""

    sessions = forms.MultipleChoiceField()

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        choice: WaitingChoice,
        besides: Collection[Session] = (),
        chosen: Session | None = None,
        **more: Any,
    ) -> None:
        """`besides` are those that they have, or wait for already."""
        super().__init__(data, initial={"sessions": [chosen.public_id] if chosen else []}, **more)
        self.choice = choice
        self.offered = choice.besides(besides)
        _prepare(cast(forms.MultipleChoiceField, self.fields["sessions"]), choice)

    @property
    def asks_for_a_session(self) -> bool:
        """Whether there is a choice to be made between them."""
        is_choice = len(self.offered) > 1 and not self.choice.is_for_all
        return is_choice or "sessions" in self.errors

    @property
    def selects(self) -> list[dict[str, Any]]:
        return _selects(self["sessions"], self.offered)

    @property
    def session_items(self) -> list[dict[str, Any]]:
        return [item(session, UNSAID) for session in self.offered]

    @property
    def chosen_sessions(self) -> list[Session]:
        return self.choice.made(self.cleaned_data["sessions"])


class WaitingForm(BookingForm):
    """The answers of a booking, for somebody who waits until there is a place."""

    is_to_wait = True
    no_place = "You are not on the waiting list."

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["booking_for_other"].label = "I am joining the list for someone else"
        self.fields["booking_for_other"].help_text = "Enter their name and email address above."

    @property
    def button(self) -> str:
        return "Join the waiting list"

    @property
    def offered(self) -> list[Session]:
        return self.choice.open_sessions

    @property
    def selects(self) -> list[dict[str, Any]]:
        return _selects(self["sessions"], self.offered)

    @property
    def session_items(self) -> list[dict[str, Any]]:
        return [item(session, UNSAID) for session in self.offered]

    def _offer_sessions(self) -> None:
        field = cast(forms.MultipleChoiceField, self.fields["sessions"])
        _prepare(field, self.choice)
        self.no_session = NO_ONE if self.choice.is_for_one else NONE


def _prepare(field: forms.MultipleChoiceField, choice: Choice) -> None:
    """Where one is attended there is an order of preference; else each is waited for alone."""
    is_one = choice.is_for_one
    field.widget = InOrder() if is_one else forms.CheckboxSelectMultiple()
    field.label = WHICH_ONE if is_one else WHICH
    field.help_text = IN_ORDER if is_one else ""
    field.error_messages |= {
        "required": NO_ONE if is_one else NONE,
        "invalid_choice": "Select one of these sessions",
    }
    field.choices = [(public_id, public_id) for public_id in choice.sessions]


def _selects(bound: BoundField, sessions: Sequence[Session]) -> list[dict[str, Any]]:
    """One for each choice that can be made, three at most; the first says what is wrong."""
    chosen = [*(bound.value() or []), *[""] * len(CHOICES)]
    items = [{"value": one.public_id, "text": describe_place(one)} for one in sessions]
    selects = [
        {
            "id": f"{bound.auto_id}_{number}" if number else bound.auto_id,
            "name": bound.html_name,
            "label": {"text": f"{name} (optional)" if number else name},
            "items": [
                {"value": "", "text": "No session" if number else "Select a session"},
                *items,
            ],
            "value": chosen[number],
        }
        for number, name in enumerate(CHOICES[: len(sessions)])
    ]
    if selects and bound.errors:
        selects[0]["errorMessage"] = {"text": str(bound.errors[0])}
    return selects
