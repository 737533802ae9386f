"""What holds of every event's waiting lists, whatever people have done."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from bookings.models import Attendee, Booking, WaitingPlace
from events.models import Event, Session

LAST_DAY = timedelta(hours=24)


def kept(event: Event, sessions: Iterable[Session]) -> Counter[int]:
    """By session: how many places are offered, or kept to be claimed."""
    found: Counter[int] = Counter()
    offered = WaitingPlace.objects.of_event(event).offered().values_list("session", flat=True)
    for session in sessions:
        found[session.pk] += session.places_to_claim
        found[session.pk] += sum(pk == session.pk for pk in offered)
        if not session.is_cancelled:
            found[session.pk] += sum(pk is None for pk in offered)
    return found


def lists_broken(event: Event, at: datetime) -> list[str]:
    """Nobody waits who could be offered a place, who has it, or whose link is another one."""
    lines = list(WaitingPlace.objects.open().of_event(event).with_people().in_order())
    found = [f"{line}: of somebody who is replaced" for line in lines if line.attendee.is_replaced]
    held = set(Booking.objects.of_event(event).holding_a_place().values_list("attendee", "session"))
    found += [
        f"{line}: for what they have"
        for line in lines
        if (line.attendee_id, line.session_id) in held
    ]
    return found + [
        f"{line}: could be offered a place"
        for line in lines
        if line.is_waiting and _is_free(event, line, at) and _could_have_it(event, line, lines)
    ]


def overtaken(event: Event) -> list[str]:
    """Who waits while somebody behind them in the same list has an offer.

    For events of which any session may be attended, and no school has all its places.
    """
    lines = WaitingPlace.objects.open().of_event(event).in_order()
    last_offered = {line.session_id: line.rank for line in lines if line.is_offered}
    return [
        f"{line}: overtaken"
        for line in lines
        if line.is_waiting and line.rank < last_offered.get(line.session_id, 0)
    ]


def _is_free(event: Event, line: WaitingPlace, at: datetime) -> bool:
    """Whether everybody else could book what they wait for, or it waits for nobody."""
    sessions = event.sessions.not_cancelled().filter(closes_at__gt=at)
    if line.session_id is not None:
        wanted = list(sessions.filter(pk=line.session_id))
    else:
        wanted = list(sessions) if len(sessions) == event.sessions.not_cancelled().count() else []
    return bool(wanted) and not any(one.is_full or one.places_to_claim for one in wanted)


def _could_have_it(event: Event, line: WaitingPlace, lines: Iterable[WaitingPlace]) -> bool:
    own = [one for one in lines if one.attendee_id == line.attendee_id and one.is_offered]
    has_better = any(one.preference <= line.preference for one in own)
    if event.attendance == Event.Attendance.ONE and has_better:
        return False
    return event.places_per_school is None or _has_room(event, line.attendee)


def _has_room(event: Event, attendee: Attendee) -> bool:
    """Of these schools none has become another one."""
    places = Booking.objects.of_event(event).holding_a_place().values("attendee")
    offers = WaitingPlace.objects.of_event(event).offered().values("attendee")
    counted = Attendee.objects.filter(pk__in=[*_pks(places), *_pks(offers)])
    if counted.filter(pk=attendee.pk).exists():
        return True
    same = {"school": attendee.school, "typed_school_key": attendee.typed_school_key}
    return counted.filter(**same).count() < (event.places_per_school or 0)


def _pks(rows) -> list[int]:
    return [row["attendee"] for row in rows]
