"""Which sessions of an event somebody can choose now, and what to say where there is none."""

from collections.abc import Iterable
from datetime import datetime

from bookings import lifecycle
from events.capacity import SessionFull
from events.models import Event, Session
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
        self._at = at

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
        return any(session.is_in_person for session in self.sessions.values())

    def made(self, public_ids: Iterable[str]) -> list[Session]:
        """The sessions that are meant: the chosen ones, or the one that needs no choosing.

        Where none is open it is the last one, so that booking it is refused with the reason.
        """
        if self.is_for_all:
            return [session for session in self.sessions.values() if not session.is_cancelled]
        chosen = [self.sessions[public_id] for public_id in public_ids]
        return chosen or self.open_sessions[:1] or list(self.sessions.values())[-1:]

    def others_than(self, session: Session | None) -> list[Session]:
        """What else is open, as a way on from a refusal."""
        if self.is_for_all:
            return []
        return [other for other in self.open_sessions if other != session]

    def refusal(self, public_id: str | None) -> Refusal | None:
        """Why this session, or any where none is named, cannot be booked; None where it can."""
        if public_id in self.sessions:
            return self._refusal_of(self.sessions[public_id])
        refusals = [self._refusal_of(session) for session in self.made(self.sessions)]
        standing = [refusal for refusal in refusals if refusal is not None]
        if self.is_for_all or len(standing) == len(refusals):
            return standing[-1] if standing else None
        return None

    def _refusal_of(self, session: Session) -> Refusal | None:
        try:
            lifecycle.check_open(session, self._at)
        except Refusal as refusal:
            return refusal
        return SessionFull(session) if session.is_full else None
