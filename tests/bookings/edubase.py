"""Small files in the shape of the national list of schools, for the tests of its import."""

import csv
import io

WESTSHIRE = "875"
OAKFIELD = {
    "URN": "100001",
    "LA (code)": WESTSHIRE,
    "LA (name)": "Westshire",
    "EstablishmentNumber": "2109",
    "EstablishmentName": "Oakfield Primary School",
    "TypeOfEstablishment (code)": "1",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (code)": "1",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-1972",
    "CloseDate": "",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "Trusts (name)": "",
    "Town": "Ashby",
    "Postcode": "WS1 2AB",
    "HeadLastName": "Never-Imported",
    "DistrictAdministrative (name)": "North Westshire",
}


def school(urn: int = 100001, **columns: str) -> dict[str, str]:
    """A row of the list; columns whose names are no Python names come as a dict with **."""
    return OAKFIELD | {"URN": str(urn)} | columns


def numbered(count: int) -> list[dict[str, str]]:
    return [school(100001 + number, EstablishmentNumber="") for number in range(count)]


def closed(row: dict[str, str], on: str = "31-08-2026") -> dict[str, str]:
    return row | {"EstablishmentStatus (code)": "2", "CloseDate": on}


def edubase(
    *rows: dict[str, str], encoding: str = "cp1252", without: str = "", separator: str = ","
) -> bytes:
    """The file as it is published: line ends of Windows, and quotes only where they are needed."""
    columns = [column for column in OAKFIELD if column != without]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(
        text, columns, lineterminator="\r\n", extrasaction="ignore", delimiter=separator
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)
