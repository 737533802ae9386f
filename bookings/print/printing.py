"""The prints of a session, each left in the audit trail: it holds personal data."""

from datetime import datetime

from django.utils.text import slugify

from bookings.print.badges import badges
from bookings.print.labels import LabelSheet
from bookings.print.people import people_at
from bookings.print.sign_in_sheet import sign_in_sheet
from events import audit
from events.command import command
from events.dates import local
from events.models import Organiser, Session

LABEL = 40  # letters of it in the name of a file


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


def file_name(session: Session, what: str) -> str:
    """headteacher-briefing-bcdfghjk-2027-01-06-morning-badges.pdf: nobody's name is in it."""
    day = ""
    if session.starts_at:
        day = f"{local(session.starts_at):%Y-%m-%d}"
    elif session.precision in (Session.Precision.DAY, Session.Precision.HALF_DAY):
        day = f"{session.on_date}"
    label = slugify(session.label)[:LABEL].strip("-")
    return f"{'-'.join(filter(None, [session.event.feed_name, day, label, what]))}.pdf"


@command
def record_sign_in_sheet(session: Session, *, at: datetime, by: Organiser) -> None:
    audit.record("sign_in_sheet_printed", session, at=at, by=by)


@command
def record_badges(session: Session, *, at: datetime, by: Organiser) -> None:
    audit.record("badges_printed", session, at=at, by=by)
