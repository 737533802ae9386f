"""What attendees, bookers and organisers can do with a place: the rows of docs/bookings.md."""

import uuid
from dataclasses import replace
from datetime import timedelta

from bookings.lifecycle import (
    absence,
    colleagues,
    commands,
    details,
    document_changes,
    event_changes,
    finding,
    joining,
    moving,
    resending,
    substitution,
    venue_changes,
)
from bookings.models import Booking, Message
from events import planning
from events.models import Session
from events.plans import VersionPlan
from events.venue_details import VenueDetails
from tests.bookings.arranging import (
    Story,
    close,
    hold_online,
    leave_one,
    let_it_be_over,
    let_it_start,
)
from tests.bookings.states import ANN, START, Place, fill
from tests.bookings.stories_of_replies import REPLIED
from tests.bookings.stories_of_waiting import WAITING
from tests.bookings.stories_on_behalf import ON_BEHALF, SENT_AGAIN
from tests.factories import amend_event as make_amended
from tests.factories import make_person


def book_place(place: Place) -> None:
    commands.book_place(
        event=place.event,
        sessions=[place.this],
        person=make_person(email=ANN),
        form_uuid=uuid.uuid4(),
        at=place.at,
    )


def book_for_colleagues(place: Place) -> None:
    colleagues.book_for_colleagues(
        event=place.event,
        sessions=[place.this],
        people=[make_person(email=ANN), make_person()],
        by=colleagues.BookedBy("The Office", "office@school.example"),
        form_uuid=uuid.uuid4(),
        at=place.at,
    )


def book_more(place: Place) -> None:
    commands.book_more(place.attendee, sessions=[place.this], at=place.at)


def cancel_bookings(place: Place) -> None:
    commands.cancel_bookings(place.attendee, at=place.at)


def move_away(place: Place) -> None:
    move(place, place.this, place.other)


def move_here(place: Place) -> None:
    move(place, place.other, place.this)


def move(place: Place, left: Session, to: Session) -> None:
    here = Booking.objects.of(place.attendee).at_sessions([left.pk]).first()
    booking = here.public_id if here else "none"
    moving.move_booking(place.attendee, booking=booking, to=to, at=place.at)


def send_a_colleague(place: Place) -> None:
    email = "cat@school.example"
    substitution.substitute_attendee(place.attendee, "Cat Example", email, at=place.at)


def correct_the_address(place: Place) -> None:
    commands.replace_attendee(place.attendee, make_person(), at=place.at)


def be_sent_by_a_colleague(place: Place) -> None:
    substitution.substitute_attendee(place.somebody, "Ann Example", ANN, at=place.at)


def be_what_an_address_is_corrected_to(place: Place) -> None:
    commands.replace_attendee(place.somebody, make_person(email=ANN), at=place.at)


def change_details(place: Place) -> None:
    person = make_person(email=ANN, full_name="Anne Example")
    details.change_details(place.attendee, person, at=place.at)


def report_absence(place: Place) -> None:
    absence.report_absence(place.attendee, at=place.at)


def join(place: Place) -> None:
    """By the link of the place here, or of the one elsewhere."""
    booked = place.attendee.bookings.with_session().select_related("attendee")
    here = booked.at_sessions([place.this.pk]).first()
    joining.record_joining(here or booked.get(), at=place.at)


def send_again(place: Place) -> None:
    resending.send_again(place.attendee, kind=Message.Kind.BOOKING_AGAIN, at=place.at)


def send_new_link(place: Place) -> None:
    resending.send_new_link(place.attendee, at=place.at)


def ask_for_bookings(place: Place) -> None:
    finding.ask_for_bookings(ANN, caller_network="192.0.2.1", at=place.at)


def cancel_session(place: Place, *, move_to: Session | None = None) -> None:
    event_changes.cancel_session(place.this, reason="Snow", at=place.at, by=None, move_to=move_to)


