"""The waiting lists of an event as a file: a row for each line, in the order of the lists."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Case, QuerySet, Sum, Value, When, Window
from django.db.models.functions import RowNumber

from bookings.columns import OF_THE_ATTENDEE, REFERENCE, Column, of_the_session, sortable
from bookings.exports.files import Kind, write_csv_file
from bookings.exports.rows import rows_of
from bookings.exports.workbooks import write_workbook
from bookings.models import WaitingPlace
from bookings.models.waiting import WaitingState
from bookings.who_waits import WHOLE_COURSE
from events import audit
from events.command import command
from events.models import Event, Organiser, Session


@command
def record_export(event: Event, *, at: datetime, by: Organiser) -> None:
    """Leave in the audit trail that the waiting list was taken out."""
    audit.record("waiting_list_exported", event, at=at, by=by)


def file_name(event: Event, kind: str) -> str:
    return f"{event.feed_name}-waiting-list.{kind}"


def write_waiting_list(event: Event, kind: str, path: Path) -> None:
    """Whoever waits or has an offer, row by row."""
    sessions = list(event.sessions.with_venue().in_order())
    columns = _columns(event, sessions)
    rows = rows_of(_lines(event), columns)
    if kind == Kind.XLSX:
        with_sheets = [] if _is_course(event) else sessions
        write_workbook(path, columns, with_sheets, rows, title="Waiting list")
    else:
        write_csv_file(path, columns, rows)


def _lines(event: Event) -> QuerySet[Any, Any]:
    """With `position` in their list and `choice` among all that the same person waits for."""
    is_waiting = Case(When(state=WaitingState.WAITING, then=Value(1)), default=Value(0))
    counted = (
        WaitingPlace.objects.open()
        .of_event(event)
        .annotate(
            position=Window(Sum(is_waiting), partition_by="session", order_by=["rank", "pk"]),
            choice=Window(RowNumber(), partition_by="attendee", order_by=["preference", "pk"]),
        )
    )
    return counted.order_by("session__sort_at", "session", "rank", "pk")


def _columns(event: Event, sessions: Iterable[Session]) -> list[Column]:
    whole = Column("session", "Session", ("session_id",), lambda _: WHOLE_COURSE)
    of_list = [whole] if _is_course(event) else of_the_session(sessions)
    return [REFERENCE, *of_list, *OF_THE_ATTENDEE, *OF_THE_LINE]


def _is_course(event: Event) -> bool:
    return event.attendance == Event.Attendance.ALL


def _position(state: str, position: int) -> str:
    return str(position) if state == WaitingState.WAITING else ""


def _state(state: str) -> str:
    return WaitingState(state).label


OF_THE_LINE = [
    Column("waiting_state", "State", ("state",), _state),
    Column("position", "Position", ("state", "position"), _position),
    Column("choice", "Choice", ("choice",), str),
    Column("joined_at", "Waiting since", ("joined_at",), sortable),
    Column("offered_at", "Offered at", ("offered_at",), sortable),
    Column("expires_at", "Offered until", ("expires_at",), sortable),
    Column("moved_because", "Moved in the list because", ("moved_because",), str),
]
