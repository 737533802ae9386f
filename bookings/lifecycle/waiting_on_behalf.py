"""What organisers do with those who wait: remove them, or change the order, and say why."""

from collections.abc import Collection
from datetime import datetime

from bookings.lifecycle import lists, settling, steps, waiting_steps
from bookings.lifecycle.on_behalf import Act
from bookings.lifecycle.refusals import OfferOver
from bookings.mail import waiting_notices
from bookings.mail.queue import queue
from bookings.models import Attendee, WaitingPlace
from events import audit, capacity
from events.command import command
from events.models import Event, Organiser


@command
def remove_from_waiting_list(
    attendee: Attendee, *, only: Collection[str], reason: str, act: Act
) -> list[WaitingPlace]:
    """End those lines of somebody that have these public ids; what was offered is free.

    Removing again changes nothing. Raises LinkReplaced.
    """
    attendee = steps.lock_attendee(attendee)
    found = lists.lock(attendee.event)
    theirs = [line for line in found.lines if line.attendee_id == attendee.pk]
    removed = [line for line in theirs if line.public_id in only]
    if removed:
        state = WaitingPlace.State.REMOVED
        waiting_steps.end_all(found, removed, state, at=act.at, by=act.by, reason=reason)
        audit.record("waiting_list_line_removed", attendee.event, at=act.at, by=act.by)
        told = [
            waiting_notices.removed(one, found.of(one).sessions, reason=reason, at=act.at)
            for one in removed
        ]
        queue(told if act.tells else [], at=act.at)
        settling.settle_lists(attendee.event, at=act.at)
    return removed


@command
def move_in_waiting_list(
    event: Event, *, line: str, before: str, reason: str, at: datetime, by: Organiser
) -> WaitingPlace:
    """Put a line before another one, each with this public id, or last where that is empty.

    Nobody is told. Raises OfferOver where one of them does not wait any more.
    """
    event = capacity.lock_event(event.pk)
    found = lists.lock(event)
    moved, other = found.find(line), found.find(before)
    if moved is None or (before and other is None):
        raise OfferOver
    if moved != other:
        waiting_steps.move_before(moved, other, because=reason)
        audit.record("waiting_list_reordered", moved.attendee, at=at, by=by)
        audit.record("waiting_list_order_changed", event, at=at, by=by)
    return moved
