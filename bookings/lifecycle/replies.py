"""What an answer to an invitation changes: recorded, acted on, or shown to whoever has to know.

An answer counts if it is about the invitation as it stands and newer than the last one; it acts
only if both who it names and who sent it are the attendee.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from bookings.lifecycle import settling, steps, taking_back, waiting_list
from bookings.lifecycle.refusals import NotTakenBack, TooLate
from bookings.lifecycle.taking_back import FULL
from bookings.mail import delivery, reply_notices
from bookings.mail.queue import queue
from bookings.models import Attendee, Booking, Message, Reply
from bookings.models.booking_state import BookingAnswer
from bookings.models.reply import ReplyOutcome
from bookings.replies.bounces import Bounce, Fate
from bookings.replies.reading import AnswerMail
from bookings.replies.reasons import Reason
from events import audit, capacity
from events.command import command, step
from events.email_addresses import email_key
from events.models import Event, Session

Outcome, Answer = ReplyOutcome, BookingAnswer
SPOKEN = (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED)
DELEGATED = "delegated"
OF_BOUNCES = {
    Fate.PASSED_ON: Outcome.AUTOMATIC,
    Fate.DELAYED: Outcome.DELAYED,
    Fate.FAILED: Outcome.BOUNCED,
}


@dataclass(frozen=True)
class _Case:
    """An answer, and what it is about, which is locked."""

    attendee: Attendee
    booking: Booking
    session: Session
    held: list[Booking]
    mail: AnswerMail
    at: datetime

    @property
    def partstat(self) -> str:
        return self.mail.answer.partstat

    @property
    def sequence(self) -> int:
        """That it answers: never a later one than there is."""
        return min(self.mail.answer.sequence, self.asked)

    @property
    def asked(self) -> int:
        """The revision that asks for an answer: a cancellation asks for none."""
        return self.booking.sequence - (0 if self.booking.holds_a_place else 1)

    @property
    def stamped_at(self) -> datetime:
        """When it was given: never later than it came."""
        given = self.mail.answer.stamped_at or self.mail.sent_at or self.at
        return min(given, self.at)

    @property
    def is_their_own(self) -> bool:
        addresses = {email_key(self.mail.answer.who), email_key(self.mail.sender)}
        return addresses == {self.attendee.email_key}


@command
def act_on_answer(mail: AnswerMail, *, key: str, raw: bytes | None, at: datetime) -> Reply:
    """Do what an answer to an invitation says, once for each `key`.

    `raw` is kept where no booking has this invitation: people have to read it then.
    """
    booking = Booking.objects.with_uids([mail.answer.uid]).first()
    if booking is None:
        return keep(key, Outcome.LETTER, reason=Reason.NO_BOOKING, raw=raw, at=at)
    event = capacity.lock_event(booking.session.event_id)
    before = Reply.objects.known(key).first()
    if before is not None:
        return before
    case = _case(booking.pk, event, mail, at)
    outcome = _act(case)
    settling.settle(event, at=at)
    return Reply.objects.create(
        key=key,
        received_at=at,
        outcome=outcome,
        booking=case.booking,
        partstat=case.partstat if case.partstat in (*SPOKEN, DELEGATED) else "",
        sequence=case.sequence,
        stamped_at=case.stamped_at,
    )


@command
def note_bounce(bounce: Bounce, *, key: str, raw: bytes | None, at: datetime) -> Reply:
    """Mark a message as not delivered, if its own recipient never gets it; once for each `key`."""
    locked = Message.objects.select_for_update(no_key=True)
    message = locked.filter(public_id=bounce.message).first()
    before = Reply.objects.known(key).first()
    if before is not None:
        return before
    if message is None:
        return keep(key, Outcome.LETTER, reason=Reason.NOT_OURS, raw=raw, at=at)
    told = bounce.worst_for(message.to)
    if told is None:
        return keep(key, Outcome.LETTER, reason=Reason.OTHER_ADDRESS, raw=raw, at=at)
    if told.fate == Fate.FAILED:
        delivery.mark_bounced(message, status=told.status)
    return keep(key, OF_BOUNCES[told.fate], message=message, at=at)


@command
def keep_aside(
    key: str, outcome: ReplyOutcome, *, at: datetime, reason: str = "", raw: bytes | None = None
) -> Reply:
    """Keep a mail of which nothing was made, with the reason; once for each `key`."""
    return keep(key, outcome, reason=reason, raw=raw, at=at)


@step
def keep(
    key: str,
    outcome: ReplyOutcome,
    *,
    at: datetime,
    reason: str = "",
    raw: bytes | None = None,
    message: Message | None = None,
) -> Reply:
    """One row for each key, however often it comes."""
    values = {"received_at": at, "outcome": outcome, "reason": reason[:200], "raw": raw}
    reply, _ = Reply.objects.get_or_create(key=key, defaults={**values, "message": message})
    return reply


def _case(pk: int, event: Event, mail: AnswerMail, at: datetime) -> _Case:
    """With everything locked, as it is now."""
    booking = Booking.objects.select_related("attendee__school", "attendee__booker").get(pk=pk)
    attendee = booking.attendee
    attendee.event = event
    held, locked = steps.lock_held_and(attendee, booking.session)
    session = cast(Session, locked)  # of the attendee's own event
    booking = next((one for one in held if one.pk == pk), booking)
    booking.attendee, booking.session = attendee, session
    return _Case(attendee, booking, session, held, mail, at)


def _act(case: _Case) -> ReplyOutcome:
    if _is_older(case):
        return _pass_over(case)
    if case.mail.answer.proposes or case.partstat == DELEGATED:
        return _show(case)
    if not case.is_their_own:
        return _ask(case) if case.partstat == Answer.DECLINED else Outcome.NOT_THEIRS
    if case.partstat not in SPOKEN:
        return Outcome.RECORDED  # silence, or what this calendar alone knows, is never "no"
    if not case.booking.holds_a_place:
        return _after_all(case)
    if case.partstat != Answer.DECLINED:
        return _record(case, Outcome.RECORDED)
    return _decline(case)


def _is_older(case: _Case) -> bool:
    """Than the invitation as it stands, or than what they have answered since."""
    if case.mail.answer.sequence < case.asked:
        return True
    last = Reply.objects.counted_for(case.booking).first()
    if last is None or last.sequence is None or last.stamped_at is None:
        return False
    return (case.sequence, case.stamped_at) < (last.sequence, last.stamped_at)


def _pass_over(case: _Case) -> ReplyOutcome:
    """Whoever declined before the session was changed may think that the place is cancelled."""
    booking, answer = case.booking, case.mail.answer
    is_decline = case.partstat == Answer.DECLINED and not answer.proposes and case.is_their_own
    is_to_earlier = answer.sequence < case.asked and booking.partstat == Answer.NEEDS_ACTION
    if is_decline and is_to_earlier and booking.can_be_changed(case.at):
        audit.record("earlier_invitation_declined", case.attendee, at=case.at)
        _ask_by_mail(case, reply_notices.EARLIER_INVITATION)
    return Outcome.OLDER


def _decline(case: _Case) -> ReplyOutcome:
    if case.session.has_started(case.at):
        return _record(case, Outcome.TOO_LATE)
    if case.attendee.event.attendance == Event.Attendance.ALL:
        outcome = _record(case, Outcome.COURSE_KEPT)
        _ask_by_mail(case, reply_notices.ONE_DATE_OF_A_COURSE)
        return outcome
    _write_answer(case.booking, Answer.DECLINED)
    steps.cancel([case.booking], at=case.at, action="place_declined")
    queue(reply_notices.declined(case.attendee, case.booking, at=case.at), at=case.at)
    return Outcome.RELEASED


def _after_all(case: _Case) -> ReplyOutcome:
    """An answer of somebody whose place is cancelled: it comes back if declining had ended it."""
    if case.partstat != Answer.ACCEPTED or not case.booking.was_declined:
        return Outcome.OLDER
    if case.attendee.is_replaced or case.session in [one.session for one in case.held]:
        return Outcome.OLDER
    attendee, at = case.attendee, case.at
    try:
        new = taking_back.give_again(attendee, case.session, is_first=not case.held, at=at)
    except TooLate:
        return Outcome.TOO_LATE
    except NotTakenBack as refusal:
        if refusal.why != FULL or not waiting_list.wait_after_all(attendee, case.session, at=at):
            queue(reply_notices.no_place_left(attendee, case.booking, refusal.why, at=at), at=at)
        return Outcome.NO_PLACE
    _write_answer(new, Answer.ACCEPTED)
    audit.record("place_taken_back", attendee, at=at)
    queue(reply_notices.booked_again(attendee, new, at=at), at=at)
    return Outcome.TAKEN_BACK


def _ask(case: _Case) -> ReplyOutcome:
    """A decline that may be forged: nothing is changed before whoever is booked says so."""
    if not case.booking.can_be_changed(case.at):
        return Outcome.NOT_THEIRS
    audit.record("decline_questioned", case.attendee, at=case.at)
    _ask_by_mail(case, reply_notices.FROM_ANOTHER_ADDRESS)
    return Outcome.ASKED


def _ask_by_mail(case: _Case, why: str) -> None:
    queue(reply_notices.to_confirm(case.attendee, case.booking, why, at=case.at), at=case.at)


def _show(case: _Case) -> ReplyOutcome:
    if not case.booking.holds_a_place:
        return Outcome.OLDER
    audit.record("change_proposed", case.attendee, at=case.at)
    queue(reply_notices.proposed(case.attendee, case.booking, at=case.at), at=case.at)
    return Outcome.PROPOSED


def _record(case: _Case, outcome: Reply.Outcome) -> ReplyOutcome:
    if case.booking.partstat != case.partstat:
        _write_answer(case.booking, Answer(case.partstat))
        audit.record("invitation_answered", case.attendee, at=case.at, changed=["partstat"])
    return outcome


def _write_answer(booking: Booking, answer: BookingAnswer) -> None:
    booking.partstat = answer
    Booking.objects.filter(pk=booking.pk).update(partstat=answer)
