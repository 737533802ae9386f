"""The only writer of waiting places: who joins a list, is offered a place, or leaves it.

Each is a step over the lists of a locked event, and keeps the count of its sessions' places.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import F, Max

from bookings.lifecycle import calendar_versions, lists
from bookings.lifecycle.lists import WaitingList, WaitingLists
from bookings.mail import waiting_notices
from bookings.mail.queue import queue
from bookings.models import Attendee, WaitingPlace
from bookings.models.waiting import WaitingState
from events import audit, capacity
from events.command import step
from events.models import Event, Organiser, Session

State = WaitingState
CALLED = {  # what the audit calls it when a line ends
    State.DECLINED: "offer_declined",
    State.LAPSED: "offer_lapsed",
    State.LEFT: "waiting_list_left",
    State.REMOVED: "waiting_list_removed",
    State.CLOSED: "waiting_list_closed",
}


@step
def join(
    attendee: Attendee, sessions: Sequence[Session | None], *, at: datetime
) -> list[WaitingPlace]:
    """Put somebody at the end of these lists, in the order in which they prefer them."""
    rank, first = _next_rank(attendee.event), _next_preference(attendee)
    lines = [
        WaitingPlace(
            event=attendee.event,
            attendee=attendee,
            session=session,
            rank=rank,
            preference=first + number,
            joined_at=at,
        )
        for number, session in enumerate(sessions)
    ]
    audit.record("waiting_list_joined", attendee, at=at)
    calendar_versions.raise_for([attendee], at=at)
    return WaitingPlace.objects.bulk_create(lines)


@step
def add(of_each: Iterable[Sequence[WaitingPlace]], session: Session, *, at: datetime) -> None:
    """Let everybody wait for this session too, of whom these are all lines, where they were.

    They prefer what they chose themselves.
    """
    lines = [
        WaitingPlace(
            event=session.event,
            attendee=theirs[0].attendee,
            session=session,
            rank=min(line.rank for line in theirs if line.is_waiting),
            preference=max(line.preference for line in theirs) + 1,
            joined_at=at,
        )
        for theirs in of_each
    ]
    calendar_versions.raise_for((line.attendee for line in lines), at=at)
    WaitingPlace.objects.bulk_create(lines)


@step
def offer(
    waiting: WaitingList,
    lines: Sequence[WaitingPlace],
    *,
    until: datetime,
    at: datetime,
    by: Organiser | None = None,
) -> None:
    """Hold a place of this list for each of these, who wait in it, until then."""
    for session in waiting.sessions:
        capacity.take_places(session, len(lines), at=at)
    _write(lines, state=State.OFFERED, offered_at=at, expires_at=until)
    audit.record_all("place_offered", (line.attendee for line in lines), at=at, by=by)


@step
def shorten(lines: Sequence[WaitingPlace], until: datetime) -> None:
    """Let these offers stand no longer than that."""
    _write(lines, expires_at=until)


@step
def wait_on(waiting: WaitingList, lines: Sequence[WaitingPlace], *, at: datetime) -> None:
    """Take these offers back: whoever had them waits as before, to claim the place."""
    _release(waiting, lines, at=at)
    _write(lines, state=State.WAITING, offered_at=None, expires_at=None, told_free_at=None)


@step
def tell_free(lines: Sequence[WaitingPlace], *, at: datetime) -> None:
    """Note that these are being told that there is a place to claim."""
    _write(lines, told_free_at=at)


@step
def accept(lines: Sequence[WaitingPlace], *, at: datetime) -> None:
    """Whoever has these lines has the place, which stays taken as it is."""
    _end(lines, State.ACCEPTED, at=at)


@step
def end(
    waiting: WaitingList,
    lines: Sequence[WaitingPlace],
    state: WaitingState,
    *,
    at: datetime,
    by: Organiser | None = None,
    reason: str = "",
) -> None:
    """End these lines of a list; what was offered to them is free."""
    _release(waiting, lines, at=at)
    _end(lines, state, at=at, reason=reason)
    if state in CALLED:
        audit.record_all(CALLED[state], (line.attendee for line in lines), at=at, by=by)


@step
def end_all(
    found: WaitingLists,
    lines: Iterable[WaitingPlace],
    state: WaitingState,
    *,
    at: datetime,
    by: Organiser | None = None,
    reason: str = "",
) -> None:
    """The same for lines of several lists."""
    of_each: dict[lists.Key, list[WaitingPlace]] = defaultdict(list)
    for line in lines:
        of_each[line.session_id].append(line)
    for key, theirs in of_each.items():
        end(found.all[key], theirs, state, at=at, by=by, reason=reason)


@step
def release_offers(event: Event, cancelled: Collection[Session], *, at: datetime) -> None:
    """Free what is offered of locked sessions of a course that have just been cancelled.

    The offer is one of the other sessions now. Of other events each session has its own list,
    which is closed with it.
    """
    if event.attendance != Event.Attendance.ALL:
        return
    offered = WaitingPlace.objects.of_event(event).offered().count() if cancelled else 0
    for session in cancelled:
        capacity.keep_to_claim(session, 0, at=at)
        if offered:
            capacity.release_places(session, offered, at=at)


@step
def use_offers(attendee: Attendee, sessions: Collection[Session], *, at: datetime) -> None:
    """Free what is offered to somebody of these locked sessions, which they are about to book."""
    theirs = WaitingPlace.objects.of(attendee).offered()
    wanted = {None, *(session.pk for session in sessions)}
    used = [line for line in theirs if line.session_id in wanted]
    for session in sessions:
        number = sum(line.session_id in (None, session.pk) for line in used)
        if number:
            capacity.release_places(session, number, at=at)
    accept(used, at=at)


@step
def move_before(line: WaitingPlace, other: WaitingPlace | None, *, because: str) -> None:
    """Put a line before another one of its event, or after all."""
    if other is None:
        rank = _next_rank(line.event)
    else:
        rank = other.rank
        behind = WaitingPlace.objects.open().of_event(line.event).filter(rank__gte=rank)
        behind.update(rank=F("rank") + 1)
    _write([line], rank=rank, moved_because=because)


@step
def pass_on(attendee: Attendee, successor: Attendee, *, at: datetime) -> None:
    """Whoever takes somebody's place at a locked event takes their lines in its lists too.

    Of two lines in one list they keep the better one. They are told of offers, with their own link.
    """
    lines = WaitingPlace.objects.open().of(attendee)
    theirs = {line.session_id: line for line in lines.in_order()}
    if not theirs:
        return
    own = WaitingPlace.objects.open().of(successor).filter(session__in=[*filter(None, theirs)])
    worse = [max(theirs[line.session_id], line, key=_how_far) for line in own]
    if worse:
        end_all(lists.lock(attendee.event), worse, State.LEFT, at=at)
    lines.update(attendee=successor, told_free_at=None)
    calendar_versions.raise_for([attendee, successor], at=at)
    found = lists.lock(attendee.event)
    taken = [line for line in found.lines if line.attendee_id == successor.pk and line.stands(at)]
    queue([waiting_notices.offered(one, found.of(one).sessions, at=at) for one in taken], at=at)


def _how_far(line: WaitingPlace) -> tuple[bool, int, int]:
    """The less, the better; an offer is best."""
    return not line.is_offered, line.rank, line.pk


def _release(waiting: WaitingList, lines: Iterable[WaitingPlace], *, at: datetime) -> None:
    number = sum(line.is_offered for line in lines)
    for session in waiting.sessions if number else ():
        capacity.release_places(session, number, at=at)


def _end(
    lines: Sequence[WaitingPlace], state: WaitingState, *, at: datetime, reason: str = ""
) -> None:
    """And take them out of the personal calendars of whoever waited."""
    if lines:
        calendar_versions.raise_for([line.attendee for line in lines], at=at)
    _write(lines, state=state, ended_at=at, reason=reason)


def _write(lines: Sequence[WaitingPlace], **values: object) -> None:
    if lines:
        pks = [line.pk for line in lines]
        WaitingPlace.objects.filter(pk__in=pks).update(**values)
    for line in lines:
        for name, value in values.items():
            setattr(line, name, value)


def _next_rank(event: Event) -> int:
    """After everybody who has ever waited, so that nobody comes before them."""
    last = WaitingPlace.objects.of_event(event).aggregate(last=Max("rank"))["last"]
    return (last or 0) + 1


def _next_preference(attendee: Attendee) -> int:
    last = WaitingPlace.objects.open().of(attendee).aggregate(last=Max("preference"))["last"]
    return 0 if last is None else last + 1
