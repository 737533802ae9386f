"""Reading the national list of schools ("Get Information About Schools", the edubase CSV file)."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, Final, cast

from django.core.exceptions import ValidationError
from django.db import models

from bookings.models import School
from bookings.schools.list_text import FileRefused, ListText, separator_of
from events.text_validators import one_line

Row = dict[str, str]

LA: Final = "LA (code)"
LA_NAME: Final = "LA (name)"
STATUS: Final = {
    "1": School.Status.OPEN,
    "2": School.Status.CLOSED,
    "3": School.Status.CLOSING,
    "4": School.Status.PROPOSED,
}
KIND_BY_WORDS: Final = [
    (School.Kind.EARLY_YEARS, ["nursery", "children's centre"]),
    (School.Kind.OTHER, ["higher education", "miscellaneous", "secure unit", "offshore"]),
    (
        School.Kind.COLLEGE,
        ["16 plus", "further education", "sixth form", "post 16", "16-19", "16 to 19"],
    ),
    (School.Kind.TRUST, ["academy trust"]),
]
DAY: Final = re.compile(r"(\d\d)[-/](\d\d)[-/](\d{4})", re.ASCII)


@dataclass(frozen=True)
class ListedSchool:
    """What the list says of a school; the names are those of School's fields."""

    urn: int
    local_authority: str
    dfe_number: str
    name: str
    town: str
    postcode: str
    phase: str
    type: str
    trust: str
    status: str
    district: str
    low_age: int | None
    high_age: int | None
    opened_on: date | None
    closed_on: date | None
    kind: str


def read_schools(listed: ListText, *, local_authority: str) -> list[ListedSchool]:
    """The schools of one local authority, in the order of the file. Raises FileRefused."""
    wanted = authority_code(local_authority)
    schools: dict[int, ListedSchool] = {}
    authorities: dict[str, str] = {}
    for lines, row in _rows(listed):
        code = authority_code(row[LA])
        authorities[code] = authorities.get(code) or " ".join(row.get(LA_NAME, "").split())
        if code and code == wanted:
            _check_letters(listed.unclear.intersection(lines))
            school = _school(lines[0], row)
            if school.urn in schools:
                raise FileRefused(f"Line {lines[0]}: URN {school.urn} is in the file twice")
            schools[school.urn] = school
    if not schools:
        raise FileRefused(_what_there_is(local_authority, authorities))
    return list(schools.values())


def authority_code(typed: str) -> str:
    """The code as the list has it: 886, however it was typed."""
    return typed.strip().lstrip("0")


def _check_letters(unclear: set[int]) -> None:
    if unclear:
        raise FileRefused(
            f"Line {min(unclear)}: some letters are neither UTF-8 nor Windows-1252, or both are "
            "mixed. Correct that line or download the file again"
        )


def _what_there_is(local_authority: str, authorities: dict[str, str]) -> str:
    named = [f"  {code} {name}".rstrip() for code, name in sorted(authorities.items()) if code]
    if not named:
        return "No school in the file has a local authority. Download the file again"
    heading = f"No school of local authority {local_authority.strip()} is in the file. It has:"
    return "\n".join([heading, *named])


def kind_of(type_name: str, phase: str) -> str:
    """What sort of place it is; the list has no column for that."""
    words = f"{type_name}, {phase}".casefold()
    for kind, signs in KIND_BY_WORDS:
        if any(sign in words for sign in signs):
            return kind
    return School.Kind.SCHOOL


def _rows(listed: ListText) -> Iterator[tuple[range, Row]]:
    """The needed columns of each row, by name, with the lines that the row stands on."""
    lines = iter(listed)
    first = next(lines, "")
    reader = csv.reader(chain([first], lines), delimiter=separator_of(first), strict=True)
    try:
        columns = [column.strip() for column in next(reader, [])]
        positions = _positions(columns)
        fewest = max(positions.values()) + 1
        begins = reader.line_num + 1
        for values in reader:
            if values:
                _check_width(begins, values, columns, fewest)
                found = {name: values[position] for name, position in positions.items()}
                yield range(begins, reader.line_num + 1), found
            begins = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused(f"Line {reader.line_num}: {error}") from error


