"""What organisers do for somebody with a place: rows of docs/bookings.md."""

import uuid

from bookings.lifecycle import on_behalf, resending
from bookings.models import Booking, Message
from events.models import Session
from tests.bookings.arranging import Story
from tests.bookings.states import ANN, Place, fill
from tests.factories import as_sent, make_person


def act(place: Place, *knowing: str) -> on_behalf.Act:
    return on_behalf.Act(by=place.organiser, at=place.at, knowing=knowing)


def book_on_behalf(place: Place, *knowing: str) -> None:
    on_behalf.book_on_behalf(
        event=place.event,
        sessions=[place.this],
        person=make_person(email=ANN),
        form_uuid=uuid.uuid4(),
        act=act(place, *knowing),
    )


def book_on_behalf_knowing_that_it_is_full(place: Place) -> None:
    book_on_behalf(place, "full")


def move_away_on_behalf(place: Place) -> None:
    move_on_behalf(place, place.this, place.other)


def move_here_on_behalf(place: Place) -> None:
    move_on_behalf(place, place.other, place.this)


def move_on_behalf(place: Place, left: Session, to: Session) -> None:
    here = Booking.objects.of(place.attendee).at_sessions([left.pk]).first()
    booking = here.public_id if here else "none"
    on_behalf.move_on_behalf(place.attendee, booking=booking, to=to, act=act(place))


def cancel_on_behalf(place: Place) -> None:
    held = list(place.attendee.bookings.values_list("public_id", flat=True))
    on_behalf.cancel_on_behalf(place.attendee, only=held, reason="Ill", act=act(place))


def undo_cancellation(place: Place) -> None:
    booking = place.attendee.bookings.order_by("pk")[0].public_id
    on_behalf.undo_cancellation(place.attendee, booking=booking, act=act(place))


def correct_on_behalf(place: Place) -> None:
    person = make_person(email=ANN, full_name="Anne Example")
    on_behalf.correct_on_behalf(place.attendee, person, act=act(place))


def correct_the_address_on_behalf(place: Place) -> None:
    on_behalf.correct_on_behalf(place.attendee, make_person(), act=act(place))


def note_attendee(place: Place) -> None:
    on_behalf.note_attendee(place.attendee, "Comes late", by=place.organiser, at=place.at)


def have_sent(place: Place) -> None:
    as_sent(attendee=place.attendee)


def send_message_again(place: Place) -> None:
    message = Message.objects.filter(attendee=place.attendee)[0]
    resending.send_message_again(place.attendee, message, by=place.organiser, at=place.at)


ON_BEHALF = {
    "`book_on_behalf`": Story(book_on_behalf),
    "`book_on_behalf` at a full session": Story(book_on_behalf, fill),
    "`book_on_behalf` at a full session, knowing it": Story(
        book_on_behalf_knowing_that_it_is_full, fill
    ),
    "`move_on_behalf` to the other session": Story(move_away_on_behalf, of_a_link=True),
    "`move_on_behalf` from the other session": Story(move_here_on_behalf, of_a_link=True),
    "`move_on_behalf` from the other session to a full one": Story(
        move_here_on_behalf, fill, of_a_link=True
    ),
    "`cancel_on_behalf`": Story(cancel_on_behalf, of_a_link=True),
    "`undo_cancellation`": Story(undo_cancellation, of_a_booking=True),
    "`undo_cancellation` at a full session": Story(undo_cancellation, fill, of_a_booking=True),
    "`correct_on_behalf`": Story(correct_on_behalf, of_a_link=True),
    "`correct_on_behalf`, correcting the address": Story(
        correct_the_address_on_behalf, of_a_link=True
    ),
    "`note_attendee`": Story(note_attendee, of_a_link=True),
}
SENT_AGAIN = {
    "`send_message_again`": Story(send_message_again, have_sent, of_a_link=True),
}
