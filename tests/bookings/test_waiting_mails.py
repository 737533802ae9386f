"""What those who wait are mailed: plain words, one link, and nothing that is not true any more."""

from datetime import timedelta

import pytest

from bookings.lifecycle import settling, waiting_list
from bookings.mail import delivery, messages
from bookings.mail.queue import TooManyMails
from bookings.models import Message, WaitingPlace
from tests.bookings.waiting import (
    count,
    decline,
    give_up,
    join,
    join_all,
    line_of,
    make_full,
    states,
    two,
)
from tests.factories import NOON, amend_event, plan

pytestmark = pytest.mark.django_db

TOMORROW = NOON + timedelta(hours=22)


def mail(attendee, kind):
    message = Message.objects.filter(attendee=attendee, kind=kind).latest("pk")
    return messages.mail_of(message)


def links(text):
    return [line for line in text.splitlines() if line.startswith("https://")]


def deliver(at=NOON):
    while delivery.deliver_due(worker="worker", clock=lambda: at):
        pass


def sent(attendee):
    messages = Message.objects.filter(attendee=attendee, state="sent").order_by("pk")
    return list(messages.values_list("kind", flat=True))


def test_joining_does_not_read_like_a_booking():
    [session] = make_full()
    ann = join(session)

    told = mail(ann, "waiting_list_joined")

    assert told.subject == "On the waiting list for 30 November: Headteacher briefing"
    assert told.text.startswith("You are on the waiting list. You do not have a place yet.\n")
    assert "Where\nOnline\n" in told.text
    assert "https://meet.example/join" not in told.text + told.html
    own = f"https://placecard.example.gov.uk/b/{ann.link_token}/"
    assert f"See or leave the waiting list\n{own}\n" in told.text
    assert told.invitation == b""


def test_an_offer_says_until_when_and_has_one_link_to_answer_it():
    [session] = make_full()
    ann = join(session)
    give_up(session)

    told = mail(ann, "place_offered")

    until = "10am on Tuesday 3 November 2026"
    assert told.subject == f"Place offered for 30 November: Headteacher briefing. Accept by {until}"
    assert told.text.startswith(
        f"We are keeping a place for you until {until}. Nothing is booked until you accept.\n"
    )
    answer = f"https://placecard.example.gov.uk/b/{ann.link_token}/offers/{line_of(ann).public_id}/"
    assert [link for link in links(told.text) if "/b/" in link] == [answer]
    assert f'<a href="{answer}"' in told.html
    assert told.invitation == b""


def test_what_is_free_to_claim_is_whose_who_is_first():
    [session] = make_full(plan(starts_at=NOON + timedelta(hours=20), capacity=1))
    ann = join(session)
    give_up(session)

    told = mail(ann, "place_to_claim")

    assert told.subject == "Place free to claim for 3 November: Headteacher briefing"
    assert "The first person to claim it gets it." in told.text
    assert f"/offers/{line_of(ann).public_id}/" in told.text


def test_an_offer_that_has_ended_and_a_list_that_was_left_are_told():
    [session] = make_full()
    ann, ben = join_all(session, 2)
    give_up(session)
    settling.settle_event(session.event_id, at=TOMORROW)
    waiting_list.leave_waiting_list(ben, at=TOMORROW)

    lapsed, left = mail(ann, "offer_lapsed"), mail(ben, "waiting_list_left")

    assert lapsed.subject == "Offer ended for 30 November: Headteacher briefing"
    assert lapsed.text.startswith(
        "We kept a place for you until 10am on Tuesday 3 November 2026. You did not accept by then"
    )
    assert left.subject == "No longer on the waiting list for 30 November: Headteacher briefing"
    assert left.text.startswith("You have left the waiting list.\n")
    again = f"https://placecard.example.gov.uk/b/{ann.link_token}/waiting-list/"
    assert [link for link in links(lapsed.text) if "/b/" in link] == [again]
    assert not [link for link in links(left.text) if "/b/" in link]


def test_an_offer_that_is_answered_before_its_mail_goes_is_not_mailed():
    [session] = make_full()
    ann, ben = join_all(session, 2)
    give_up(session)
    decline(ann)

    deliver()

    assert sent(ann) == ["waiting_list_joined"]
    assert sent(ben) == ["waiting_list_joined", "place_offered"]


def test_an_offer_whose_time_is_over_when_its_mail_could_go_is_not_mailed():
    [session] = make_full()
    ann = join(session)
    give_up(session)

    deliver(at=TOMORROW)

    assert sent(ann) == ["waiting_list_joined"]


def test_what_somebody_has_claimed_before_the_mail_goes_is_not_mailed():
    [session] = make_full(plan(starts_at=NOON + timedelta(hours=20), capacity=1))
    ann, ben = join_all(session, 2)
    give_up(session)
    waiting_list.leave_waiting_list(ben, at=NOON)
    amend_event(session.event, sessions=[{"capacity": 1}])
    assert count(session) == (1, 1, 1)

    deliver()

    assert sent(ann) == ["waiting_list_joined", "place_to_claim"]
    assert sent(ben) == ["waiting_list_joined", "waiting_list_left"]


def test_of_a_line_that_nobody_knows_nothing_is_mailed():
    [session] = make_full()
    ann = join(session)
    give_up(session)
    told = Message.objects.get(attendee=ann, kind="place_offered")
    told.facts["offer"] = "unknown"
    told.save(update_fields=["facts"])

    deliver()

    assert sent(ann) == ["waiting_list_joined"]
    assert messages.mail_of(told).text


def test_an_offer_tells_the_time_as_it_is_when_the_mail_goes():
    [session] = make_full()
    ann = join(session)
    give_up(session)
    later = session.starts_at + timedelta(days=1)
    amend_event(session.event, sessions=[{"starts_at": later, "ends_at": None}])

    assert "Tuesday 1 December 2026, from midday" in mail(ann, "place_offered").text


def test_an_offer_of_a_course_tells_of_all_its_sessions():
    course = make_full(*two(), attendance="all")
    ann = join(*course)
    give_up(course[0])

    told = mail(ann, "place_offered")

    assert told.subject.startswith(
        "Place offered for 30 November and 1 December: Headteacher briefing. Accept by "
    )
    assert told.text.count("\nWhen\n") == 2


def test_joining_is_within_the_limit_of_mails_and_what_follows_is_not(settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    first, second = make_full(*two(), attendance="any")
    ann = join(first, email="ann@school.example")

    with pytest.raises(TooManyMails):
        waiting_list.wait_for_more(ann, sessions=[second], at=NOON)

    give_up(first)
    assert states(ann) == ["offered"]
    assert WaitingPlace.objects.count() == 1
