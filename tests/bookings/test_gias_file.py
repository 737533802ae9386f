"""Reading the national list of schools: what is taken out of it, and what is refused where."""

import io
from dataclasses import asdict
from datetime import date

import pytest

from bookings.schools.gias_file import ListedSchool, kind_of, read_schools
from bookings.schools.list_text import FileRefused, read_list
from tests.bookings.edubase import WESTSHIRE, closed, edubase, school

OAKFIELD = ListedSchool(
    urn=100001,
    local_authority="875",
    dfe_number="875/2109",
    name="Oakfield Primary School",
    town="Ashby",
    postcode="WS1 2AB",
    phase="Primary",
    type="Community school",
    trust="",
    status="open",
    district="North Westshire",
    low_age=4,
    high_age=11,
    opened_on=date(1972, 9, 1),
    closed_on=None,
    kind="school",
)


def read(*rows, **how):
    return read_content(edubase(*rows, **how))


def read_content(content, local_authority=WESTSHIRE):
    return read_schools(read_list(io.BytesIO(content)), local_authority=local_authority)


def refusal(content, local_authority=WESTSHIRE):
    with pytest.raises(FileRefused) as refused:
        read_content(content, local_authority)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_every_needed_column_is_read_in_each_encoding(encoding):
    row = school(EstablishmentName="St Mary’s and Ste Thérèse’s School")

    [listed] = read(row, encoding=encoding)

    assert asdict(listed) == asdict(OAKFIELD) | {"name": "St Mary’s and Ste Thérèse’s School"}


def test_a_row_that_leaves_most_columns_empty_is_read():
    row = dict.fromkeys(school(), "")
    named = {"URN": "7", "LA (code)": "875", "EstablishmentName": "Elm", "Town": "\t "}

    [listed] = read(row | named | {"EstablishmentStatus (code)": "4"})

    assert asdict(listed) == {
        "urn": 7,
        "local_authority": "875",
        "dfe_number": "",
        "name": "Elm",
        "trust": "",
        "town": "",
        "postcode": "",
        "phase": "",
        "type": "",
        "status": "proposed",
        "district": "",
        "low_age": None,
        "high_age": None,
        "opened_on": None,
        "closed_on": None,
        "kind": "school",
    }


def test_only_the_schools_of_the_authority_are_read_and_only_they_are_looked_at():
    elsewhere = school(100002, **{"LA (code)": "876", "OpenDate": "some day"})

    assert read(elsewhere, school()) == [OAKFIELD]


def test_a_number_is_filled_up_to_four_figures():
    assert read(school(EstablishmentNumber="42"))[0].dfe_number == "875/0042"


def test_a_date_may_have_slashes():
    assert read(school(OpenDate="01/09/1972")) == [OAKFIELD]


def test_spaces_around_a_value_and_several_within_are_one():
    row = school(EstablishmentName=" Oakfield  Primary\nSchool ", **{"LA (code)": " 875 "})

    assert read(row) == [OAKFIELD]


def test_an_empty_line_is_no_school():
    assert read_content(edubase(school()) + b"\r\n\r\n") == [OAKFIELD]


def test_every_status_is_known():
    codes = ["1", "2", "3", "4"]
    rows = [school(n, **{"EstablishmentStatus (code)": code}) for n, code in enumerate(codes)]

    assert [listed.status for listed in read(*rows)] == ["open", "closed", "closing", "proposed"]


