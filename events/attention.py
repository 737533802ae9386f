"""What organisers should look at of an event that is to come, as far as events know of it.

Each rule stands here twice, side by side: of one event that is loaded, and as what a database finds
among thousands. A test sees that both find the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.lookups import GreaterThanOrEqual

from events import dates
from events.models import Document, Event, Session
from events.models.event import EventQuerySet
from events.models.session import SessionQuerySet

AGENDA_DAYS, TIME_DAYS = 7, 14  # so long before it is missed
FEW_LEFT = 5
WITHOUT_TIME = (Session.Precision.HALF_DAY, Session.Precision.DAY)

_IS_FEW = Q(GreaterThanOrEqual(F("places_taken") * 10, F("capacity") * 9)) | Q(
    places_taken__gte=F("capacity") - FEW_LEFT
)
_IS_HALF = Q(GreaterThanOrEqual(F("places_taken") * 2, F("capacity")))
_FILLING = Q(event__booking_by=Event.BookingBy.HERE) & _IS_FEW & _IS_HALF  # full ones too


@dataclass(frozen=True)
class Attention:
    """A sentence, and the page where it is mended.

    `key` stays the same while it is about the same thing, whatever its numbers are.
    """

    key: str
    text: str
    page: str
    query: str = ""


def is_nearly_full(taken: int, capacity: int) -> bool:
    """Nine of ten places are taken, or all but five; of a handful, half of them at least."""
    is_few = taken * 10 >= capacity * 9 or capacity - taken <= FEW_LEFT
    return taken < capacity and is_few and taken * 2 >= capacity


def has_no_agenda(event: Event) -> bool:
    """Nothing tells whoever comes what they come to."""
    return not any(document.tells_beforehand for document in event.documents.all())


def of_event(event: Event, at: datetime) -> list[Attention]:
    """Of one that is loaded with its sessions and documents; nothing unless it is announced."""
    if event.state != Event.State.PUBLISHED:
        return []
    coming = [one for one in event.sessions.all() if not (one.is_cancelled or one.is_over(at))]
    coming.sort(key=lambda session: (session.sort_at, session.pk))
    return [
        *(found for session in coming for found in _about_places(event, session)),
        *_about_agenda(event, coming, at),
        *(found for session in coming for found in _about_time(session, at)),
    ]


def among(events: EventQuerySet, at: datetime) -> SessionQuerySet:
    """The sessions to come for which some of these events need attention."""
    coming = Session.objects.upcoming(at).not_cancelled()
    announced = events.announced().order_by().values("pk")
    tells = Document.objects.telling_beforehand().filter(event=OuterRef("event"))
    today = dates.midnight_before(at)
    is_near = Q(sort_at__gte=today, sort_at__lt=_end_of_day(at, AGENDA_DAYS))
    lacks_agenda = is_near & ~Q(precision=Session.Precision.MONTH) & ~Exists(tells)
    lacks_time = Q(precision__in=WITHOUT_TIME, sort_at__lt=_end_of_day(at, TIME_DAYS))
    return coming.filter(event__in=announced).filter(_FILLING | lacks_agenda | lacks_time)


def _about_places(event: Event, session: Session) -> Iterator[Attention]:
    taken, capacity = session.places_taken, session.capacity
    if capacity is None or event.booking_by != Event.BookingBy.HERE:
        return
    if session.is_full:
        yield _about(session, "full", f"Full: {_name(session)}", "event_overview")
    elif is_nearly_full(taken, capacity):
        text = f"Nearly full: {taken:,} of {capacity:,}, {_name(session)}"
        yield _about(session, "nearly_full", text, "event_overview")


def _about_agenda(event: Event, coming: Iterable[Session], at: datetime) -> Iterator[Attention]:
    today = dates.local(at).date()
    starts = (dates.local(one.sort_at).date() for one in coming if _has_day(one))
    days = next(((day - today).days for day in starts if day >= today), AGENDA_DAYS + 1)
    if days <= AGENDA_DAYS and has_no_agenda(event):
        text = f"No agenda, and it is {_in_days(days)}"
        yield Attention(f"{event.public_id}:agenda", text, "event_documents")


def _about_time(session: Session, at: datetime) -> Iterator[Attention]:
    if session.precision in WITHOUT_TIME and session.sort_at < _end_of_day(at, TIME_DAYS):
        text = f"{_name(session)} has a date but no time"
        yield _about(session, "time", text, "edit_event")


def _about(session: Session, what: str, text: str, page: str) -> Attention:
    return Attention(f"{session.public_id}:{what}", text, page)


def _has_day(session: Session) -> bool:
    return session.precision not in (Session.Precision.MONTH, Session.Precision.NONE)


def _name(session: Session) -> str:
    return session.label or dates.format_session_when(session)


def _in_days(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def _end_of_day(at: datetime, days: int) -> datetime:
    """Midnight after the day that is so many days later in London."""
    day = dates.local(at).date() + timedelta(days=days + 1)
    return dates.london_time(day, datetime.min.time())
