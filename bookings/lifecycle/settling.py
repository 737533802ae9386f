"""The last step of every story that frees, adds or changes places: those who wait come first.

In the transaction of the story, so that no place is ever free for everybody that somebody waits
for who could have it. The worker does the same where nothing happened but that time has passed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain

from bookings.lifecycle import lists, matching, waiting_steps
from bookings.lifecycle.lists import WaitingList, WaitingLists
from bookings.lifecycle.matching import Wish
from bookings.lifecycle.school_room import SchoolRoom
from bookings.mail import waiting_notices
from bookings.mail.queue import Notice, queue
from bookings.models import Booking, WaitingPlace
from events import capacity
from events.command import command, step
from events.models import Event

State = WaitingPlace.State
EVENTS_AT_ONCE = 50


@step
def settle(event: Event, *, at: datetime) -> None:
    """Bring the waiting lists of a locked event in order, if there is anybody in them."""
    if WaitingPlace.objects.open().of_event(event).exists():
        settle_lists(event, at=at)


@step
def settle_lists(event: Event, *, at: datetime) -> None:
    """The same after a change of the lists themselves, of which places may still be kept."""
    found = lists.lock(event)
    told = [*_end(found, at), *_lapse(found, at), *_offer(found, at), *_keep_to_claim(found, at)]
    queue(told, at=at)


def settle_due(at: datetime) -> bool:
    """Let offers lapse whose time is over, and close lists; whether there may be more to do.

    Each event is a transaction of its own: whatever ends this loses none of them.
    """
    lines = WaitingPlace.objects.order_by()
    due = lines.lapsed_by(at).values("event").union(lines.closed_by(at).values("event"))
    events = [row["event"] for row in due[:EVENTS_AT_ONCE]]
    for pk in events:
        settle_event(pk, at=at)
    return len(events) == EVENTS_AT_ONCE


@command
def settle_event(pk: int, *, at: datetime) -> None:
    """Bring the lists of the event with this primary key in order, because time has passed."""
    settle(capacity.lock_event(pk), at=at)


def _end(found: WaitingLists, at: datetime) -> Iterator[Notice]:
    """Of lists that are closed, and of people who have the place by now."""
    held, begun = _held(found, at)
    for one in found.all.values():
        if one.is_closed(at):
            yield from _close(one, at)
            continue
        there = [line for line in one.lines if (line.attendee_id, one.key) in held]
        waiting_steps.end(one, there, State.ACCEPTED, at=at)
        one.lines[:] = [line for line in one.lines if line.is_open]
        been = [line for line in one.lines if line.attendee_id in begun]
        waiting_steps.end(one, been, State.CLOSED, at=at)
        one.lines[:] = [line for line in one.lines if line.is_open]


def _close(one: WaitingList, at: datetime) -> Iterator[Notice]:
    """Whoever had an offer to the end is told that it has lapsed."""
    lapsed = [line for line in one.offered if line.expires_by(at)]
    others = [line for line in one.lines if line not in lapsed]
    yield from _tell(waiting_notices.lapsed, one, lapsed, at)
    yield from _tell(waiting_notices.closed, one, others, at)
    waiting_steps.end(one, lapsed, State.LAPSED, at=at)
    waiting_steps.end(one, others, State.CLOSED, at=at)
    one.lines.clear()


def _held(found: WaitingLists, at: datetime) -> tuple[set[tuple[int, lists.Key]], set[int]]:
    """(attendee, list) of the places that people in lists have; who has attended the one."""
    people = {line.attendee_id for line in found.lines}
    held = Booking.objects.holding_a_place().of_event(found.event).filter(attendee__in=people)
    of_list = set()
    begun = set()
    for booking in held.with_session():
        is_course = found.event.attendance == Event.Attendance.ALL
        of_list.add((booking.attendee_id, None if is_course else booking.session_id))
        if found.event.attendance == Event.Attendance.ONE and booking.has_begun(at):
            begun.add(booking.attendee_id)
    return of_list, begun


def _lapse(found: WaitingLists, at: datetime) -> Iterator[Notice]:
    """Offers whose time is over; where the last day cut it short, their owners wait on."""
    for one in found.all.values():
        if not one.offered:
            continue
        last = one.no_offer_after()
        waiting_steps.shorten([line for line in one.offered if not line.expires_by(last)], last)
        over = [line for line in one.offered if line.expires_by(at)]
        lapsed = [line for line in over if line.expires_at != one.last_day_begins]
        cut_short = [line for line in over if line.expires_at == one.last_day_begins]
        waiting_steps.wait_on(one, cut_short, at=at)
        yield from _tell(waiting_notices.lapsed, one, lapsed, at)
        waiting_steps.end(one, lapsed, State.LAPSED, at=at)
        one.lines[:] = [line for line in one.lines if line.is_open]


def _offer(found: WaitingLists, at: datetime) -> Iterator[Notice]:
    to_offer = [one for one in found.all.values() if one.is_to_offer(at)]
    for session in chain.from_iterable(one.sessions for one in to_offer):
        capacity.keep_to_claim(session, 0, at=at)  # it was in its last day before it was put off
    room = {one.key: one.free for one in to_offer if one.waiting and one.free}
    if not room:
        return
    lines = {line.pk: line for key in room for line in _still_wanted(found, found.all[key])}
    given: dict[lists.Key, list[WaitingPlace]] = defaultdict(list)
    for wish in _match(lines.values(), room, SchoolRoom(found.event)):
        given[wish.place].append(lines[wish.line])
    for key, chosen in given.items():
        one = found.all[key]
        waiting_steps.offer(one, chosen, until=one.offer_until(at), at=at)
        yield from _tell(waiting_notices.offered, one, chosen, at)


def _still_wanted(found: WaitingLists, one: WaitingList) -> list[WaitingPlace]:
    """Who waits in it, without those who have an offer already that they would rather have."""
    if found.event.attendance != Event.Attendance.ONE:
        return one.waiting
    best = {}
    for line in sorted(found.lines, key=lambda line: line.preference, reverse=True):
        if line.is_offered:
            best[line.attendee_id] = line.preference
    return [
        line
        for line in one.waiting
        if line.preference < best.get(line.attendee_id, line.preference + 1)
    ]


def _match(
    lines: Iterable[WaitingPlace], room: Mapping[lists.Key, float], schools: SchoolRoom
) -> list[Wish]:
    wishes = [
        Wish(
            rank=line.rank,
            preference=line.preference,
            line=line.pk,
            asker=line.attendee_id if _is_one(line) else line.pk,
            person=line.attendee_id,
            place=line.session_id,
            school=schools.key(line.attendee),
        )
        for line in lines
    ]
    school_room = {wish.school: schools.left(wish.school) for wish in wishes if wish.school}
    return matching.who_is_offered(wishes, room=room, school_room=school_room)


def _is_one(line: WaitingPlace) -> bool:
    return line.event.attendance == Event.Attendance.ONE


def _keep_to_claim(found: WaitingLists, at: datetime) -> Iterator[Notice]:
    """In the last day, as many places as could be claimed; all who could claim one are told."""
    schools = SchoolRoom(found.event)
    for one in found.all.values():
        before, could = one.to_claim, _could_claim(one, schools, at)
        number = len(_match(could, {one.key: one.free}, schools))
        for session in one.sessions:
            capacity.keep_to_claim(session, number, at=at)
        if number:
            told = [line for line in could if not (before and line.told_free_at)]
            waiting_steps.tell_free(told, at=at)
            yield from _tell(waiting_notices.to_claim, one, told, at)


def _could_claim(one: WaitingList, schools: SchoolRoom, at: datetime) -> list[WaitingPlace]:
    """Who waits where something is free to claim, unless their school has all its places."""
    if not (one.is_to_claim(at) and one.free):
        return []
    keys = [(line, schools.key(line.attendee)) for line in one.waiting]
    return [line for line, key in keys if key is None or schools.left(key)]


def _tell(
    notice: Callable[..., Notice], one: WaitingList, lines: Iterable[WaitingPlace], at: datetime
) -> list[Notice]:
    return [notice(line, one.sessions, at=at) for line in lines]
