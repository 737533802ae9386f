"""What somebody's own page says of what they wait for."""

from datetime import timedelta

import pytest

from bookings.models import Attendee, Message, WaitingPlace
from tests.bookings.waiting import decline, join, line_of, make_full, told
from tests.bookings.waiting_pages import DAY, FOUR, colleagues_page, give_up, of_colleague, page
from tests.events.pages import words
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_whoever_only_waits_reads_that_they_have_no_place(client):
    one, two, *_ = make_full(*FOUR)
    ann = join(two, one)

    response = client.get(page(ann))

    text = words(response)
    assert '<h1 class="govuk-heading-l">You are on the waiting list</h1>' in response.text
    assert "<title>Waiting list: Headteacher briefing" in response.text
    assert "You do not have a place yet." in text
    assert text.count("On the waiting list since Monday 2 November 2026.") == 2
    assert text.index("First choice B, Tuesday") < text.index("Second choice A, Monday")
    assert "Your place is booked" not in text
    assert "We are sending an email to" in text
    assert "number 1" not in text


def test_the_position_is_said_where_the_organisers_show_it(client):
    [session] = make_full(shows_waiting_position=True)
    join(session)
    ann = join(session)

    assert "You are number 2 on the waiting list." in words(client.get(page(ann)))


def test_a_course_is_one_list(client):
    course = make_full(*FOUR[:2], attendance="all", shows_waiting_position=True)
    ann = join(*course)

    text = words(client.get(page(ann)))

    assert text.count("On the waiting list since") == 1
    assert text.count("You are number 1 on the waiting list.") == 1
    assert text.index("A, Monday 30 November") < text.index("B, Tuesday 1 December")


def test_an_offer_leads_to_its_page(client):
    [session] = make_full()
    ann = join(session)
    give_up(session)

    response = client.get(page(ann))

    assert "We have offered you a place" in words(response)
    assert "Place offered until 10am on Tuesday 3 November 2026." in words(response)
    assert f'href="{page(ann, f"offers/{line_of(ann).public_id}/")}"' in response.text


def test_an_offer_whose_time_is_over_leads_nowhere(client, monkeypatch):
    [session] = make_full()
    ann = join(session)
    give_up(session)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + 2 * DAY)

    response = client.get(page(ann))

    assert "The place was offered until 10am on Tuesday 3 November 2026." in words(response)
    assert "offers/" not in response.text


def test_a_place_to_claim_leads_to_its_page(client, monkeypatch):
    [session] = make_full()
    ann = join(session)
    at = NOON + 28 * DAY - timedelta(hours=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    give_up(session, at)

    response = client.get(page(ann))

    assert "The first person to claim it gets it." in words(response)
    assert f'href="{page(ann, f"offers/{line_of(ann).public_id}/")}"' in response.text


def test_whoever_attends_a_session_that_has_begun_is_offered_no_other_list(client, monkeypatch):
    one, _ = make_full(*FOUR[:2])
    holder = Attendee.objects.get(bookings__session=one)
    before = client.get(page(holder)).context_data["can_wait_for_more"]
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + 28 * DAY)

    after = client.get(page(holder)).context_data["can_wait_for_more"]

    assert (before, after) == (True, False)


def test_whoever_joined_for_a_colleague_reads_the_colleagues_name(client):
    one, two, *_ = make_full(*FOUR)
    ann = of_colleague(one, two)

    shown = words(client.get(colleagues_page(ann)))
    more = words(client.get(colleagues_page(ann, "waiting-list/")))
    leave = words(client.get(colleagues_page(ann, "waiting-list/leave/")))

    assert "Ann Example is on the waiting list" in shown
    assert "Ann Example does not have a place yet." in shown
    assert "Join the waiting list for Ann Example" in more
    assert "Take Ann Example off the waiting list" in leave
    assert " you are " not in shown.lower()


def test_the_email_is_sent_again(client):
    [session] = make_full()
    ann = join(session, at=NOON - timedelta(hours=1))

    response = client.post(page(ann, "send-again/"), follow=True)

    assert "We are sending the email again." in words(response)
    assert told(ann) == ["waiting_list_joined", "waiting_list_joined"]


def test_an_email_that_could_not_be_delivered_is_said(client):
    [session] = make_full()
    ann = join(session, email="ann@school.example")
    Message.objects.filter(to=ann.email).update(state="dead")

    text = words(client.get(page(ann)))

    assert "We could not deliver the email to ann@school.example." in text


def test_whoever_declined_reads_it_and_can_join_again(client):
    [session] = make_full()
    ann, _ben = join(session), join(session)
    give_up(session)
    decline(ann)

    text = words(client.get(page(ann, "?declined=1")))
    client.post(page(ann, "waiting-list/"), {"sessions": [session.public_id]})

    assert "The offer has been declined." in text
    assert "Join the waiting list again" in text
    assert WaitingPlace.objects.open().of(ann).get().is_waiting


def test_how_often_the_database_is_asked_follows_from_no_number_of_lines(
    client, django_assert_num_queries
):
    one, *others = make_full(*FOUR, shows_waiting_position=True)
    ann, ben = join(one), join(one, *others)

    with django_assert_num_queries(9):
        client.get(page(ann))
    with django_assert_num_queries(9):
        client.get(page(ben))
