"""Where a venue is on the map: latitude and longitude, as maps give them to be copied."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError

from events.fields import LineField

NUMBER = r"([+-]?[0-9]{1,3}\.[0-9]+)°?"  # with decimals: 51,2 is half a place
BOTH = re.compile(rf"{NUMBER}\s*[,;\s]\s*{NUMBER}")
LONGEST_TYPED = 60
MILLIONTH = Decimal("0.000001")  # of a degree: a tenth of a metre
SOUTH, NORTH = 49, 61  # of the United Kingdom, in degrees
WEST, EAST = -9, 2


class CoordinatesField(LineField):
    """Both numbers in degrees, kept as `51.2787,0.5217`: the path of a geo URI (RFC 5870)."""

    def __init__(self) -> None:
        super().__init__(
            "Latitude and longitude (optional)",
            LONGEST_TYPED,
            help_text="For example 51.2787, 0.5217. Maps on a phone then lead to the door.",
        )

    def clean(self, value: str) -> str:
        typed = super().clean(value)
        return _read(typed) if typed else ""


def _read(typed: str) -> str:
    found = BOTH.fullmatch(typed)
    if not found:
        raise ValidationError("Enter latitude and longitude as two numbers, like 51.2787, 0.5217")
    latitude, longitude = (Decimal(number) for number in found.groups())
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        raise ValidationError(
            "Enter a latitude and longitude in the United Kingdom, the latitude first"
        )
    return f"{_written(latitude)},{_written(longitude)}"


def _written(degrees: Decimal) -> str:
    """At least one decimal, at most six: RFC 5545, section 3.8.1.6."""
    whole, _, decimals = f"{degrees.quantize(MILLIONTH):f}".partition(".")
    return f"{whole}.{decimals.rstrip('0') or '0'}"
