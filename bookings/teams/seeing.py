"""What a partner sees of a session, and who checks people in on its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bookings.columns import OF_THE_ATTENDEE, Column
from bookings.exports.files import Kind, write_csv_file
from bookings.exports.rows import rows_of
from bookings.exports.workbooks import write_workbook
from bookings.models import Booking
from bookings.models.booking import BookingQuerySet
from events import audit
from events.command import command
from events.dates import format_date, local
from events.models import Organiser, Session
from events.refusal import Refusal

FOR_PARTNERS = ("full_name", "school", "access_needs")
FOR_CHECK_IN = ("full_name", "school")


class NotItsDay(Refusal):
    """The list is shown on the day of the session alone; `sentence` says when that is."""

    template = "bookings/not_its_day.html"

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


@dataclass(frozen=True)
class Numbers:
    """How many come to a session."""

    booked: int
    capacity: int | None
    with_access_needs: int


def numbers_of(session: Session) -> Numbers:
    booked = booked_at(session)
    needing = booked.with_access_needs().count()
    return Numbers(booked.count(), session.capacity, needing)


def booked_at(session: Session) -> BookingQuerySet:
    return Booking.objects.at_sessions([session.pk]).holding_a_place()


def lines(session: Session, columns: Sequence[str]) -> list[list[str]]:
    """What these columns say of everybody who holds a place, by surname."""
    found = booked_at(session).sorted_by("surname")
    return [row.cells for row in rows_of(found, _columns(columns))]


def check_its_day(session: Session, at: datetime) -> None:
    """Raises NotItsDay."""
    if session.is_cancelled:
        raise NotItsDay("The session is cancelled.")
    day = _day(session)
    if day is None:
        raise NotItsDay("The date of the session is to be confirmed.")
    last = local(session.ends_at).date() if session.ends_at else day
    today = local(at).date()
    if today < day:
        raise NotItsDay(f"You can see it on {format_date(day)}, the day of the session.")
    if today > last:
        raise NotItsDay(f"You could see it on {format_date(last)}, the day of the session.")


def file_name(session: Session, kind: str) -> str:
    return f"{session.event.feed_name}-{session.public_id}.{kind}"


def write_file(session: Session, kind: str, path: Path) -> None:
    """Names, schools and access needs, and nothing else that a partner may not have."""
    columns = _columns(FOR_PARTNERS)
    rows = rows_of(booked_at(session).sorted_by("surname"), columns)
    if kind == Kind.XLSX:
        write_workbook(path, columns, [], rows)
    else:
        write_csv_file(path, columns, rows)


@command
def record_export(session: Session, *, at: datetime, by: Organiser) -> None:
    """Leave in the audit trail, and in the event's history, that the names were taken out."""
    audit.record("session_exported", session, at=at, by=by)


def _day(session: Session) -> date | None:
    if session.starts_at:
        return local(session.starts_at).date()
    is_some_day = session.precision in (Session.Precision.MONTH, Session.Precision.NONE)
    return None if is_some_day else session.on_date


def _columns(names: Sequence[str]) -> list[Column]:
    return [column for column in OF_THE_ATTENDEE if column.name in names]
