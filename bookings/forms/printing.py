"""What organisers print for the day: of which session, in which order, on which paper."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict

from bookings.print.labels import SHEETS
from events.cards import describe_place
from events.counting import count
from events.fields import NumberField
from events.models import Session

SIGN_IN_SHEET, BADGES = "sign_in_sheet", "badges"
SCHOOL = "school"
OF_BADGES_ALONE = ("sheet", "first")
OF_SHEETS_ALONE = ("blank",)
MOST_BLANK = 40
MOST_LABELS = max(sheet.number for sheet in SHEETS.values())
MOST_PEOPLE = 2000
NUMBER = {"class": "govuk-input--width-3", "inputmode": "numeric"}


def _choice(label: str, choices: Sequence[tuple[str, str]], sentence: str, **more: Any) -> Any:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        error_messages={"required": sentence, "invalid_choice": sentence},
        **more,
    )


def _number(label: str, least: int, most: int, sentence: str, **more: Any) -> NumberField:
    return NumberField(
        label=label,
        widget=forms.TextInput(attrs=NUMBER),
        validators=[MinValueValidator(least, sentence), MaxValueValidator(most, sentence)],
        error_messages={"required": sentence, "invalid": sentence},
        **more,
    )


class PrintForm(forms.Form):
    """What belongs to the other kind of print is not looked at.

    `booked` says how many people have booked, by the primary key of the session.
    """

    session = _choice("Session", [("", "Select a session")], "Select a session from the list")
    order = _choice(
        "Order",
        [("surname", "Surname, A to Z"), (SCHOOL, "School, A to Z")],
        "Select the order",
        initial="surname",
        widget=forms.RadioSelect(),
    )
    what = _choice(
        "What do you want to print?",
        [(SIGN_IN_SHEET, "Sign-in sheet"), (BADGES, "Name badges")],
        "Select what you want to print",
        widget=forms.RadioSelect(),
    )
    blank = _number(
        "Blank lines for people who have not booked",
        0,
        MOST_BLANK,
        f"Enter a number of blank lines from 0 to {MOST_BLANK}",
        initial=10,
    )
    sheet = _choice(
        "Labels",
        [(code, sheet.label) for code, sheet in SHEETS.items()],
        "Select labels from the list",
        help_text="The number is on the packet",
    )
    first = _number(
        "Start at label",
        1,
        MOST_LABELS,
        f"Enter the number of a label from 1 to {MOST_LABELS}",
        initial=1,
        help_text="To use up a sheet, count its labels from left to right, row by row",
    )

    def __init__(
        self, data: QueryDict | None, *, sessions: Sequence[Session], booked: Mapping[int, int]
    ) -> None:
        super().__init__(data)
        self._booked = booked
        self.sessions = {one.public_id: one for one in sessions}
        session = cast(forms.ChoiceField, self.fields["session"])
        offered = [(one.public_id, self._in_words(one)) for one in sessions]
        session.choices = offered if len(offered) == 1 else [*cast(Any, session.choices), *offered]

    @property
    def prints_badges(self) -> bool:
        return bool(self.cleaned_data["what"] == BADGES)

    @property
    def chosen(self) -> Session:
        return self.sessions[self.cleaned_data["session"]]

    def of_sign_in_sheet(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("order", "blank")}

    def of_badges(self) -> dict[str, Any]:
        answers = {name: self.cleaned_data[name] for name in ("order", "first")}
        return {**answers, "sheet": SHEETS[self.cleaned_data["sheet"]]}

    def clean_session(self) -> str:
        public_id: str = self.cleaned_data["session"]
        if self._people(self.sessions[public_id]) > MOST_PEOPLE:
            raise ValidationError(
                f"Select a session with {MOST_PEOPLE:,} people or fewer, or download the list"
            )
        return public_id

    def clean(self) -> dict[str, Any]:
        ignored = OF_SHEETS_ALONE if self.cleaned_data.get("what") == BADGES else OF_BADGES_ALONE
        for name in ignored:
            self.errors.pop(name, None)
        self._check_that_something_is_printed()
        if {"sheet", "first"} <= self.cleaned_data.keys() and "first" not in ignored:
            self._check_first(SHEETS[self.cleaned_data["sheet"]].number)
        return self.cleaned_data

    def _check_that_something_is_printed(self) -> None:
        """Of a session that nobody has booked, blank lines alone."""
        answers = self.cleaned_data
        if "session" not in answers or self._people(self.chosen):
            return
        if answers.get("what") == BADGES:
            self.add_error("session", "Nobody has booked this session")
        elif answers.get("blank") == 0:
            self.add_error("blank", "Enter 1 or more: nobody has booked this session")

    def _check_first(self, number: int) -> None:
        if self.cleaned_data["first"] > number:
            sentence = f"Enter the number of a label from 1 to {number}"
            self.add_error("first", "Enter 1: there is one on a page" if number == 1 else sentence)

    def _in_words(self, session: Session) -> str:
        people = count(self._people(session), "person", "people")
        return f"{describe_place(session)} ({people})"

    def _people(self, session: Session) -> int:
        return self._booked.get(session.pk, 0)
