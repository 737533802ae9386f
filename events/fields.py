"""Form fields: text in its own words, an e-mail address, a date in boxes, a time of day."""

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

from events import weekdays
from events.clock import Clock, NoClock, Start, read_clock, read_start
from events.email_addresses import cleaned, domain_in_dns
from events.text_cleaning import is_invisible, on_one_line, plain
from events.text_validators import many_lines, one_line

MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
YEARS = range(2000, 2101)
EMAIL_LENGTH = 254
POSTCODE_LENGTH = 10
DAY = re.compile(r"(?:(?P<weekday>[a-z]+)\.?,?\s*)?(?P<day>\d+)(?:st|nd|rd|th)?", re.IGNORECASE)
LOCAL = {"localhost", "localdomain", "local", "internal", "lan", "home"}


class LineField(forms.CharField):
    """Text of one line, with a sentence for each thing wrong.

    `named`: what the sentences call it, where that is not the label.
    """

    def __init__(
        self, label: str, length: int, *, missing: str = "", named: str = "", **options: Any
    ) -> None:
        named = named or label.removesuffix(" (optional)")
        too_long = f"{named} must be {length:,} characters or fewer"
        super().__init__(
            label=label,
            max_length=length,
            required=bool(missing),
            error_messages={"required": missing, "max_length": too_long},
            **{"validators": [one_line]} | options,
        )

    def to_python(self, value: Any) -> str:
        """What somebody could see of it; nothing where that is nothing."""
        typed = self.tidied(value or "")
        return super().to_python("" if is_invisible(typed) else typed) or ""

    def tidied(self, typed: str) -> str:
        return on_one_line(typed)

    def run_validators(self, value: Any) -> None:
        """The first thing to mend, not everything at once."""
        try:
            super().run_validators(value)
        except ValidationError as error:
            raise error.error_list[0] from None


class LinesField(LineField):
    """Text that may have several lines."""

    def __init__(self, label: str, length: int, *, rows: int, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label, length, widget=widget, **{"validators": [many_lines]} | options)

    def tidied(self, typed: str) -> str:
        """With the line ends that rows hold, whatever a browser sends."""
        return typed.replace("\r\n", "\n").replace("\r", "\n")


class PostcodeField(LineField):
    """In capitals, of which some letters have two."""

    def __init__(self) -> None:
        super().__init__("Postcode (optional)", POSTCODE_LENGTH)

    def tidied(self, typed: str) -> str:
        return super().tidied(typed).upper()


class EmailField(LineField):
    """An e-mail address that a mail can be sent to, its domain in whatever script.

    Browsers offer one's own address, but where `autocomplete` is "off": for somebody else's.
    """

    def __init__(
        self,
        label: str,
        *,
        missing: str = "",
        example: str = "name@example.sch.uk",
        autocomplete: str = "email",
        **options: Any,
    ) -> None:
        shape = f"Enter an email address in the correct format, like {example}"
        attrs = {"autocomplete": autocomplete, "spellcheck": False, "inputmode": "email"}
        given: dict[str, Any] = {
            "validators": [one_line, is_one_address, EmailValidator(shape), FitsAnEnvelope(shape)],
            "widget": forms.EmailInput(attrs=attrs),
        }
        super().__init__(label, EMAIL_LENGTH, missing=missing, **given | options)

    def tidied(self, typed: str) -> str:
        return cleaned(typed)


def is_one_address(address: str) -> None:
    """Say what is odd, where more can be said than that the format is not right."""
    if address.count("@") > 1 and re.search(r"[\s,;]", address):
        raise ValidationError("Enter one email address only", code="invalid")
    if "@" in address and re.search(r"\s", address):
        raise ValidationError("Remove the space from the email address", code="invalid")
    if not address.rpartition("@")[0].isascii():
        sentence = "Enter an email address without accents or symbols before the @"
        raise ValidationError(sentence, code="invalid")


