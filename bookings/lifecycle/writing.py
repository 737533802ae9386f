"""Writing to attendees: confirmed by its number, held for a moment, stopped while it is held."""

import uuid
from datetime import datetime, timedelta

from bookings import recipients
from bookings.lifecycle.refusals import NumberChanged, TooLateToStop
from bookings.mail import delivery, written
from bookings.mail.queue import queue
from bookings.mail.written import Letter
from bookings.models import Message, WrittenMessage
from events import audit, capacity
from events.command import command
from events.models import Event, Organiser

HELD_FOR = timedelta(minutes=2)


@command
def send_written(
    event: Event,
    letter: Letter,
    *,
    expected: int,
    form_uuid: uuid.UUID,
    at: datetime,
    by: Organiser | None,
) -> WrittenMessage:
    """Queue it for everybody whom it is for, if they are as many as expected: all or none.

    The same form again returns what it sent the first time. Raises NumberChanged.
    """
    event = capacity.lock_event(event.pk)
    first = WrittenMessage.objects.of_event(event).of_form(form_uuid).first()
    if first is not None:
        return first
    people = list(recipients.people(event, letter.who).only("public_id", "email"))
    if not people or len(people) != expected:
        raise NumberChanged(len(people))
    sent = WrittenMessage.objects.create(
        event=event,
        author=by,
        subject=letter.subject,
        text=letter.text,
        who=letter.who.to_json(),
        recipients=len(people),
        form_uuid=form_uuid,
        confirmed_at=at,
        held_until=at + HELD_FOR,
    )
    queue(written.to_each(sent, people), at=at)
    audit.record("message_written", event, at=at, by=by)
    return sent


@command
def stop_written(message: WrittenMessage, *, at: datetime, by: Organiser | None) -> WrittenMessage:
    """Send it to nobody, while it is held. Stopping again changes nothing. Raises TooLateToStop."""
    held = WrittenMessage.objects.to_change().get(pk=message.pk)
    if held.is_stopped:
        return held
    mails = Message.objects.of_written([held])
    if not held.is_held(at) or delivery.leave_out(mails) < held.recipients:
        raise TooLateToStop
    held.stopped_at = at
    held.save(update_fields=["stopped_at"])
    audit.record("message_stopped", message.event, at=at, by=by)
    return held


@command
def send_copy(
    event: Event, letter: Letter, *, form_uuid: uuid.UUID, at: datetime, by: Organiser
) -> None:
    """Mail it to the organiser as the first of the people gets it, once. Raises NumberChanged."""
    person = recipients.people(event, letter.who).by_name().first()
    if person is None:
        raise NumberChanged(0)
    places = list(recipients.places_of(person, letter.who))
    queue([written.copy_of(letter, places, to=by.email, form_uuid=form_uuid, at=at)], at=at)
    audit.record("message_copied", event, at=at, by=by)
