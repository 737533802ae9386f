"""Who is told what of a waiting list; the story of the change queues it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

from bookings.mail.facts import PlaceFacts
from bookings.mail.queue import Limit, Notice
from bookings.mail.waiting_facts import WaitingFacts, sessions_of
from bookings.models import Message, WaitingPlace
from events.dates import format_session_day_and_time
from events.models import Session

Kind = Message.Kind
LEFT = "You have left the waiting list."
ACCEPTED_TOO_LATE = "You accepted the invitation after declining it, but the session is full now."
REMOVED = "We have removed you from the waiting list."
CANCELLED = "This session will not take place, so its waiting list is closed."
CLOSED = "Booking has closed, so the waiting list is closed. We could not offer you a place."


def joined(
    line: WaitingPlace, sessions: Sequence[Session], positions: Sequence[int], *, at: datetime
) -> Notice:
    """What somebody waits for, this line first; `positions` only where they are shown."""
    facts = WaitingFacts.of_line(line, sessions, at=at)
    standing = _standing(facts.places, positions) if positions else ""
    return _notice(Kind.WAITING_LIST_JOINED, line, replace(facts, standing=standing))


def again(
    lines: Sequence[WaitingPlace], positions: Mapping[int, int], *, at: datetime
) -> list[Notice]:
    """What somebody waits for, and each offer that stands, once more because they asked for it.

    `lines` are all of theirs that are open; `positions` are by primary key, if they are shown.
    """
    told = [offered(line, sessions_of(line), at=at) for line in lines if line.stands(at)]
    waiting = [line for line in lines if line.is_waiting]
    if waiting:
        sessions = [session for line in waiting for session in sessions_of(line)]
        numbers = [positions[line.pk] for line in waiting if line.pk in positions]
        told.append(joined(waiting[0], sessions, numbers, at=at))
    return [replace(notice, limit=Limit.REFUSE) for notice in told]


def joined_after_all(
    line: WaitingPlace, sessions: Sequence[Session], positions: Sequence[int], *, at: datetime
) -> Notice:
    """The same to whoever accepted an invitation too late, within no limit."""
    told = joined(line, sessions, positions, at=at)
    facts = replace(cast(WaitingFacts, told.facts), why=ACCEPTED_TOO_LATE)
    return replace(told, facts=facts, limit=Limit.COUNT)


def offered(line: WaitingPlace, sessions: Sequence[Session], *, at: datetime) -> Notice:
    return _of_line(Kind.PLACE_OFFERED, line, sessions, at=at)


def to_claim(line: WaitingPlace, sessions: Sequence[Session], *, at: datetime) -> Notice:
    return _of_line(Kind.PLACE_TO_CLAIM, line, sessions, at=at)


def lapsed(line: WaitingPlace, sessions: Sequence[Session], *, at: datetime) -> Notice:
    return _of_line(Kind.OFFER_LAPSED, line, sessions, at=at)


def closed(line: WaitingPlace, sessions: Sequence[Session], *, at: datetime) -> Notice:
    """Because of the session: it is cancelled, or cannot be booked any more."""
    is_cancelled = all(session.is_cancelled for session in sessions)
    return _left(line, sessions, CANCELLED if is_cancelled else CLOSED, at=at)


def session_changed(line: WaitingPlace, places: Sequence[PlaceFacts], *, at: datetime) -> Notice:
    """To somebody who waits for these places, beside what was said of each before."""
    facts = replace(WaitingFacts.of_line(line, [], at=at), places=tuple(places))
    return replace(_notice(Kind.WAITING_SESSION_CHANGED, line, facts), limit=Limit.NONE)


def left(line: WaitingPlace, sessions: Sequence[Session], *, at: datetime) -> Notice:
    """By themselves."""
    return replace(_left(line, sessions, LEFT, at=at), limit=Limit.COUNT)


def removed(
    line: WaitingPlace, sessions: Sequence[Session], *, reason: str, at: datetime
) -> Notice:
    """By an organiser, who may have said why."""
    return _left(line, sessions, f"{REMOVED} {reason}".strip(), at=at)


def _left(line: WaitingPlace, sessions: Sequence[Session], why: str, *, at: datetime) -> Notice:
    facts = replace(WaitingFacts.of_line(line, sessions, at=at), why=why)
    return replace(_notice(Kind.WAITING_LIST_LEFT, line, facts), limit=Limit.NONE)


def _of_line(
    kind: Message.Kind, line: WaitingPlace, sessions: Sequence[Session], *, at: datetime
) -> Notice:
    """Within no limit: no stranger causes it."""
    facts = WaitingFacts.of_line(line, sessions, at=at)
    return replace(_notice(kind, line, facts), limit=Limit.NONE)


def _notice(kind: Message.Kind, line: WaitingPlace, facts: WaitingFacts) -> Notice:
    """The moment tells apart what is told twice of a line, which may be offered again."""
    return Notice(
        kind=kind,
        to=line.attendee.email,
        key=f"{line.public_id}:{facts.at:%Y%m%d%H%M%S%f}",
        facts=facts,
        attendee=line.attendee,
    )


def _standing(places: Sequence[PlaceFacts], positions: Sequence[int]) -> str:
    """You are number 3 on the list; of several lists, for which of the sessions."""
    if len(positions) == 1:
        return f"You are number {positions[0]} on the waiting list."
    numbered = zip(places, positions, strict=True)
    each = [f"number {number} for {_told_apart(place, places)}" for place, number in numbered]
    return f"You are {', '.join(each[:-1])} and {each[-1]}."


def _told_apart(place: PlaceFacts, places: Sequence[PlaceFacts]) -> str:
    """Its day; where others are on that day, with a label of its own, or its time and place."""
    labels = [one.label for one in places if one.day == place.day]
    if len(labels) == 1:
        return place.day
    if place.label and labels.count(place.label) == 1:
        return f"{place.day} ({place.label})"
    return f"{place.day} ({format_session_day_and_time(place)[1]}, {place.where})"
