"""Which sessions of an event somebody can choose now, and what to say where there is none."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bookings.lifecycle import steps
from bookings.lifecycle.refusals import SessionFull
from events import dates
from events.cards import describe_where
from events.models import Event, Session
from events.places_left import NOW, PlacesLeft
from events.refusal import Refusal


class Choice:
    """The sessions of one event at one moment."""

    def __init__(self, event: Event, sessions: Iterable[Session], at: datetime) -> None:
        self.event = event
        self.sessions = {session.public_id: session for session in sessions}
        self.open_sessions = [
            session
            for session in self.sessions.values()
            if session.is_open_for_booking(at) and not session.is_full
        ]
        self.full_sessions = [
            session
            for session in self.sessions.values()
            if session.is_open_for_booking(at) and session.is_full
        ]
        self._at = at

    @property
    def is_for_one(self) -> bool:
        return self.event.attendance == Event.Attendance.ONE

    @property
    def is_for_all(self) -> bool:
        return self.event.attendance == Event.Attendance.ALL

    @property
    def is_for_several(self) -> bool:
        return self.event.attendance == Event.Attendance.ANY

    @property
    def has_to_be_made(self) -> bool:
        """Whether the form has to ask."""
        return not self.is_for_all and len(self.open_sessions) > 1

    @property
    def is_in_person(self) -> bool:
        """Whether one of the sessions that can be booked is held where people meet."""
        return any(session.is_in_person for session in self.open_sessions)

    @property
    def without_choosing(self) -> list[Session]:
        """The sessions that a booking is for where the form does not ask."""
        if self.is_for_all:
            return [session for session in self.sessions.values() if not session.is_cancelled]
        return self.open_sessions[:1]

    def made(self, public_ids: Iterable[str]) -> list[Session]:
        """The sessions with these public ids: those that the form has shown, and no others."""
        return [self.sessions[public_id] for public_id in public_ids]

    def others_than(self, session: Session | None) -> list[Session]:
        """What else is open, as a way on from a refusal."""
        if self.is_for_all:
            return []
        return [other for other in self.open_sessions if other != session]

    def refusal(self, public_id: str | None) -> Refusal | None:
        """Why this session, or any where none is named, cannot be booked; None where it can."""
        if public_id in self.sessions and not self.is_for_all:
            return self._refusal_of(self.sessions[public_id])
        candidates = self.without_choosing or list(self.sessions.values())[-1:]
        refusals = [self._refusal_of(session) for session in candidates]
        return next((refusal for refusal in reversed(refusals) if refusal is not None), None)

    def _refusal_of(self, session: Session) -> Refusal | None:
        full = SessionFull(session) if session.is_full else None
        return steps.why_closed(session, self._at) or full


def item(session: Session, left: PlacesLeft = NOW) -> dict[str, Any]:
    """A session as a radio button or a checkbox: label and day, and below them the rest."""
    return _item(session, session.public_id, left.in_words(session))


def held_item(session: Session, booking: str) -> dict[str, Any]:
    """The same of a place that somebody holds; its value is the booking's public id."""
    return _item(session, booking, "")


def _item(session: Session, value: str, left: str) -> dict[str, Any]:
    day, clock = dates.format_session_day_and_time(session)
    return {
        "value": value,
        "text": ", ".join(filter(None, [session.label, day])),
        "label": {"classes": "govuk-!-font-weight-bold"},
        "hint": {"text": ", ".join(filter(None, [clock, describe_where(session), left]))},
    }
