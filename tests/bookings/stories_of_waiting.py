"""What people and organisers do about waiting lists: rows of docs/bookings.md."""

import uuid
from datetime import timedelta

from bookings.lifecycle import (
    extra_sessions,
    offers,
    settling,
    waiting_list,
    waiting_on_behalf,
)
from bookings.lifecycle.on_behalf import Act
from bookings.models import WaitingPlace
from tests.bookings.arranging import Story
from tests.bookings.states import ANN, Place, fill
from tests.factories import NOON, make_person, plan

NO_LINE = "none"


def act(place: Place, *knowing: str) -> Act:
    return Act(by=place.organiser, at=place.at, knowing=knowing)


def line_of(place: Place) -> str:
    line = WaitingPlace.objects.filter(attendee=place.attendee).order_by("pk").last()
    return line.public_id if line and place.attendee else NO_LINE


def join(place: Place) -> None:
    waiting_list.join_waiting_list(
        event=place.event,
        sessions=[place.this],
        person=make_person(email=ANN),
        form_uuid=uuid.uuid4(),
        at=place.at,
    )


def wait_for_more(place: Place) -> None:
    waiting_list.wait_for_more(place.attendee, sessions=[place.this], at=place.at)


def leave(place: Place) -> None:
    waiting_list.leave_waiting_list(place.attendee, at=place.at)


def take(place: Place) -> None:
    offers.take_offer(place.attendee, offer=line_of(place), at=place.at)


def decline(place: Place) -> None:
    offers.decline_offer(place.attendee, offer=line_of(place), at=place.at)


def offer_by_hand(place: Place) -> None:
    offers.offer_by_hand(place.attendee, line=line_of(place), act=act(place))


def offer_by_hand_knowing_that_it_is_full(place: Place) -> None:
    offers.offer_by_hand(place.attendee, line=line_of(place), act=act(place, "full"))


def remove(place: Place) -> None:
    only = {line_of(place)}
    waiting_on_behalf.remove_from_waiting_list(
        place.attendee, only=only, reason="Left the school", act=act(place)
    )


def reorder(place: Place) -> None:
    waiting_on_behalf.move_in_waiting_list(
        place.event,
        line=line_of(place),
        before="",
        reason="They came last year",
        at=place.at,
        by=place.organiser,
    )


def open_extra_session(place: Place) -> None:
    extra_sessions.open_extra_session(
        place.event,
        plan(starts_at=NOON + timedelta(days=40)),
        waiting_first_until=NOON + timedelta(days=2),
        at=place.at,
        by=place.organiser,
    )


def let_time_pass(place: Place) -> None:
    settling.settle_event(place.event.pk, at=place.at)


def wait_a_week(place: Place) -> None:
    place.at = max(place.at, NOON + timedelta(days=7))


WAITING = {
    "`join_waiting_list`": Story(join),
    "`join_waiting_list` of a full session": Story(join, fill),
    "`wait_for_more`": Story(wait_for_more, of_a_link=True),
    "`wait_for_more` of a full session": Story(wait_for_more, fill, of_a_link=True),
    "`take_offer`": Story(take, of_a_link=True),
    "`take_offer` once its time is over": Story(take, wait_a_week, of_a_link=True),
    "`decline_offer`": Story(decline, of_a_link=True),
    "`leave_waiting_list`": Story(leave, of_a_link=True),
    "`settle_event` once the offer's time is over": Story(let_time_pass, wait_a_week),
    "`offer_by_hand`": Story(offer_by_hand, of_a_link=True),
    "`offer_by_hand`, knowing that it is full": Story(
        offer_by_hand_knowing_that_it_is_full, of_a_link=True
    ),
    "`remove_from_waiting_list`": Story(remove, of_a_link=True),
    "`move_in_waiting_list`": Story(reorder, of_a_link=True),
    "`open_extra_session`": Story(open_extra_session),
}
