"""The list of who is coming as a workbook: its sheets, and that every cell is text as typed."""

from datetime import date

import pytest

from bookings.exports.workbooks import sheet_names
from tests.bookings.taken_out import cells, lines, take_out, workbook
from tests.bookings.test_export_bookings_page import HEADINGS, two_sessions
from tests.factories import make_booking, make_event, make_session, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

NAMES = ["Ann Example", "陳大文", "محمد العربي", "प्रिया शर्मा", "👩‍🏫 Emoji", "x" * 200]


def test_a_workbook_has_a_sheet_of_all_and_one_of_each_session_with_text_as_typed(signed_in):
    morning, late = two_sessions()
    for name in NAMES:
        make_booking(morning, full_name=name)
    make_booking(morning, late, full_name="=1+1", role="https://evil.example")

    book = workbook(signed_in, morning.event)

    assert book.sheetnames == ["All", "Morning", "Late"]
    everything, first, second = (cells(sheet) for sheet in book)
    place = HEADINGS.index("Full name")
    assert everything[0] == first[0] == second[0] == HEADINGS
    assert [row[place] for row in first[1:]] == [*NAMES, "=1+1"]
    assert [row[place] for row in second[1:]] == ["=1+1"]
    assert [row[place] for row in everything[1:]] == [*NAMES, "=1+1", "=1+1"]
    sheet = book["All"]
    written = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.hyperlink) for cell in written} == {("s", None)}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:Y9")
    assert sheet.column_dimensions["H"].width > 30


def test_the_workbook_says_what_the_csv_file_says(signed_in):
    session = make_session()
    for name in NAMES:
        make_booking(session, full_name=name, access_needs="A ramp\nA loop")

    told = lines(take_out(signed_in, session.event))
    book = workbook(signed_in, session.event)

    assert book.sheetnames == ["All"]
    assert [[cell or "" for cell in row] for row in cells(book["All"])] == told


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["A/B: [x]*?", "A B   x"], ["A B   x", "2 A B   x"]),
        (["", "'History'"], ["30 November 2026, midday", "2 History"]),
        (["all", "x" * 40], ["2 all", "x" * 31]),
        (["x" * 40, "x" * 35], ["x" * 31, f"2 {'x' * 29}"]),
    ],
)
def test_no_two_sheets_have_one_name_and_each_is_one_that_excel_takes(labels, expected):
    sessions = two_sessions(*labels)

    assert list(sheet_names(sessions).values()) == expected


def test_a_session_without_a_time_or_a_name_has_a_numbered_sheet():
    event = make_event(plan(precision="day", on_date=date(2027, 1, 6)), plan(label="Late"))

    names = sheet_names(event.sessions.in_order())

    assert sorted(names.values()) == ["Late", "Session 2"]
