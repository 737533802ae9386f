"""What is printed where nobody has booked, and what the file is called."""

from datetime import UTC, date, datetime, timedelta

import pytest

from events.models import AuditEntry
from tests.bookings.printed import lines
from tests.bookings.test_print_session_page import errors, send
from tests.factories import NOON, make_booking, make_event, make_session, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_a_session_that_nobody_has_booked_is_not_printed(signed_in):
    event = make_event(plan(label="Full"), plan(label="Empty", starts_at=NOON + timedelta(days=30)))
    full, empty = event.sessions.with_place().in_order()
    make_booking(full)

    badges = send(signed_in, empty, what="badges")
    sheet = send(signed_in, empty)
    wrong = send(signed_in, empty, blank="x")

    assert errors(badges) == {"session": ["Nobody has booked this session"]}
    assert errors(sheet) == {"blank": ["Enter 1 or more: nobody has booked this session"]}
    assert errors(wrong) == {"blank": ["Enter a number of blank lines from 0 to 40"]}


def test_of_a_session_that_nobody_has_booked_blank_lines_are_printed(signed_in):
    response = send(signed_in, make_session(), blank="3")

    assert response["Content-Type"] == "application/pdf"
    assert "Sign-in sheet. Nobody has booked." in lines(response.content)
    assert AuditEntry.objects.filter(action="sign_in_sheet_printed").count() == 1


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"starts_at": datetime(2027, 7, 5, 23, 30, tzinfo=UTC)}, "2027-07-06"),
        ({"label": "Morning: Éire"}, "2026-11-30-morning-eire"),
        ({"precision": "day", "on_date": date(2027, 1, 6)}, "2027-01-06"),
        ({"precision": "none", "label": "x" * 60}, "x" * 40),
    ],
)
def test_the_file_is_called_by_the_day_and_the_label_of_its_session(signed_in, fields, part):
    event = make_event(plan(**fields))
    session = event.sessions.with_place().get()

    response = send(signed_in, session, blank="1")

    name = f"{event.feed_name}-{part}-sign-in-sheet.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
