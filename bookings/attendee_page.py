"""All that organisers know of one attendee: details, places, messages, what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings import who_waits
from bookings.lifecycle import resending
from bookings.models import Attendee, Booking, Message, WaitingPlace
from bookings.models.booking import not_exchanged
from bookings.questions import asked
from bookings.questions.asked import OwnAnswers
from events.dates import format_moment, format_short_date
from events.models import AuditEntry, Event, Session

Kind = Message.Kind
CALLED = {  # what organisers call a message of each kind
    Kind.PLACE_BOOKED: "Confirmation",
    Kind.INVITATION: "Calendar invitation",
    Kind.BOOKING_COPY: "Copy of the confirmation",
    Kind.BOOKING_AGAIN: "Details sent again",
    Kind.ALREADY_BOOKED: "Someone tried to book with this address",
    Kind.PLACE_CANCELLED: "Place cancelled",
    Kind.ADDRESS_CHANGED: "Email address changed",
    Kind.CANCELLED_COPY: "Copy: place cancelled",
    Kind.LINK_AGAIN: "New link",
    Kind.SESSION_CANCELLED: "Session cancelled",
    Kind.SESSION_CANCELLED_COPY: "Copy: session cancelled",
    Kind.SESSION_CHANGED: "Session changed",
    Kind.SESSION_CHANGED_COPY: "Copy: session changed",
    Kind.MOVED_TO_SESSION: "Moved to this session",
    Kind.MOVED_FROM_SESSION: "Removed from the other session",
    Kind.MOVED_COPY: "Copy: moved to another session",
    Kind.DOCUMENT_REPLACED: "Document changed",
    Kind.BOOKING_MOVED: "Changed to this session",
    Kind.BOOKING_MOVED_COPY: "Copy: changed to this session",
    Kind.PLACE_HANDED_OVER: "A colleague is attending instead",
    Kind.PLACE_TAKEN_OVER: "Attending instead of a colleague",
    Kind.HANDED_OVER_COPY: "Copy: a colleague is attending instead",
    Kind.COLLEAGUES_BOOKED: "Colleagues booked",
    Kind.REMINDER_WEEK: "Reminder a week before",
    Kind.REMINDER_DAY: "Reminder the day before",
    Kind.PLACE_DECLINED: "Declined: place cancelled",
    Kind.CONFIRM_DECLINE: "Asked whether they are coming",
    Kind.NO_PLACE_LEFT: "Accepted too late: no place left",
    Kind.WAITING_LIST_JOINED: "On the waiting list",
    Kind.PLACE_OFFERED: "Place offered",
    Kind.PLACE_TO_CLAIM: "A place is free to claim",
    Kind.OFFER_LAPSED: "Offer ended without an answer",
    Kind.WAITING_LIST_LEFT: "No longer on the waiting list",
    Kind.WAITING_SESSION_CHANGED: "Change of a session they wait for",
    Kind.WRITTEN: "Message",
}
DONE = {  # what the audit calls it: what was done to a booking
    "absence_reported": "Said that they could not come",
    "attendee_noted": "Note changed",
    "attendee_replaced": "Email address corrected",
    "booking_cancelled": "Place cancelled",
    "booking_moved": "Session changed",
    "change_proposed": "Proposed a different time, or passed the invitation on",
    "colleague_sent": "Colleague sent",
    "decline_questioned": "Declined from a different address, so we asked them",
    "details_changed": "Changed",
    "earlier_invitation_declined": "Declined an earlier invitation, so we asked them",
    "invitation_answered": "Answered the invitation",
    "message_sent_again": "Email sent again",
    "offer_declined": "Declined a place from the waiting list",
    "offer_lapsed": "Did not answer the offer of a place",
    "offer_taken": "Accepted a place from the waiting list",
    "place_booked": "Place booked",
    "place_declined": "Declined the invitation, so the place is cancelled",
    "place_offered": "Offered a place from the waiting list",
    "place_taken_back": "Place taken back",
    "session_joined": "Joined the session",
    "waiting_list_closed": "Waiting list closed",
    "waiting_list_joined": "Joined the waiting list",
    "waiting_list_left": "Left the waiting list",
    "waiting_list_removed": "Removed from the waiting list",
    "waiting_list_reordered": "Moved on the waiting list",
}
BY_LINK, BY_CALENDAR, BY_ITSELF = "Using the booking link", "In a calendar", "Automatically"
NOT_BY_LINK = {
    "change_proposed": BY_CALENDAR,
    "decline_questioned": BY_CALENDAR,
    "earlier_invitation_declined": BY_CALENDAR,
    "invitation_answered": BY_CALENDAR,
    "offer_lapsed": BY_ITSELF,
    "place_declined": BY_CALENDAR,
    "place_offered": BY_ITSELF,
    "session_joined": "Using the link to join",
    "waiting_list_closed": BY_ITSELF,
}
FIELDS = {
    "full_name": "name",
    "email": "email address",
    "school": "school",
    "typed_school": "school",
    "role": "role",
    "access_needs": "access needs",
    "dietary_needs": "dietary needs",
    "answers": "answers",
}


@dataclass(frozen=True)
class Sent:
    """A message, as organisers see it; `is_offered_again` unless it waits or is forgotten."""

    message: Message
    name: str
    is_offered_again: bool

    @property
    def is_undelivered(self) -> bool:
        return self.message.state == Message.State.DEAD


@dataclass(frozen=True)
class Place:
    """One place, held or not, and what can be done about it."""

    booking: Booking
    was_exchanged: bool
    can_be_changed: bool
    can_be_undone: bool


@dataclass(frozen=True)
class Wait:
    """One waiting list that they are on or were on, and how they stand there."""

    line: WaitingPlace

    @property
    def name(self) -> str:
        return who_waits.name_of(self.line)

    @property
    def state(self) -> str:
        state = self.line.get_state_display()
        if self.line.is_offered and self.line.expires_at:
            return f"{state} until {format_moment(self.line.expires_at)}"
        if self.line.ended_at:
            return f"{state} on {format_short_date(self.line.ended_at)}"
        return state


@dataclass(frozen=True)
class Done:
    """One thing that was done, and by whom."""

    at: datetime
    what: str
    who: str


@dataclass(frozen=True)
class AttendeePage:
    attendee: Attendee
    places: list[Place]
    waits: list[Wait]
    sent: list[Sent]
    history: list[Done]
    instead_of: Attendee | None
    earlier: list[Attendee]
    answers: OwnAnswers

    @property
    def details(self) -> list[tuple[str, str]]:
        """What is known, as label and text."""
        attendee = self.attendee
        known = {
            "Reference": attendee.public_id,
            "Work email address": attendee.email,
            "School": attendee.school_label,
            "Role": attendee.role,
            "Access needs": attendee.access_needs,
            "Booked by": attendee.booked_by_name,
            "Their email address": attendee.booked_by_email,
            "Told you": attendee.word_to_organiser,
            self._came: format_moment(attendee.created_at),
        }
        answered = {row["key"]["text"]: row["value"]["text"] for row in self.answers.rows}
        return [(label, text) for label, text in (*known.items(), *answered.items()) if text]

    @property
    def _came(self) -> str:
        """How they came to be known."""
        return "Joined the waiting list" if self.waits and not self.places else "Booked"

    @property
    def number_held(self) -> int:
        return sum(place.booking.holds_a_place for place in self.places)

    @property
    def has_undelivered_mail(self) -> bool:
        return any(one.is_undelivered for one in self.sent)

    @property
    def can_be_moved(self) -> bool:
        return self.attendee.event.attendance != Event.Attendance.ALL

    @property
    def can_be_cancelled(self) -> bool:
        return any(place.can_be_changed for place in self.places)


def describe(attendee: Attendee, at: datetime) -> AttendeePage:
    """Of an attendee who is loaded with their event, school and booker.

    Seven queries, and one for each time that they were given another address or booked again.
    """
    bookings, earlier = Booking.objects.to_show(attendee), _same_person_before(attendee)
    held = [booking for booking in bookings if booking.holds_a_place]
    whose = [one.public_id for one in (attendee, *earlier)]
    entries = AuditEntry.objects.of("attendee", whose).with_actor().newest_first()
    kept = not_exchanged(bookings)
    return AttendeePage(
        attendee=attendee,
        places=[_place(booking, booking not in kept, held, at) for booking in bookings],
        waits=[Wait(line) for line in WaitingPlace.objects.of(attendee).to_show()],
        sent=[_sent(message, held) for message in Message.objects.for_attendee(attendee)],
        history=[_done(entry) for entry in entries],
        instead_of=Attendee.objects.who_sent(attendee).first(),
        earlier=earlier,
        answers=asked.own_answers(attendee, bookings),
    )


def _same_person_before(attendee: Attendee) -> list[Attendee]:
    """Who they were before another address was theirs, or before they booked again."""
    found: list[Attendee] = []
    newest = [attendee]
    while newest:
        newest = list(Attendee.objects.same_person_before(newest))
        found += newest
    return found


def _place(booking: Booking, was_exchanged: bool, held: Sequence[Booking], at: datetime) -> Place:
    session, attendee = booking.session, booking.attendee
    return Place(
        booking=booking,
        was_exchanged=was_exchanged,
        can_be_changed=booking.can_be_changed(at) and not attendee.is_replaced,
        can_be_undone=not (
            booking.holds_a_place
            or was_exchanged
            or session.is_cancelled
            or session.is_over(at)
            or attendee.is_replaced
            or _is_filled(session, held)
        ),
    )


def _is_filled(session: Session, held: Sequence[Booking]) -> bool:
    """Whether they have a place there again, or another one where one is all that they may have."""
    if session.event.attendance == Event.Attendance.ONE:
        return bool(held)
    return session in [booking.session for booking in held]


def _sent(message: Message, held: Sequence[Booking]) -> Sent:
    name = CALLED[Kind(message.kind)]
    if message.written is not None:
        name = f"{name}: {message.written.subject}"
    is_true = resending.is_still_true(message, held)
    return Sent(message, name, message.can_go_again and is_true)


def _done(entry: AuditEntry) -> Done:
    fields = ", ".join(dict.fromkeys(FIELDS[name] for name in entry.changed if name in FIELDS))
    what = DONE[entry.action]
    unnamed = NOT_BY_LINK.get(entry.action, BY_LINK)
    who = entry.actor.full_name if entry.actor else unnamed
    return Done(entry.at, f"{what}: {fields}" if fields else what, who)
