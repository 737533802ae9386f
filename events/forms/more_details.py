"""What few events need to say: their update, their series, how they are booked if not here."""

from typing import TYPE_CHECKING, Any, cast

from django import forms

from events import dates, session_times
from events.fields import (
    ClockField,
    DateInBoxes,
    EmailField,
    LineField,
    LinkField,
)
from events.forms import rules
from events.forms.answers import Answers, was_answered
from events.models import Event, Update
from events.session_times import Unreadable

ADDRESS_LENGTH = 500
NEW_UPDATE = ("update_on", "update_title", "update_address")
BOOKING = (
    (Event.BookingBy.HERE, "On this site"),
    (Event.BookingBy.LINK, "On another site"),
    (Event.BookingBy.EMAIL, "By email"),
    (Event.BookingBy.INVITATION, "By invitation"),
)
HERE = Event.BookingBy.HERE.value
DEFAULTS = rules.DEFAULTS | {"booking_by": HERE, "is_listed": True}
ADDRESSES: dict[str, LineField] = {  # what the address is where that is how one books
    Event.BookingBy.LINK: LinkField(
        "Address", ADDRESS_LENGTH, missing="Enter the link to the page where people book"
    ),
    Event.BookingBy.EMAIL: EmailField(
        "Address", missing="Enter the email address that people book with", autocomplete="off"
    ),
    Event.BookingBy.INVITATION: LineField("Address", ADDRESS_LENGTH),
}


if TYPE_CHECKING:
    OneUpdate = forms.ModelChoiceField[Update]
else:
    OneUpdate = forms.ModelChoiceField


class UpdateField(OneUpdate):
    """One of the updates that are known, newest first."""

    def __init__(self) -> None:
        super().__init__(
            Update.objects.none(),
            label="Weekly update (optional)",
            required=False,
            empty_label="No update, or a new one",
            to_field_name="public_id",
            error_messages={"invalid_choice": "Select an update from the list"},
        )

    def label_from_instance(self, update: Update) -> str:
        return f"{dates.format_short_date(update.published_on)}: {update.title}"


class MoreDetails(rules.BookingRules):
    """The answers of an event that have a default."""

    summary = LineField(
        "Summary (optional)",
        500,
        help_text="One or two sentences, shown above the description",
    )
    other_audience = LineField(
        "Another audience (optional)", 100, help_text="Adds one to the list above"
    )
    series = LineField(
        "Series (optional)",
        200,
        help_text="Events of your team with the same series name link to each other",
    )
    booking_by = forms.ChoiceField(
        label="How do people book?",
        required=False,
        initial=HERE,
        choices=BOOKING,
        widget=forms.RadioSelect(),
        error_messages={"invalid_choice": "Select how people book from the list"},
    )
    booking_address = LineField(
        "Link or email address to book with (optional)",
        ADDRESS_LENGTH,
        help_text="Only if people do not book on this site",
    )
    opens_on = DateInBoxes(label="Booking opens on (optional)", required=False)
    opens = ClockField(
        label="Time when booking opens (optional)",
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )
    contact_name = LineField(
        "Name of the contact (optional)",
        200,
        help_text="Leave blank to show the name of the team",
    )
    contact_telephone = LineField(
        "Phone number for questions (optional)",
        30,
        widget=forms.TextInput({"type": "tel", "class": "govuk-input--width-20"}),
    )
    update = UpdateField()
    update_on = DateInBoxes(label="Date of a new update (optional)", required=False)
    update_title = LineField("Name of a new update (optional)", 200)
    update_address = LinkField("Link to a new update (optional)", 200)
    is_listed = forms.BooleanField(
        label="Show on the public list",
        required=False,
        initial=True,
        help_text="If not, only people who have its address find the event",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        updates = cast(UpdateField, self.fields["update"])
        updates.queryset = Update.objects.order_by("-published_on", "-pk")

    def clean_booking_by(self) -> str:
        return self.cleaned_data["booking_by"] or HERE

    def clean(self) -> Answers:
        self._check_booking_address()
        self._check_update()
        self._read_opening()
        return self.cleaned_data

    def _check_booking_address(self) -> None:
        """An address of the sort that people book with; none where they book here."""
        answers = self.cleaned_data
        if not answers.keys() >= {"booking_by", "booking_address"}:
            return
        kind = ADDRESSES.get(answers["booking_by"])
        if kind is None:
            if answers["booking_address"]:
                sentence = "Remove this address, or select another way in which people book"
                self.add_error("booking_address", sentence)
            return
        try:
            answers["booking_address"] = kind.clean(answers["booking_address"])
        except forms.ValidationError as error:
            self.add_error("booking_address", error)

    def _check_update(self) -> None:
        """One update: of those that are known, or a new one with a date and a name."""
        answers = self.cleaned_data
        has_new = any(answers.get(name) or name in self.errors for name in NEW_UPDATE)
        if not has_new:
            return
        if answers.get("update"):
            self.add_error("update", "Select an update or enter a new one, not both")
            return
        for name, what in (("update_on", "date"), ("update_title", "name")):
            if not answers.get(name) and name not in self.errors:
                self.add_error(name, f"Enter the {what} of the update")

    def _read_opening(self) -> None:
        answers = self.cleaned_data
        if not answers.keys() >= {"opens_on", "opens"}:
            return
        try:
            answers["opens_at"] = session_times.opening(answers["opens_on"], answers["opens"])
        except Unreadable as problem:
            self.add_error(problem.box, problem.sentence)

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in MoreDetails.base_fields]

    def says_more(self, name: str) -> bool:
        return name in self.errors or was_answered(self[name], DEFAULTS.get(name, ""))
