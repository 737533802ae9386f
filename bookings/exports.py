"""Who is coming, taken out as a file: one row for each place, harmless in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime

from bookings.models import Booking
from events import audit
from events.command import command
from events.dates import format_session_when, local
from events.models import Event, Organiser

HEADINGS = (
    "Reference",
    "Session",
    "When",
    "Starts",
    "Ends",
    "Where",
    "Full name",
    "Work email address",
    "School",
    "Town",
    "DfE number",
    "Role",
    "Access needs",
    "Booked by",
    "Booked by email address",
    "State",
    "Booked at",
    "Cancelled at",
)
BYTE_ORDER_MARK = "\ufeff"
STARTS_A_FORMULA = tuple("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")


class EchoFile:
    """A file that hands each written line straight back, for streaming."""

    def write(self, line: str) -> str:
        return line


def attendee_rows(bookings: Iterable[Booking]) -> Iterator[list[str]]:
    """The rows of the export, with its headings first, in the order of HEADINGS."""
    yield list(HEADINGS)
    for booking in bookings:
        yield _row(booking)


def write_csv(rows: Iterable[list[str]]) -> Iterator[str]:
    """CSV line by line: UTF-8 with its mark, every cell quoted, no cell a formula."""
    writer = csv.writer(EchoFile(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(cell: str) -> str:
    """The text as a spreadsheet shows it; what would start a formula gets an apostrophe."""
    return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell


@command
def record_export(event: Event, *, at: datetime, by: Organiser) -> None:
    """Leave in the audit trail that the list of attendees was taken out."""
    audit.record("bookings_exported", event, at=at, by=by)


def _sortable(moment: datetime | None) -> str:
    """2026-11-30 16:00 in London, which spreadsheets read as a date and sort."""
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else ""


def _row(booking: Booking) -> list[str]:
    attendee, session = booking.attendee, booking.session
    school = attendee.school
    return [
        attendee.public_id,
        session.label,
        format_session_when(session),
        _sortable(session.starts_at),
        _sortable(session.ends_at),
        session.venue.one_line if session.venue else session.get_mode_display(),
        attendee.full_name,
        attendee.email,
        attendee.school_name,
        school.town if school else "",
        school.dfe_number if school else "",
        attendee.role,
        attendee.access_needs,
        attendee.booked_by_name,
        attendee.booked_by_email,
        booking.state_label,
        _sortable(booking.booked_at),
        _sortable(booking.cancelled_at),
    ]