def _positions(columns: list[str]) -> dict[str, int]:
    for column in [LA, *COLUMNS]:
        if column not in columns:
            raise FileRefused(
                f"Line 1: the column {column} is missing. "
                "Download the list as CSV, with all its columns"
            )
    also = [LA_NAME] if LA_NAME in columns else []
    return {column: columns.index(column) for column in [LA, *also, *COLUMNS]}


def _check_width(line: int, values: list[str], columns: list[str], fewest: int) -> None:
    """Excel leaves out the ends of rows that are empty; what is needed has to be there."""
    if not fewest <= len(values) <= len(columns):
        raise FileRefused(f"Line {line}: {len(values)} columns, where line 1 has {len(columns)}")


def _school(line: int, row: Row) -> ListedSchool:
    answers = {}
    for column, (field, read) in COLUMNS.items():
        value = " ".join(row[column].split())
        try:
            answers[field] = read(value)
        except ValueError as error:
            raise FileRefused(f"Line {line}: {column} {error}, not {value[:50]!r}") from error
    local_authority, number = authority_code(row[LA]), answers.pop("number")
    return ListedSchool(
        **answers,
        local_authority=local_authority,
        dfe_number="" if number is None else f"{local_authority}/{number:04}",
        kind=kind_of(answers["type"], answers["phase"]),
    )


def _text(field: str) -> Callable[[str], str]:
    longest = cast("models.CharField[str, str]", School._meta.get_field(field)).max_length or 0

    def read(value: str) -> str:
        if len(value) > longest:
            raise ValueError(f"must be {longest} characters or fewer")
        if _has_hidden(value):
            raise ValueError("must have no hidden characters")
        return value

    return read


def _has_hidden(value: str) -> bool:
    try:
        one_line(value)
    except ValidationError:
        return True
    return False


def _name(value: str) -> str:
    if not value:
        raise ValueError("must be the name of a school")
    return _text("name")(value)


def _urn(value: str) -> int:
    number = _number(9)(value)
    if number is None:
        raise ValueError("must be a number")
    return number


def _number(most_digits: int) -> Callable[[str], int | None]:
    def read(value: str) -> int | None:
        if value and not re.fullmatch(rf"\d{{1,{most_digits}}}", value, re.ASCII):
            raise ValueError(f"must be a number of up to {most_digits} figures")
        return int(value) if value else None

    return read


def _status(value: str) -> str:
    if value not in STATUS:
        raise ValueError("must be 1, 2, 3 or 4")
    return STATUS[value]


def _day(value: str) -> date | None:
    if not value:
        return None
    match = DAY.fullmatch(value)
    try:
        if match:
            day, month, year = map(int, match.groups())
            return date(year, month, day)
    except ValueError:
        pass
    raise ValueError("must be a date like 31-08-2025")


COLUMNS: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "URN": ("urn", _urn),
    "EstablishmentNumber": ("number", _number(4)),
    "EstablishmentName": ("name", _name),
    "TypeOfEstablishment (name)": ("type", _text("type")),
    "Trusts (name)": ("trust", _text("trust")),
    "EstablishmentStatus (code)": ("status", _status),
    "OpenDate": ("opened_on", _day),
    "CloseDate": ("closed_on", _day),
    "PhaseOfEducation (name)": ("phase", _text("phase")),
    "StatutoryLowAge": ("low_age", _number(2)),
    "StatutoryHighAge": ("high_age", _number(2)),
    "Town": ("town", _text("town")),
    "Postcode": ("postcode", _text("postcode")),
    "DistrictAdministrative (name)": ("district", _text("district")),
}
