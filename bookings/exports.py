"""Who is coming, taken out as a file: one row for each place, harmless in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from bookings.models import Booking
from bookings.models.booking import state_label
from bookings.questions.answers import columns_of
from events import audit
from events.command import command
from events.dates import format_session_when, local
from events.models import Event, Organiser, Session

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
    "Could not come",
    "Told the organisers",
)
COLUMNS = (  # of a booking and its attendee
    "session_id",
    "state",
    "booked_at",
    "cancelled_at",
    "absent_at",
    "attendee__public_id",
    "attendee__full_name",
    "attendee__email",
    "attendee__school__name",
    "attendee__typed_school",
    "attendee__school__town",
    "attendee__school__dfe_number",
    "attendee__role",
    "attendee__access_needs",
    "attendee__booker__name",
    "attendee__booker__email",
    "attendee__word_to_organiser",
    "attendee__replaced_as",
    "attendee__answers",
    "attendee__dietary_needs",
)
ROWS_AT_ONCE = 500
BYTE_ORDER_MARK = "\ufeff"
STARTS_A_FORMULA = frozenset("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")


def attendee_rows(event: Event) -> Iterator[list[str]]:
    """The rows of the export, with its headings first: HEADINGS, and the event's own questions.

    Each session is put into words once; the bookings are read a few at a time.
    """
    sessions = {session.pk: _cells(session) for session in event.sessions.with_venue()}
    bookings = Booking.objects.at_sessions(sessions).in_order().values_list(*COLUMNS)
    columns = columns_of(event, besides=HEADINGS)
    yield [*HEADINGS, *(column.heading for column in columns)]
    for *booking, answers, dietary_needs in bookings.iterator(ROWS_AT_ONCE):
        yield [
            *_row(booking, sessions),
            *(column.text(answers, dietary_needs) for column in columns),
        ]


def write_csv(rows: Iterable[list[str]]) -> Iterator[str]:
    """CSV, a few lines at a time: UTF-8 with its mark, every cell quoted, no cell a formula."""
    yield BYTE_ORDER_MARK
    rest = iter(rows)
    while some := list(islice(rest, ROWS_AT_ONCE)):
        lines = io.StringIO(newline="")
        writer = csv.writer(lines, quoting=csv.QUOTE_ALL)
        writer.writerows(map(harmless, row) for row in some)
        yield lines.getvalue()


def harmless(cell: str) -> str:
    """The text as a spreadsheet shows it; what would start a formula gets an apostrophe."""
    return f"'{cell}" if cell[:1] in STARTS_A_FORMULA else cell


@command
def record_export(event: Event, *, at: datetime, by: Organiser) -> None:
    """Leave in the audit trail that the list of attendees was taken out."""
    audit.record("bookings_exported", event, at=at, by=by)


def _sortable(moment: datetime | None) -> str:
    """2026-11-30 16:00 in London, which spreadsheets read as a date and sort."""
    return local(moment).isoformat(" ", "minutes")[:16] if moment else ""


def _cells(session: Session) -> list[str]:
    return [
        session.label,
        format_session_when(session),
        _sortable(session.starts_at),
        _sortable(session.ends_at),
        session.venue.one_line if session.venue else session.get_mode_display(),
    ]


def _row(booking: list[Any], sessions: dict[int, list[str]]) -> list[str]:
    session, state, booked_at, cancelled_at, absent_at, reference, name, email, *rest = booking
    school, typed_school, town, dfe_number, *answers, word, replaced_as = rest
    return [
        reference,
        *sessions[session],
        name,
        email,
        school or typed_school,
        town or "",
        dfe_number or "",
        *(answer or "" for answer in answers),
        state_label(state, replaced_as),
        _sortable(booked_at),
        _sortable(cancelled_at),
        _sortable(absent_at),
        word,
    ]
