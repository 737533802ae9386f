"""The schools of the fictional county of Westshire, as a file that import_schools reads."""

import csv
import io
from typing import Final

LOCAL_AUTHORITY = "875"
FIRST_URN = 900001
NORTH, SOUTH, COAST, CITY = "North Westshire", "South Westshire", "Coast and Marsh", "Wexbridge"
COLUMNS: Final = [
    "URN",
    "LA (code)",
    "EstablishmentNumber",
    "EstablishmentName",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (code)",
    "OpenDate",
    "CloseDate",
    "PhaseOfEducation (name)",
    "StatutoryLowAge",
    "StatutoryHighAge",
    "Town",
    "Postcode",
    "DistrictAdministrative (name)",
    "Trusts (name)",
]
TYPES: Final = {
    "community": "Community school",
    "aided": "Voluntary aided school",
    "controlled": "Voluntary controlled school",
    "foundation": "Foundation school",
    "academy": "Academy converter",
    "sponsored": "Academy sponsor led",
    "free": "Free schools",
    "special": "Community special school",
    "special academy": "Academy special converter",
    "unit": "Pupil referral unit",
    "nursery": "Local authority nursery school",
    "college": "Further education",
    "sixth form": "Sixth form centres",
}
PHASES: Final = {"1": "Nursery", "2": "Primary", "3": "Primary", "4": "Secondary", "8": "16 plus"}
NO_PHASE = "Not applicable"
IN_A_TRUST: Final = ["academy", "sponsored", "free", "special academy"]
SIXTEEN: Final = 16
TRUSTS: Final = {
    NORTH: "Harrowfold Hills Learning Trust",
    SOUTH: "Orchard and Green Academies Trust",
    COAST: "The Lighthouse Schools Trust",
    CITY: "Weir Valley Education Trust",
}

