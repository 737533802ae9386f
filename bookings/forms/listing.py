"""What organisers ask of the list of who is coming, and which columns they want to see."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict

from bookings.columns import Column
from bookings.forms.narrowing import UNDELIVERED, WITH_NEEDS, choice, offer, only
from bookings.listing import BY_SESSION, Wanted
from bookings.models import Booking
from bookings.models.booking_state import STATES_SHOWN
from events.cards import describe_place
from events.fields import LineField
from events.models import Session

SEARCHED_LENGTH = 100
BETWEEN_WORDS = re.compile(r"[\s,;]+")
NOTHING: tuple[Any, ...] = (None, "", [], BY_SESSION)  # what a filter says that does not filter
ORDERS = [
    (BY_SESSION, "Session"),
    ("surname", "Surname"),
    ("school", "School"),
    ("newest", "Newest booking first"),
]


class BookingsFilter(forms.Form):
    """The search and the filters of the list; while one is wrong, everybody is shown."""

    q = LineField(
        "Search",
        SEARCHED_LENGTH,
        named="Search",
        help_text="By name, school, DfE number, email address or reference",
        widget=forms.TextInput(attrs={"class": "govuk-!-width-one-half"}),
    )
    session = choice("Session", [], every="Every session")
    state = choice("State", STATES_SHOWN, every="Every state")
    phase = choice("Phase of school", [], every="Every phase")
    answer = choice("Answer to the invitation", Booking.Answer.choices, every="Every answer")
    only = only("Show only", undelivered="Email not delivered")
    order = choice("Sort by", ORDERS)

    def __init__(
        self, data: QueryDict, *, sessions: Sequence[Session], phases: Iterable[str]
    ) -> None:
        super().__init__(data)
        self.sessions = sessions
        offer(self, "session", [(one.public_id, describe_place(one)) for one in sessions])
        offer(self, "phase", [(phase, phase) for phase in phases])

    @property
    def is_narrowed(self) -> bool:
        """Whether something besides the search was asked for, or is wrong."""
        asked = [self[name] for name in self.fields if name != "q"]
        return any(bound.errors or bound.value() not in NOTHING for bound in asked)

    def wanted(self) -> Wanted:
        if not self.is_valid():
            return Wanted()
        answers: dict[str, Any] = self.cleaned_data
        return Wanted(
            words=tuple(filter(None, BETWEEN_WORDS.split(answers["q"]))),
            **{name: answers[name] for name in ("session", "state", "phase", "answer")},
            with_needs=WITH_NEEDS in answers["only"],
            undelivered=UNDELIVERED in answers["only"],
            order=answers["order"] or BY_SESSION,
        )

    def address_query(self) -> str:
        """What may stand in an address: all but what was searched for, which names people."""
        kept = QueryDict(mutable=True)
        for name in self.fields:
            if name != "q" and self.cleaned_data.get(name) not in NOTHING:
                kept.setlist(name, self.data.getlist(name))  # type: ignore[attr-defined]  # QueryDict
        return kept.urlencode()

    @property
    def selects_all_that_narrows(self) -> bool:
        """Whether a message can be for just those whom it finds."""
        wanted = self.wanted()
        is_of_the_booked = wanted.state in ("", Booking.State.BOOKED)
        return is_of_the_booked and not (self.errors or wanted.words)

    @property
    def found_query(self) -> str:
        """The same, or nothing where something is wrong: then everybody is shown."""
        return "" if self.errors else self.address_query()

    @property
    def selected_query(self) -> str:
        """What of it a message to attendees can be for, as that page asks for it."""
        kept = QueryDict(mutable=True)
        for name in ("session", "answer", "phase", "only"):
            kept.setlist(name, list(filter(None, self.data.getlist(name))))  # type: ignore[attr-defined]  # QueryDict
        return kept.urlencode()


class ColumnsForm(forms.Form):
    """Which columns of a list are shown."""

    shown = forms.MultipleChoiceField(
        label="Columns",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        error_messages={"invalid_choice": "Select columns from the list"},
    )

    def __init__(
        self, data: Any = None, *, columns: Sequence[Column], shown: Sequence[str] = ()
    ) -> None:
        super().__init__(data, initial={"shown": shown})
        field = cast(forms.MultipleChoiceField, self.fields["shown"])
        field.choices = [(column.name, column.heading) for column in columns]

    @property
    def hidden(self) -> list[str]:
        """The names of those that were not ticked."""
        ticked = self.cleaned_data["shown"]
        field = cast(forms.MultipleChoiceField, self.fields["shown"])
        return [name for name, _ in cast(Any, field.choices) if name not in ticked]