class FitsAnEnvelope:
    """Refuse what SMTP could not carry, or only the mail server's own machine could take."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, address: str) -> None:
        name, _, domain = address.rpartition("@")
        if _is_of_one_machine(domain):
            raise ValidationError(self.sentence, code="invalid")
        try:
            encoded = domain_in_dns(domain)
        except UnicodeError:
            raise ValidationError(self.sentence, code="invalid") from None
        if len(address) <= EMAIL_LENGTH < len(name) + 1 + len(encoded):
            raise ValidationError(self.sentence, code="invalid")


def _is_of_one_machine(domain: str) -> bool:
    """localhost, an IP address, or a name that only a local network knows."""
    last = domain.rstrip(".").rpartition(".")
    return not last[1] or domain.startswith("[") or last[2].isdigit() or last[2].lower() in LOCAL


class FormUuidField(forms.CharField):
    """Tells a form that is sent twice from one that is filled in again; an odd value is new."""

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid.uuid4, widget=forms.HiddenInput())

    def to_python(self, value: Any) -> uuid.UUID:  # type: ignore[override]  # not text
        try:
            return uuid.UUID(super().to_python(value))
        except ValueError:
            return uuid.uuid4()


class DateBoxes(forms.MultiWidget):
    """Day, month and year, each in a box of its own."""

    def __init__(self) -> None:
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()])

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]


class DateInBoxes(forms.MultiValueField):
    """27 3 2027, 27 mar 2027 and sat 27 3 2027 as well."""

    widget = DateBoxes
    default_error_messages = {
        "invalid": "Enter a real date",
        "incomplete": "Enter the date with a day, a month and a year",
    }

    def __init__(self, **kwargs: Any) -> None:
        boxes = [forms.CharField(required=False) for _ in range(3)]
        super().__init__(boxes, require_all_fields=False, **kwargs)

    def compress(self, parts: Sequence[str]) -> Any:
        day, month, year = (plain(part or "") for part in (*parts, "", "", "")[:3])
        if not (day or month or year):
            return None
        if not (day and month and year):
            return self.incomplete(day, month, year)
        return self.read(day, month, year)

    def incomplete(self, day: str, month: str, year: str) -> Any:
        raise ValidationError(self.error_messages["incomplete"], code="incomplete")

    def read(self, day: str, month: str, year: str) -> date:
        typed = DAY.fullmatch(day)
        weekday = weekdays.number(typed["weekday"]) if typed and typed["weekday"] else None
        try:
            if typed is None or (typed["weekday"] and weekday is None):
                raise ValueError(day)
            meant = number_in_digits(year), month_number(month), number_in_digits(typed["day"])
            held_on = date(*meant)
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if held_on.year not in YEARS:
            raise ValidationError(f"Enter a year from {YEARS[0]} to {YEARS[-1]}")
        slip = weekdays.mismatch(held_on, weekday)
        if slip:
            raise ValidationError(slip, code="weekday")
        return held_on


@dataclass(frozen=True)
class WholeMonth:
    """A month of which the day is not known yet."""

    first: date


class DayOrMonthInBoxes(DateInBoxes):
    """A date, or a month and a year with no day."""

    def incomplete(self, day: str, month: str, year: str) -> WholeMonth:
        if day or not (month and year):
            super().incomplete(day, month, year)
        return WholeMonth(self.read("1", month, year))


class ClockField(forms.CharField):
    """A time of day as typed; what it means follows from the start and the end together."""

    read: Callable[[str], Clock | Start] = staticmethod(read_clock)

    def to_python(self, value: Any) -> Any:
        typed = plain(super().to_python(value) or "")
        if not typed:
            return None
        try:
            return self.read(typed)
        except NoClock:
            raise ValidationError("Enter a time, like 9:30am or 4pm") from None

    def run_validators(self, value: Any) -> None:
        """A time is nothing that text validators could look at."""


class StartField(ClockField):
    """When something starts: a time, "8 for 8.30am", or only morning or afternoon."""

    read = staticmethod(read_start)


class NumberField(forms.IntegerField):
    """A number in digits, and in nothing else that Python would take for one."""

    def to_python(self, value: Any) -> int | None:
        typed = plain(str(value)) if value is not None else ""
        try:
            return number_in_digits(typed) if typed else None
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class LinkField(LineField):
    """A web address that starts with https://."""

    def __init__(self, label: str, length: int, **options: Any) -> None:
        validators = [URLValidator(["https"], message="Enter a link that starts with https://")]
        super().__init__(label, length, **{"validators": validators} | options)

    def tidied(self, typed: str) -> str:
        return plain(typed)


def number_in_digits(typed: str) -> int:
    """Raises ValueError for +5, 1_2 and digits that are none of ours."""
    if not (typed.isascii() and typed.isdigit()):
        raise ValueError(typed)
    return int(typed)


def month_number(typed: str) -> int:
    """3, 03, mar, sept and March; nothing else that begins so. Raises ValueError."""
    if typed.isascii() and typed.isdigit():
        return int(typed)
    name = typed.lower().removesuffix(".")
    for number, month in enumerate(MONTHS, 1):
        if name in (month, month[:3]) or (name, number) == ("sept", 9):
            return number
    raise ValueError(typed)
