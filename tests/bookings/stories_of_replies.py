"""What answers from a calendar do with a place, and how it is taken back: rows of the table."""

from bookings.lifecycle import replies, taking_back
from bookings.models import Booking
from bookings.replies.calendar_part import Answer
from bookings.replies.reading import AnswerMail
from tests.bookings.arranging import Story
from tests.bookings.states import Place, fill


def answer(place: Place, partstat: str) -> None:
    """To the first invitation, as it stands."""
    booking = _first(place)
    own = place.attendee.email
    asked = booking.sequence if booking.holds_a_place else booking.sequence - 1
    said = Answer(booking.uid, partstat, own, asked, place.at)
    key = f"{partstat} {booking.sequence}"
    replies.act_on_answer(AnswerMail(said, own, None), key=key, raw=None, at=place.at)


def decline(place: Place) -> None:
    answer(place, "declined")


def decline_and_fill(place: Place) -> None:
    if place.attendee:
        decline(place)
    fill(place)


def decline_if_booked(place: Place) -> None:
    if place.attendee:
        decline(place)


def accept(place: Place) -> None:
    answer(place, "accepted")


def take_back(place: Place) -> None:
    taking_back.take_back(place.attendee, booking=_first(place).public_id, at=place.at)


def _first(place: Place) -> Booking:
    return place.attendee.bookings.order_by("pk")[0]


REPLIED = {
    "`act_on_answer`, declining": Story(decline, of_a_booking=True),
    "`act_on_answer`, accepting after declining": Story(
        accept, decline_if_booked, of_a_booking=True
    ),
    "`act_on_answer`, accepting after declining, once it is full": Story(
        accept, decline_and_fill, of_a_booking=True
    ),
    "`take_back` after declining": Story(take_back, decline_if_booked, of_a_booking=True),
    "`take_back` after declining, once it is full": Story(
        take_back, decline_and_fill, of_a_booking=True
    ),
}
