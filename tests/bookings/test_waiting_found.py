"""Whoever waits finds their link again, and whoever joined for colleagues sees them."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands, waiting_list
from bookings.mail import messages
from bookings.models import Attendee, Message
from tests.bookings.test_finding import ADDRESS, ANN, ask, found
from tests.bookings.waiting import join, make_full, sessions_of
from tests.bookings.waiting_pages import FOUR, colleagues_page
from tests.events.pages import words
from tests.factories import NOON, make_booking, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

OLIVE = {"booked_by_name": "Olive Office", "booked_by_email": "office@school.example"}


def test_whoever_only_waits_is_sent_their_link_and_reads_of_no_booking():
    one, two, *_ = make_full(*FOUR, title="Briefing")
    ann = join(two, one, email=ANN, full_name="Ann Example")

    mail = found()

    assert (mail.to, mail.subject) == (ANN, "On the waiting list: Briefing")
    assert mail.text.startswith(
        f"""Here is what you are waiting for. It is not a booking.

On the waiting list: Briefing

B, Tuesday 1 December 2026, midday to 1:30pm, Online
A, Monday 30 November 2026, midday to 1:30pm, Online

Name
Ann Example

See or leave the waiting list
{ADDRESS}/b/{ann.link_token}/

Someone, probably you,"""
    )
    assert "Nobody else has been told what you are waiting for." in mail.text
    assert f"{ADDRESS}/b/{ann.link_token}/" in mail.html
    assert "Here is what you are waiting for." in mail.html


def test_a_booking_comes_first():
    event = make_event(plan(capacity=0), title="Briefing full")
    [full] = sessions_of(event)
    make_booking(email=ANN)
    join(full, email=ANN)

    mail = found()

    assert mail.subject == "Your booking for 30 November: Headteacher briefing"
    assert mail.text.index("Change or cancel") < mail.text.index("On the waiting list: Briefing")


def test_of_a_course_all_sessions_are_named_in_their_order():
    course = make_full(*FOUR[1::-1], attendance="all")
    join(*course, email=ANN)

    text = found().text

    assert text.index("A, Monday 30 November") < text.index("B, Tuesday 1 December")


def test_whoever_joined_for_colleagues_is_led_to_their_own_page():
    one, two, *_ = make_full(*FOUR, title="Briefing")
    bo = join(one, full_name="Bo Colleague", **OLIVE)
    cy = join(two, full_name="Cy Colleague")
    Attendee.objects.filter(pk=cy.pk).update(booker=bo.booker)

    mail = found("office@school.example")

    assert mail.text.count(f"{ADDRESS}/for-colleagues/{bo.booker.link_token}/") == 1
    assert bo.link_token not in mail.text
    assert "Bo Colleague" not in mail.text


def test_whoever_has_left_the_list_is_sent_nothing():
    [session] = make_full()
    ann = join(session, email=ANN)
    waiting_list.leave_waiting_list(ann, at=NOON)

    assert found() is None


@pytest.mark.parametrize("number", [1, 3])
def test_however_many_wait_it_takes_as_many_queries(number, django_assert_num_queries):
    for one in range(number):
        join(*make_full(*FOUR[:2], attendance="all", title=f"Briefing {one}"), email=ANN)
    ask(at=NOON + timedelta(hours=1))
    message = Message.objects.get(kind="find_bookings")

    with django_assert_num_queries(4):
        messages.mail_of(message)


def test_a_colleague_who_waits_is_shown_as_that(client):
    one, *_ = make_full(*FOUR)
    ann = join(one, full_name="Ann Example", **OLIVE)

    response = client.get(f"/for-colleagues/{ann.booker.link_token}/")

    assert "Waiting list A, Monday 30 November 2026" in words(response)
    assert "See or leave the waiting list : Ann Example" in words(response)
    assert f'href="{colleagues_page(ann)}"' in response.text


def test_a_colleague_who_has_a_place_and_waits_is_shown_with_both(client):
    one, two, *_ = make_full(*FOUR, attendance="any")
    commands.cancel_bookings(Attendee.objects.get(bookings__session=one), at=NOON)
    ann = make_booking(one, full_name="Ann Example", **OLIVE)
    waiting_list.wait_for_more(ann, sessions=[two], at=NOON)

    text = words(client.get(f"/for-colleagues/{ann.booker.link_token}/"))

    assert "Waiting list B, Tuesday 1 December 2026" in text
    assert "See or change booking" in text