# Number, name, town, postcode, district, type, youngest and oldest.
SCHOOLS: Final = [
    ("1001", "Acorns Nursery School", "Wexbridge", "WX1 2PL", CITY, "nursery", 2, 5),
    ("1002", "Quayside Nursery School", "Eastmarsh", "WX9 1NQ", COAST, "nursery", 3, 5),
    ("1101", "The Bridge Pupil Referral Unit", "Wexbridge", "WX1 5BR", CITY, "unit", 11, 16),
    ("2001", "Abbey Lane Primary School", "Wexbridge", "WX1 3AB", CITY, "community", 4, 11),
    ("2002", "Addlestow Infant School", "Addlestow", "WX7 1AD", SOUTH, "community", 4, 7),
    ("2003", "Addlestow Junior School", "Addlestow", "WX7 1AE", SOUTH, "community", 7, 11),
    ("2004", "Brackenford Primary School", "Brackenford", "WX4 1BF", NORTH, "community", 3, 11),
    ("2005", "Castle Street Primary School", "Wexbridge", "WX1 1CS", CITY, "academy", 4, 11),
    ("2006", "Cobbler's Field Primary School", "Stanmere", "WX5 2CF", NORTH, "community", 4, 11),
    ("2007", "Coldharbour Primary Academy", "Eastmarsh", "WX9 3CH", COAST, "sponsored", 4, 11),
    ("2008", "Fairmile Primary School", "Harrowfold", "WX3 4FM", NORTH, "foundation", 4, 11),
    ("2009", "Greenway Primary School", "Penfold Green", "WX6 1GW", SOUTH, "community", 3, 11),
    ("2010", "Little Orley Primary School", "Little Orley", "WX8 5HK", COAST, "community", 4, 11),
    ("2011", "Marsh End Primary School", "Eastmarsh", "WX9 5ME", COAST, "community", 4, 11),
    ("2012", "Meadowbank Primary School", "Wexbridge", "WX2 3MB", CITY, "academy", 4, 11),
    ("2013", "Oakfield Primary School", "Addlestow", "WX7 4KF", SOUTH, "community", 4, 11),
    ("2014", "Oakfield Primary School", "Brackenford", "WX4 4KF", NORTH, "academy", 4, 11),
    ("2015", "Pilgrims Way Primary School", "Stanmere", "WX5 6PW", NORTH, "community", 4, 11),
    ("2016", "River View Primary School", "Wexbridge", "WX1 7RV", CITY, "free", 4, 11),
    ("2017", "The Orchard Primary School", "Penfold Green", "WX6 5TR", SOUTH, "academy", 4, 11),
    ("2018", "Windmill Hill Primary School", "Harrowfold", "WX3 6WH", NORTH, "community", 4, 11),
    ("3001", "St Aidan's Catholic Primary School", "Wexbridge", "WX2 1SA", CITY, "aided", 4, 11),
    ("3002", "St Mary's C of E Primary School", "Harrowfold", "WX3 2SM", NORTH, "aided", 4, 11),
    ("3003", "St Mary's C of E Primary School", "Stanmere", "WX5 1SM", NORTH, "controlled", 4, 11),
    (
        "3004",
        "St Nicholas C of E Primary School",
        "Eastmarsh",
        "WX9 2SN",
        COAST,
        "controlled",
        4,
        11,
    ),
    ("3005", "St Thomas C of E Primary School", "Little Orley", "WX8 2ST", COAST, "aided", 4, 11),
    ("4001", "Addlestow High School", "Addlestow", "WX7 2AH", SOUTH, "academy", 11, 18),
    ("4002", "Brackenford Academy", "Brackenford", "WX4 2BA", NORTH, "sponsored", 11, 16),
    ("4003", "Castle School", "Wexbridge", "WX1 4CA", CITY, "academy", 11, 18),
    ("4004", "Eastmarsh Community School", "Eastmarsh", "WX9 4EC", COAST, "community", 11, 16),
    ("4005", "Harrowfold School", "Harrowfold", "WX3 3HS", NORTH, "foundation", 11, 18),
    ("4006", "Penfold Green Girls' School", "Penfold Green", "WX6 3PG", SOUTH, "academy", 11, 18),
    ("4007", "Stanmere Grammar School", "Stanmere", "WX5 3SG", NORTH, "academy", 11, 18),
    ("4008", "Weir Valley Free School", "Wexbridge", "WX2 5WV", CITY, "free", 11, 18),
    ("7001", "Beacon House School", "Wexbridge", "WX1 6BH", CITY, "special", 4, 19),
    ("7002", "Heron's Reach School", "Eastmarsh", "WX9 6HR", COAST, "special", 3, 16),
    ("7003", "Long Acre Academy", "Addlestow", "WX7 6LA", SOUTH, "special academy", 11, 19),
    ("8001", "Westshire College", "Wexbridge", "WX1 8WC", CITY, "college", 16, 99),
    ("8002", "Eastmarsh Maritime College", "Eastmarsh", "WX9 7EM", COAST, "college", 16, 99),
    ("8003", "Stanmere Sixth Form College", "Stanmere", "WX5 7SF", NORTH, "sixth form", 16, 19),
]


def edubase_file() -> bytes:
    """All of them, open, in the columns of the national list."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for urn, school in enumerate(SCHOOLS, start=FIRST_URN):
        number, name, town, postcode, district, kind, youngest, oldest = school
        phase = PHASES.get(number[0], NO_PHASE) if kind != "unit" else NO_PHASE
        ages = [youngest, oldest]
        trust = TRUSTS[district] if kind in IN_A_TRUST else ""
        start = [urn, LOCAL_AUTHORITY, number, name, TYPES[kind], 1, "", ""]
        writer.writerow([*start, phase, *ages, town, postcode, district, trust])
    return text.getvalue().encode()


def with_sixth_form() -> list[str]:
    """The DfE numbers of the schools that teach young people over 16 besides younger ones."""
    return [
        f"{LOCAL_AUTHORITY}/{number}"
        for number, *_, youngest, oldest in SCHOOLS
        if youngest < SIXTEEN < oldest
    ]