def cancel_session_and_move(place: Place) -> None:
    cancel_session(place, move_to=place.other)


def cancel_other_and_move_here(place: Place) -> None:
    event_changes.cancel_session(
        place.other, reason="Snow", at=place.at, by=None, move_to=place.this
    )


def cancel_event(place: Place) -> None:
    event_changes.cancel_event(place.event, reason="Snow", at=place.at, by=None)


def amend_event(place: Place) -> None:
    """This session is an hour later."""
    now = planning.plan_of(place.event, place.event.sessions.with_place().order_by("pk"))
    hour = timedelta(hours=1)
    this, other = now.sessions
    later = replace(this, starts_at=START + hour, ends_at=this.ends_at + hour)
    event_changes.amend_event(
        place.event,
        replace(now, sessions=(later, other)),
        seen={},
        tell=True,
        at=place.at,
        by=None,
    )


def put_off_to_some_day(place: Place) -> None:
    """This session is on a day of November 2026 that is still to be found."""
    undated = {"precision": "month", "starts_at": None, "ends_at": None, "on_date": START.date()}
    make_amended(place.event, sessions=[undated], at=place.at)


def change_venue(place: Place) -> None:
    elsewhere = VenueDetails("Ashby Hall", "2 High Street", "WS1 2AB")
    venue_changes.change_venue(place.venue, elsewhere, tell=True, at=place.at, by=None)


def replace_document(place: Place) -> None:
    version = VersionPlan(b"%PDF-1.7 another", "pdf")
    document_changes.replace_document(place.document, version, tell=True, at=place.at, by=None)


STORIES = {
    "`book_place`": Story(book_place),
    "`book_place` at a full session": Story(book_place, fill),
    "`book_place` where booking is closed": Story(book_place, close),
    "`book_for_colleagues`": Story(book_for_colleagues),
    "`book_for_colleagues` of whom one has room": Story(book_for_colleagues, leave_one),
    "`book_more`": Story(book_more, of_a_link=True),
    "`book_more` of a full session": Story(book_more, fill, of_a_link=True),
    "`move_booking` to the other session": Story(move_away, of_a_link=True),
    "`move_booking` from the other session": Story(move_here, of_a_link=True),
    "`move_booking` from the other session to a full one": Story(move_here, fill, of_a_link=True),
    "`change_details`": Story(change_details, of_a_link=True),
    "`replace_attendee`, correcting the address": Story(correct_the_address, of_a_link=True),
    "`replace_attendee`, correcting somebody's address to this one": Story(
        be_what_an_address_is_corrected_to
    ),
    "`substitute_attendee`": Story(send_a_colleague, of_a_link=True),
    "`substitute_attendee`, as the colleague who is sent": Story(be_sent_by_a_colleague),
    "`cancel_bookings`": Story(cancel_bookings, of_a_link=True),
    "`report_absence`": Story(report_absence, of_a_link=True),
    "`record_joining` of an online session": Story(join, hold_online, of_a_booking=True),
    **REPLIED,
    **ON_BEHALF,
    "`send_again`": Story(send_again, of_a_link=True),
    **WAITING,
    **SENT_AGAIN,
    "`send_new_link`": Story(send_new_link, of_a_link=True),
    "`ask_for_bookings`": Story(ask_for_bookings),
    "the session starts": Story(let_it_start),
    "`amend_event` to another time": Story(amend_event),
    "`amend_event` to a month without a date": Story(put_off_to_some_day),
    "`change_venue`": Story(change_venue),
    "`replace_document`": Story(replace_document),
    "`cancel_session`": Story(cancel_session),
    "`cancel_session`, moving people to the other": Story(cancel_session_and_move),
    "`cancel_session` of the other, moving people here": Story(cancel_other_and_move_here),
    "`cancel_session` once it is over": Story(cancel_session, let_it_be_over),
    "`cancel_event`": Story(cancel_event),
}
