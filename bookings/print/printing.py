"""The prints of a session, each left in the audit trail: it holds personal data."""

from datetime import datetime

from bookings.print.badges import badges
from bookings.print.labels import LabelSheet
from bookings.print.people import people_at
from bookings.print.sign_in_sheet import sign_in_sheet
from events import audit
from events.command import command
from events.models import Organiser, Session


def print_sign_in_sheet(
    session: Session, *, order: str, blank: int, at: datetime, by: Organiser
) -> bytes:
    """PDF of a session that is loaded with its event and venue."""
    people = people_at(session, order)
    pdf = sign_in_sheet(session, people, by_school=order == "school", blank=blank, at=at)
    record_sign_in_sheet(session, at=at, by=by)
    return pdf


def print_badges(
    session: Session, *, order: str, sheet: LabelSheet, first: int, at: datetime, by: Organiser
) -> bytes:
    people = people_at(session, order)
    pdf = badges(session.event.title, people, sheet, first=first, at=at)
    record_badges(session, at=at, by=by)
    return pdf


@command
def record_sign_in_sheet(session: Session, *, at: datetime, by: Organiser) -> None:
    audit.record("sign_in_sheet_printed", session, at=at, by=by)


@command
def record_badges(session: Session, *, at: datetime, by: Organiser) -> None:
    audit.record("badges_printed", session, at=at, by=by)
