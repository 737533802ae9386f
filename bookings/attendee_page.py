"""All that organisers know of one attendee: details, places, messages, what was done."""

from dataclasses import dataclass
from datetime import datetime

from bookings.models import Attendee, Booking, Message
from bookings.questions import asked
from bookings.questions.asked import OwnAnswers
from events.dates import format_moment
from events.models import AuditEntry, Event

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
    Kind.WRITTEN: "Message",
}
DONE = {  # what the audit calls it: what was done to a booking
    "absence_reported": "Said that they could not come",
    "attendee_noted": "Note changed",
    "attendee_replaced": "Email address corrected",
    "booking_cancelled": "Place cancelled",
    "booking_moved": "Session changed",
    "colleague_sent": "Colleague sent",
    "details_changed": "Changed",
    "message_sent_again": "Email sent again",
    "place_booked": "Place booked",
}
FIELDS = {
    "full_name": "name",
    "email": "email address",
    "school": "school",
    "typed_school": "school",
    "role": "role",
    "access_needs": "access needs",
}
BY_LINK = "Using the booking link"


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
    can_be_changed: bool
    can_be_undone: bool


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
    sent: list[Sent]
    history: list[Done]
    instead_of: Attendee | None
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
            "Booked": format_moment(attendee.created_at),
        }
        answered = {row["key"]["text"]: row["value"]["text"] for row in self.answers.rows}
        return [(label, text) for label, text in (*known.items(), *answered.items()) if text]

    @property
    def has_a_place(self) -> bool:
        return any(place.booking.holds_a_place for place in self.places)

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
    """Of an attendee who is loaded with their event, school and booker: five queries."""
    messages = Message.objects.for_attendee(attendee)
    entries = AuditEntry.objects.of("attendee", attendee.public_id).with_actor().newest_first()
    bookings = Booking.objects.to_show(attendee)
    return AttendeePage(
        attendee=attendee,
        places=[_place(booking, at) for booking in bookings],
        sent=[_sent(message) for message in messages],
        history=[_done(entry) for entry in entries],
        instead_of=Attendee.objects.who_sent(attendee).first(),
        answers=asked.own_answers(attendee, bookings),
    )


def _place(booking: Booking, at: datetime) -> Place:
    session, attendee = booking.session, booking.attendee
    is_past = session.is_cancelled or session.is_over(at)
    return Place(
        booking=booking,
        can_be_changed=booking.can_be_changed(at) and not attendee.is_replaced,
        can_be_undone=not (booking.holds_a_place or is_past or attendee.is_replaced),
    )


def _sent(message: Message) -> Sent:
    name = CALLED[Kind(message.kind)]
    if message.written is not None:
        name = f"{name}: {message.written.subject}"
    return Sent(message, name, message.can_go_again)


def _done(entry: AuditEntry) -> Done:
    fields = ", ".join(dict.fromkeys(FIELDS[name] for name in entry.changed if name in FIELDS))
    what = DONE[entry.action]
    who = entry.actor.full_name if entry.actor else BY_LINK
    return Done(entry.at, f"{what}: {fields}" if fields else what, who)
