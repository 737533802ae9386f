"""What lists and exports say of each booking: columns that keep their names."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bookings.models import Booking
from bookings.models.booking_state import state_label
from bookings.questions import answers
from bookings.questions.answers import AnswerColumn
from events.dates import format_session_when, local
from events.models import Event, Session


@dataclass(frozen=True)
class Column:
    """`text` makes the cell of what the booking has at these paths, which name columns of tables.

    `name` and `heading` are what other systems know the column by: they stay.
    """

    name: str
    heading: str
    paths: tuple[str, ...]
    text: Callable[..., str]
    is_shown_at_first: bool = False

    def of(self, booking: Booking) -> str:
        """The cell of a booking that is loaded with what it belongs to."""
        return self.text(*(_value(booking, path) for path in self.paths))


def columns_of(event: Event, sessions: Iterable[Session]) -> list[Column]:
    """All columns of an event with these sessions, which are loaded with venues, in order.

    After those that every event has come its own questions: a query, and one more for withdrawn
    ones.
    """
    fixed = [REFERENCE, *of_the_session(sessions), *OF_THE_ATTENDEE, *OF_THE_BOOKING]
    headings = [column.heading for column in fixed]
    return [*fixed, *map(_of_question, answers.columns_of(event, besides=headings))]


def sortable(moment: datetime | None) -> str:
    """2026-11-30 16:00 in London, which spreadsheets read as a date and sort."""
    return local(moment).isoformat(" ", "minutes")[:16] if moment else ""


def _value(booking: Booking, path: str) -> Any:
    value: Any = booking
    for name in path.split("__"):
        value = getattr(value, name, None)
    return value


def _plain(name: str, heading: str, *paths: str, at_first: bool = False) -> Column:
    """The first of these that says something."""
    return Column(name, heading, paths, _one if len(paths) == 1 else _first, at_first)


def _one(value: Any) -> str:
    return str(value) if value else ""


def _first(*values: Any) -> str:
    return next((str(value) for value in values if value), "")


def _of_question(asked: AnswerColumn) -> Column:
    paths = ("attendee__answers", "attendee__dietary_needs")
    return Column(asked.key, asked.heading, paths, asked.text, is_shown_at_first=True)


def of_the_session(sessions: Iterable[Session]) -> Sequence[Column]:
    """Each session is put into words once."""
    said = {session.pk: _session_in_words(session) for session in sessions}

    def column(name: str, heading: str, *, at_first: bool = False) -> Column:
        def text(pk: int) -> str:
            return said[pk][name]

        return Column(name, heading, ("session_id",), text, at_first)

    return [
        column("session", "Session", at_first=True),
        column("when", "When"),
        column("starts", "Starts"),
        column("ends", "Ends"),
        column("where", "Where"),
    ]


def _session_in_words(session: Session) -> dict[str, str]:
    return {
        "session": session.label or format_session_when(session),
        "when": format_session_when(session),
        "starts": sortable(session.starts_at),
        "ends": sortable(session.ends_at),
        "where": session.venue.one_line if session.venue else session.get_mode_display(),
    }


def _answer(partstat: str) -> str:
    return Booking.Answer(partstat).label


REFERENCE = _plain("reference", "Reference", "attendee__public_id")
OF_THE_ATTENDEE = [
    _plain("full_name", "Full name", "attendee__full_name"),
    _plain("email", "Work email address", "attendee__email", at_first=True),
    _plain(
        "school",
        "School",
        "attendee__school__name",
        "attendee__typed_school",
        at_first=True,
    ),
    _plain("town", "Town", "attendee__school__town"),
    _plain("dfe_number", "DfE number", "attendee__school__dfe_number"),
    _plain("urn", "URN", "attendee__school__urn"),
    _plain("phase", "Phase", "attendee__school__phase"),
    _plain("district", "District", "attendee__school__district"),
    _plain("role", "Role", "attendee__role", at_first=True),
    _plain("access_needs", "Access needs", "attendee__access_needs", at_first=True),
    _plain("booked_by", "Booked by", "attendee__booker__name", at_first=True),
    _plain("booked_by_email", "Booked by email address", "attendee__booker__email"),
    _plain("word_to_organiser", "Told the organisers", "attendee__word_to_organiser"),
]
OF_THE_BOOKING = [
    Column("state", "State", ("state", "attendee__replaced_as"), state_label, True),
    Column("answer", "Answer to the invitation", ("partstat",), _answer),
    Column("booked_at", "Booked at", ("booked_at",), sortable),
    Column("cancelled_at", "Cancelled at", ("cancelled_at",), sortable),
    Column("absent_at", "Could not come", ("absent_at",), sortable),
    Column("joined_at", "Joined", ("joined_at",), sortable),
]
