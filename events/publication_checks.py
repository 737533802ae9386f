"""What to look at before an event is published: what is odd, and what has to be mended first."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from events import attention, dates, ical, line_dates
from events.models import Event, Session

NO_ADDRESS = {
    Event.BookingBy.LINK: "Add the link to the page where people book.",
    Event.BookingBy.EMAIL: "Add the email address that people book with.",
}


@dataclass(frozen=True)
class Checks:
    """Sentences about an event: what is odd, and what is missing or cannot be.

    `missing` is what publish_event refuses; `unfit` is refused before.
    """

    missing: list[str]
    unfit: list[str]
    warnings: list[str]

    @property
    def stops(self) -> list[str]:
        return [*self.missing, *self.unfit]

    @property
    def digest(self) -> str:
        """Tells whether somebody has been shown these warnings, or others."""
        return hashlib.sha256("\n".join(self.warnings).encode()).hexdigest()

    def let_pass(self, digest: str) -> bool:
        """Whether it may be published by whoever has been shown the warnings of this digest."""
        return not self.unfit and (not self.warnings or digest == self.digest)


def checks(event: Event, sessions: Iterable[Session], at: datetime) -> Checks:
    """Of an event loaded by `for_display`, and its sessions; with one query for all of them.

    Of an event that is published, what is over is past mending.
    """
    held = [
        session
        for session in sessions
        if not session.is_cancelled and (event.is_draft or not session.is_over(at))
    ]
    held.sort(key=lambda session: (session.sort_at, session.pk))
    return Checks(
        missing=list(_missing(event, held)) if event.is_draft else [],
        unfit=list(_unfit(event, held, at)) if event.is_draft else [],
        warnings=[*_about_event(event, held, at), *_about_sessions(event, held, at)],
    )


def _missing(event: Event, sessions: list[Session]) -> Iterator[str]:
    if not sessions:
        yield "Add a session, even if its date is still to be confirmed."
    if not (event.contact_name or event.contact_email or event.contact_telephone):
        yield "Add a name, email address or phone number people can contact."


def _unfit(event: Event, sessions: list[Session], at: datetime) -> Iterator[str]:
    if sessions and all(session.is_over(at) for session in sessions):
        yield "Change the dates, or add a session that is still to come. Every session is over."
    if event.booking_by in NO_ADDRESS and not event.booking_address:
        yield NO_ADDRESS[Event.BookingBy(event.booking_by)]


def _about_event(event: Event, sessions: list[Session], at: datetime) -> Iterator[str]:
    texts = [("title", event.title), ("summary", event.summary), ("description", event.body)]
    for name, text in texts:
        yield from (f"{slip} in the {name}." for slip in _slips(text, sessions, at))
    if event.is_draft and attention.has_no_agenda(event):
        yield "There is no agenda."


def _about_sessions(event: Event, sessions: list[Session], at: datetime) -> list[str]:
    coming = [session for session in sessions if not session.is_over(at)]
    others = _overlapping(event, coming)
    return [
        f"{session.label or dates.format_session_when(session)}: {sentence}"
        for session in sessions
        for sentence in [
            *_about(session, at),
            *(f"{slip} in its name." for slip in _slips(session.label, sessions, at)),
            *_clashes(session, others if session in coming else []),
        ]
    ]


def _about(session: Session, at: datetime) -> Iterator[str]:
    day = _day(session)
    if session.is_over(at):
        yield "this is in the past."
    elif session.starts_at and session.has_started(at):
        yield "this has already started."
    elif day and day.weekday() >= 5:
        yield f"this is a {day:%A}."
    elif day and not dates.is_working_day(day):
        yield "this is a bank holiday."
    if session.capacity is None and session.event.booking_by == Event.BookingBy.HERE:
        yield "there is no limit on places."
    if session.mode == Session.Mode.TO_BE_CONFIRMED:
        yield "there is no venue or link yet."
    if session.is_online and not session.join_link:
        yield "there is no link to join yet."


def _slips(text: str, sessions: list[Session], at: datetime) -> Iterator[str]:
    """Dates that name another weekday than theirs; without a year, that of a session is meant."""
    for named in line_dates.named_days(text):
        day = named.in_year or next(
            (day for day in map(_day, sessions) if day and named.is_like(day)), None
        )
        if day is not None and day.weekday() != named.weekday:
            verb = "was" if day < dates.local(at).date() else "is"
            yield f"{dates.format_short_date(day)} {verb} a {day:%A}, and it says “{named.typed}”"


def _overlapping(event: Event, sessions: list[Session]) -> list[Session]:
    """Sessions of other events for one of the same audiences, at the time of one of these."""
    at_the_time = Q()
    for session in filter(_has_date, sessions):
        at_the_time |= Q(sort_at__lt=session.over_at, over_at__gt=session.sort_at)
    audiences = event.audiences.all()
    if not at_the_time or not audiences:
        return []
    for_the_same = Event.objects.filter(audiences__in=audiences, state=Event.State.PUBLISHED)
    others = (
        Session.objects.not_cancelled()
        .with_a_date()
        .filter(at_the_time, event__in=for_the_same.values("pk"))
        .filter(Q(event__is_listed=True) | Q(event__team=event.team_id))
        .exclude(event=event)
    )
    return list(others.with_place().in_order())


def _clashes(session: Session, others: list[Session]) -> Iterator[str]:
    for other in others:
        if _has_date(session) and other.sort_at < _end(session) and session.sort_at < _end(other):
            yield (
                f"“{other.event.title}” is for the same audience at the same time, "
                f"{dates.format_session_when(other)}."
            )


def _has_date(session: Session) -> bool:
    return session.closes_at is not None


def _end(session: Session) -> datetime:
    """As calendars show it, where none is known."""
    is_open = session.starts_at is not None and session.ends_at is None
    return session.sort_at + ical.SHOWN_WITHOUT_END if is_open else session.over_at


def _day(session: Session) -> date | None:
    if session.starts_at:
        return dates.local(session.starts_at).date()
    return None if session.precision == Session.Precision.MONTH else session.on_date
