"""What becomes of an offer: taken, declined, or made by an organiser who knows why."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bookings.lifecycle import eligibility, lists, settling, steps, waiting_steps
from bookings.lifecycle.lists import WaitingList, WaitingLists
from bookings.lifecycle.on_behalf import Act, Known
from bookings.lifecycle.refusals import OfferOver, SessionsFull, TooLate
from bookings.mail import notices, waiting_notices
from bookings.mail.queue import Limit, Notice, queue
from bookings.models import Attendee, Booking, WaitingPlace
from bookings.models.booking import begun, to_come
from events import audit, capacity
from events.command import command, step
from events.models import Event

State = WaitingPlace.State


@command
def take_offer(attendee: Attendee, *, offer: str, at: datetime) -> list[Booking]:
    """Book what is offered to the line with this public id, or claim what is free in the last day.

    Where one session is attended, a place that is held is exchanged, and the other lists are left.
    Taking it again changes nothing and tells nobody. Raises LinkReplaced, OfferOver,
    SchoolLimitReached, and TooLate once the place to be exchanged has begun.
    """
    attendee = steps.lock_attendee(attendee)
    if WaitingPlace.objects.of(attendee).named([offer]).filter(state=State.ACCEPTED).exists():
        return []
    found = lists.lock(attendee.event)
    line = _find(found, attendee, offer)
    held = steps.lock_held(attendee)
    _have(found.of(line), line, at)
    given_up = _give_up(found, line, held, at=at)
    waiting_steps.accept([line], at=at)
    new = [steps.book_kept(attendee, one, at=at) for one in found.of(line).sessions]
    audit.record("offer_taken", attendee, at=at)
    queue(_told(attendee, given_up, new, at), at=at)
    if not held:
        eligibility.tell_organisers(attendee, at=at)
    settling.settle_lists(attendee.event, at=at)
    return new


@command
def decline_offer(attendee: Attendee, *, offer: str, at: datetime) -> WaitingPlace:
    """Leave the list in which a place is offered to the line with this public id to the next.

    Declining it again changes nothing. Raises LinkReplaced and OfferOver.
    """
    attendee = steps.lock_attendee(attendee)
    declined = WaitingPlace.objects.of(attendee).named([offer]).filter(state=State.DECLINED)
    before = declined.first()
    if before is not None:
        return before
    found = lists.lock(attendee.event)
    line = _find(found, attendee, offer)
    if not line.stands(at):
        raise OfferOver
    waiting_steps.end(found.of(line), [line], State.DECLINED, at=at)
    settling.settle_lists(attendee.event, at=at)
    return line


@command
def offer_by_hand(attendee: Attendee, *, line: str, act: Act) -> WaitingPlace:
    """Offer a place to somebody who waits in the line with this public id, before all others.

    Where all are taken an organiser adds one, knowing it. In the last day they book for somebody
    instead. Offering it again changes nothing. Raises LinkReplaced, OfferOver, SchoolLimitReached,
    SessionsFull, TooLate.
    """
    attendee = steps.lock_attendee(attendee)
    found = lists.lock(attendee.event)
    chosen = _find(found, attendee, line)
    if chosen.is_offered:
        return chosen
    waiting = found.of(chosen)
    if not waiting.is_to_offer(act.at):
        raise TooLate
    if Known.LIMIT not in act.knowing:
        eligibility.check_limit(attendee.event, [attendee], besides=attendee)
    full = [session for session in waiting.sessions if session.is_full]
    if full and Known.FULL not in act.knowing:
        raise SessionsFull(full)
    for session in full:
        capacity.add_place(session, at=act.at, by=act.by)
    until = waiting.offer_until(act.at)
    waiting_steps.offer(waiting, [chosen], until=until, at=act.at, by=act.by)
    audit.record("offered_by_hand", attendee.event, at=act.at, by=act.by)
    queue([waiting_notices.offered(chosen, waiting.sessions, at=act.at)], at=act.at)
    return chosen


def _find(found: WaitingLists, attendee: Attendee, public_id: str) -> WaitingPlace:
    """A line of theirs that is open. Raises OfferOver."""
    line = found.find(public_id)
    if line is None or line.attendee_id != attendee.pk:
        raise OfferOver
    return line


@step
def _have(waiting: WaitingList, line: WaitingPlace, at: datetime) -> None:
    """Make sure that a place is kept for them. Raises OfferOver and SchoolLimitReached."""
    if line.stands(at):
        return
    if not (line.is_waiting and waiting.is_to_claim(at) and waiting.to_claim):
        raise OfferOver
    eligibility.check_limit(waiting.event, [line.attendee], besides=line.attendee)
    for session in waiting.sessions:
        capacity.claim(session)


@step
def _give_up(
    found: WaitingLists, line: WaitingPlace, held: Sequence[Booking], *, at: datetime
) -> list[Booking]:
    """Where one session is attended: the place before, and all other lists. Raises TooLate."""
    if found.event.attendance != Event.Attendance.ONE:
        return []
    if to_come(held, at) != held:
        raise TooLate(begun(held, at))
    waiting_steps.end_all(found, found.others(line), State.LEFT, at=at)
    if held:
        steps.cancel(held, at=at)
    return list(held)


def _told(
    attendee: Attendee, given_up: Sequence[Booking], new: Sequence[Booking], at: datetime
) -> list[Notice]:
    """The confirmation, within no limit: the offer was our mail."""
    if given_up:
        told = notices.booking_moved(attendee, given_up[0], new[0], at=at)
    else:
        told = notices.booked(attendee, new, at=at)
    return [replace(notice, limit=Limit.COUNT) for notice in told]
