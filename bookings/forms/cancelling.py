"""What an organiser answers to cancel a session or an event: why, and what becomes of people."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict

from events.cards import describe_place
from events.fields import LineField
from events.models import Session

CANCEL_PLACES = "cancel"


class CancelEventForm(forms.Form):
    """Why; whoever booked and the public read it."""

    reason = LineField(
        "Why is it cancelled?",
        500,
        missing="Enter why it is cancelled",
        help_text="We show this on the public page and in the email. For example, The venue is"
        " closed because of snow.",
    )

    def answers(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


class CancelSessionForm(CancelEventForm):
    """The same, and to which session the people are moved, if any have booked: `people`.

    `with_room` are those that have a place for each of them.
    """

    people = forms.ChoiceField(
        label="What happens to the people who have booked?",
        help_text="If you cancel their places, the email tells them how to book another session",
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Select what happens to the people who have booked",
            "invalid_choice": "Select one of these sessions",
        },
    )

    def __init__(self, data: QueryDict | None, *, people: int, others: Iterable[Session]) -> None:
        super().__init__(data)
        self.others = list(others)
        self.with_room = [one for one in self.others if has_room(one, people)]
        if not people:
            del self.fields["people"]
            return
        moves = [(one.public_id, f"Move them to {describe_place(one)}") for one in self.with_room]
        field = cast(forms.ChoiceField, self.fields["people"])
        field.choices = [*moves, (CANCEL_PLACES, "Cancel their places")]

    @property
    def without_room(self) -> list[Session]:
        return [one for one in self.others if one not in self.with_room]

    def answers(self) -> dict[str, Any]:
        chosen = self.cleaned_data.get("people", CANCEL_PLACES)
        others = {one.public_id: one for one in self.with_room}
        return {**super().answers(), "move_to": others.get(chosen)}


def has_room(session: Session, number: int) -> bool:
    return session.places_left is None or session.places_left >= number