@pytest.mark.parametrize(
    ("type_name", "phase", "kind"),
    [
        ("Community school", "Primary", "school"),
        ("Academy converter", "Secondary", "school"),
        ("City technology college", "Secondary", "school"),
        ("Pupil referral unit", "Not applicable", "school"),
        ("Other independent school", "Not applicable", "school"),
        ("", "", "school"),
        ("La nursery school", "Nursery", "early_years"),
        ("Children's centre", "Not applicable", "early_years"),
        ("Further education", "16 plus", "college"),
        ("Sixth form centres", "Not applicable", "college"),
        ("Special post 16 institution", "Not applicable", "college"),
        ("Free schools 16 to 19", "16 plus", "college"),
        ("Multi-academy trust", "", "trust"),
        ("Higher education institutions", "16 plus", "other"),
        ("Miscellaneous", "Not applicable", "other"),
    ],
)
def test_what_sort_of_place_it_is_follows_from_type_and_phase(type_name, phase, kind):
    assert kind_of(type_name, phase) == kind


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("URN", "", "must be a number, not ''"),
        ("URN", "10x", "must be a number of up to 9 figures, not '10x'"),
        ("URN", "١٢", "must be a number of up to 9 figures, not '١٢'"),
        ("EstablishmentNumber", "21095", "must be a number of up to 4 figures, not '21095'"),
        ("EstablishmentName", " ", "must be the name of a school, not ''"),
        ("EstablishmentName", "x" * 201, f"must be 200 characters or fewer, not '{'x' * 50}'"),
        ("EstablishmentName", "a\x00b", r"must have no hidden characters, not 'a\x00b'"),
        ("EstablishmentName", "a\x1bb", r"must have no hidden characters, not 'a\x1bb'"),
        ("EstablishmentStatus (code)", "5", "must be 1, 2, 3 or 4, not '5'"),
        ("OpenDate", "31-02-2020", "must be a date like 31-08-2025, not '31-02-2020'"),
        ("CloseDate", "2020-08-31", "must be a date like 31-08-2025, not '2020-08-31'"),
        ("StatutoryLowAge", "four", "must be a number of up to 2 figures, not 'four'"),
        ("Postcode", "WS1 2AB WS1", "must be 10 characters or fewer, not 'WS1 2AB WS1'"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_line_and_column(column, value, reason):
    content = edubase(school(100002), school() | {column: value}, encoding="utf-8")

    assert refusal(content) == f"Line 3: {column} {reason}"


@pytest.mark.parametrize(
    "column", ["URN", "LA (code)", "EstablishmentName", "DistrictAdministrative (name)"]
)
def test_a_missing_column_is_named(column):
    assert refusal(edubase(school(), without=column)) == (
        f"Line 1: the column {column} is missing. Download the list as CSV, with all its columns"
    )


def test_a_row_of_the_wrong_width_is_named_whosever_it_is():
    elsewhere = edubase(school(100002, **{"LA (code)": "876"})).rstrip() + b",more\r\n"

    assert refusal(elsewhere) == "Line 2: 20 columns, where line 1 has 19"


def test_the_line_is_counted_where_values_run_over_several():
    row = school(EstablishmentName="Oakfield\r\nPrimary School")

    assert refusal(edubase(row, school(urn="x"))).startswith("Line 4: URN must be a number")


def test_a_quote_that_never_ends_is_refused():
    content = edubase(school()) + b'"' + edubase(school()).splitlines()[1]

    assert refusal(content) == "Line 3: unexpected end of data"


def test_a_school_that_is_there_twice_is_refused():
    assert refusal(edubase(school(), school())) == "Line 3: URN 100001 is in the file twice"


@pytest.mark.parametrize("code", ["0875", " 875 ", "00875"])
def test_the_code_of_the_authority_may_have_zeros_and_spaces_on_either_side(code):
    assert read_content(edubase(school(**{"LA (code)": code})), "875") == [OAKFIELD]
    assert read_content(edubase(school()), code) == [OAKFIELD]


@pytest.mark.parametrize("typed", ["886", " 0886 ", "Westshire", "", "0", "87"])
def test_an_authority_that_is_not_there_is_told_which_ones_are(typed):
    rows = [
        school(100001, **{"LA (code)": "935", "LA (name)": "  Suffolk "}),
        school(100002, **{"LA (code)": "000", "LA (name)": "Does not apply"}),
        school(100003, **{"LA (code)": "", "LA (name)": "None"}),
        school(100004, **{"LA (code)": "0202", "LA (name)": ""}),
        school(100005, **{"LA (code)": "202", "LA (name)": "Camden"}),
        school(100006),
    ]

    assert refusal(edubase(*rows), typed).splitlines() == [
        f"No school of local authority {typed.strip()} is in the file. It has:",
        "  202 Camden",
        "  875 Westshire",
        "  935 Suffolk",
    ]


def test_authorities_without_names_are_told_by_their_codes():
    assert refusal(edubase(closed(school()), without="LA (name)"), "886") == (
        "No school of local authority 886 is in the file. It has:\n  875"
    )


@pytest.mark.parametrize("rows", [[], [school(**{"LA (code)": " "})]])
def test_a_file_of_no_authority_at_all_is_told_so(rows):
    assert refusal(edubase(*rows)) == (
        "No school in the file has a local authority. Download the file again"
    )


def test_empty_ends_of_rows_may_be_left_out_as_excel_does():
    columns, row = edubase(school()).splitlines()
    content = b"\r\n".join([columns + b",UPRN,SiteName", row, row.replace(b"1,8", b"2,8") + b","])

    assert [listed.urn for listed in read_content(content)] == [100001, 100002]


def test_a_row_that_ends_before_what_is_needed_is_refused():
    columns, row = edubase(school()).splitlines()
    cut = row.rpartition(b",")[0]

    assert refusal(b"\r\n".join([columns + b",UPRN", row, cut])) == (
        "Line 3: 18 columns, where line 1 has 20"
    )
