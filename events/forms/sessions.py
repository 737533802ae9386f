"""What organisers answer about the sessions of an event: when, where, and for how many."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from events import dates, session_lines, session_times
from events.fields import (
    ClockField,
    DayOrMonthInBoxes,
    LineField,
    LinesField,
    LinkField,
    NumberField,
    PostcodeField,
    StartField,
)
from events.forms.answers import Answers, was_answered
from events.models import Session, Venue
from events.session_times import Unreadable

MOST_SESSIONS = 30
PREFIX = "session"
WHERE = (
    (Session.Mode.IN_PERSON, "In person"),
    (Session.Mode.ONLINE, "Online"),
    (Session.Mode.TO_BE_CONFIRMED, "Not known yet"),
)
NEW_VENUE = ("", "A new venue")
TYPED_VENUE = ("venue_name", "venue_address", "venue_postcode")
TIMES = ("held_on", "starts", "ends", "arrives")
MORE = ("label", "arrives", "speakers")
OF_ONE_SESSION = ("public_id", "line")  # what a copy of a session does not take over


class SessionForm(forms.Form):
    """One session: when, where, and for how many."""

    public_id = forms.Field(required=False, widget=forms.HiddenInput())
    line = forms.Field(required=False, widget=forms.HiddenInput())
    held_on = DayOrMonthInBoxes(label="Date", required=False)
    starts = StartField(
        label="Start time (optional)",
        required=False,
        help_text="For example, 4pm or 9:30am, or only morning or afternoon",
    )
    ends = ClockField(label="End time (optional)", required=False)
    mode = forms.ChoiceField(
        label="Where is it held?",
        choices=WHERE,
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Select where the session is held",
            "invalid_choice": "Select where the session is held from the list",
        },
    )
    venue = forms.ChoiceField(
        label="Venue",
        required=False,
        error_messages={"invalid_choice": "Select a venue from the list"},
    )
    venue_name = LineField("Name of the venue", 200)
    venue_address = LinesField("Address (optional)", 500, rows=3)
    venue_postcode = PostcodeField()
    join_link = LinkField(
        "Link to join (optional)", 1000, help_text="We only send this to people who have booked"
    )
    capacity = NumberField(
        label="Number of places (optional)",
        help_text="Leave blank if there is no limit",
        required=False,
        min_value=1,
        max_value=100_000,
        error_messages={
            "invalid": "Enter the number of places in digits, like 40",
            "min_value": "Enter 1 place or more",
            "max_value": "Enter 100,000 places or fewer",
        },
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    label = LineField(
        "Name of the session (optional)", 100, help_text="For example, Morning session"
    )
    arrives = ClockField(
        label="Arrival time (optional)",
        required=False,
        help_text="When people can arrive, if that is before the start",
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )
    speakers = LinesField(
        "Speakers (optional)", 2000, rows=3, help_text="Enter each name on a new line"
    )

    def __init__(
        self, *args: Any, at: datetime, venues: Sequence[Venue] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._at = at
        self._venues = venues
        day = dates.example_day(at)
        held_on, example = self.fields["held_on"], f"{day.day} {day.month} {day.year}"
        held_on.help_text = (
            f"For example, {example}. Leave the day blank if only the month is known, and "
            "everything if it is to be confirmed"
        )
        held_on.error_messages["invalid"] = f"Enter a real date, like {example}"
        if venues:
            of_venues = cast(forms.ChoiceField, self.fields["venue"])
            of_venues.choices = [NEW_VENUE, *((venue.public_id, "") for venue in venues)]
        else:
            del self.fields["venue"]

    def clean_venue(self) -> Venue | None:
        chosen = self.cleaned_data["venue"]
        return next((venue for venue in self._venues if venue.public_id == chosen), None)

    def clean(self) -> Answers:
        if self.cleaned_data.get("mode") == Session.Mode.IN_PERSON:
            self._check_venue()
        boxes = [self.cleaned_data.get(name) for name in TIMES]
        for name, sentence in session_times.missing(*boxes).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        if not self.errors.keys() & {*TIMES}:
            self._read_times(boxes)
        return self.cleaned_data

    def _check_venue(self) -> None:
        """One venue: of those that are known, or a new one."""
        answers = self.cleaned_data
        has_typed = any(answers.get(name) for name in TYPED_VENUE)
        if answers.get("venue"):
            if has_typed:
                self.add_error("venue", "Select a venue or enter a new one, not both")
        elif not answers.get("venue_name") and not self.errors.keys() & {"venue", "venue_name"}:
            self.add_error("venue_name", "Enter the name of the venue")

    def _read_times(self, boxes: list[Any]) -> None:
        try:
            self.cleaned_data["times"] = session_times.read(*boxes)
        except Unreadable as problem:
            self.add_error(problem.box, problem.sentence)

    @property
    def typed_line(self) -> str:
        """The pasted line that this form was filled from."""
        return str(self["line"].value() or "")

    @property
    def problems(self) -> list[str]:
        """What was not understood of that line."""
        return session_lines.read_line(
            self.typed_line, today=dates.local(self._at).date(), venues=self._venues
        ).problems

    @property
    def has_more(self) -> bool:
        """Whether there is something to see, or to mend, among the details that most leave out."""
        return any(was_answered(self[name]) or name in self.errors for name in MORE)


if TYPE_CHECKING:
    SessionFormSet = forms.BaseFormSet[SessionForm]
else:
    SessionFormSet = forms.BaseFormSet


class BaseSessionForms(SessionFormSet):
    """The sessions of one event, at least one, prefixed session-0, session-1 ..."""

    most = MOST_SESSIONS

    @property
    def today(self) -> date:
        return dates.local(self.form_kwargs["at"]).date()

    def get_form_kwargs(self, index: int | None) -> Answers:
        """A session without any answer is told so, the second as well as the first."""
        return {**super().get_form_kwargs(index), "empty_permitted": False}

    def as_typed(self) -> list[Answers]:
        """What stands in the fields."""
        return [{name: form[name].value() for name in form.fields} for form in self.forms]

    @property
    def is_untouched(self) -> bool:
        """Whether there is one session, of which nothing is said."""
        touched = [was_answered(form[name]) for form in self.forms for name in form.fields]
        return len(self.forms) == 1 and not any(touched)

    @property
    def venues(self) -> Sequence[Venue]:
        known: Sequence[Venue] = self.form_kwargs["venues"]
        return known

    @cached_property
    def venue_options(self) -> SafeString:
        """The venues to select from, rendered once for all sessions."""
        choices = [NEW_VENUE, *((v.public_id, _named(v)) for v in self.venues)]
        return format_html_join("", '<option value="{}">{}</option>', choices)


def _named(venue: Venue) -> str:
    return ", ".join(filter(None, [venue.name, venue.postcode]))


SessionForms = cast(
    type[BaseSessionForms],
    forms.formset_factory(
        SessionForm,
        formset=BaseSessionForms,
        extra=0,
        min_num=1,
        validate_min=True,
        max_num=MOST_SESSIONS,
        absolute_max=MOST_SESSIONS,
    ),
)


def session_forms(
    data: QueryDict | None = None, *, at: datetime, initial: Iterable[Answers] | None = None
) -> BaseSessionForms:
    """The forms of an event's sessions, with the venues to select from."""
    known = {"at": at, "venues": list(Venue.objects.order_by("name", "pk"))}
    filled = list(initial) if initial is not None else None
    return SessionForms(data, initial=filled, prefix=PREFIX, form_kwargs=known)
