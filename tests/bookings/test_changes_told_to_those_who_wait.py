"""Another time or place is told to those who wait for it, in words that are no booking's."""

from datetime import timedelta

import pytest

from bookings.lifecycle import waiting_list
from bookings.mail import delivery, messages
from bookings.models import Message
from tests.bookings.waiting import give_up, join, make_full, told, two
from tests.factories import NOON, amend_event, make_venue, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LATER = {"starts_at": NOON + 30 * DAY, "ends_at": NOON + 30 * DAY + HOUR}
KIND = "waiting_session_changed"


def mails(attendee):
    found = Message.objects.filter(to=attendee.email, kind=KIND).order_by("pk")
    return [messages.mail_of(message) for message in found]


def test_whoever_waits_reads_the_time_that_it_was_and_is():
    [session] = make_full()
    ann = join(session)

    amend_event(session.event, sessions=[LATER])

    [mail] = mails(ann)
    assert mail.subject == "Changed for 2 December, waiting list: Headteacher briefing"
    assert mail.text.startswith(
        "The session you are waiting for has changed. You are still on the waiting list."
        " You do not have a place yet.\n\nHeadteacher briefing\n\nWhen\n"
        "Wednesday 2 December 2026, midday to 1pm\n"
        "Before this change: Monday 30 November 2026, midday to 1:30pm\n"
    )
    own = f"https://placecard.example.gov.uk/b/{ann.link_token}/"
    assert f"See or leave the waiting list\n{own}\n" in mail.text
    assert f'<a href="{own}"' in mail.html
    assert mail.invitation == b""
    assert "https://meet.example" not in mail.text + mail.html


def test_whoever_is_offered_a_place_reads_that_it_is_still_kept_and_until_when():
    [session] = make_full()
    ann = join(session)
    give_up(session)

    amend_event(session.event, sessions=[LATER])

    [mail] = mails(ann)
    assert mail.text.startswith(
        "The session we offered you a place at has changed. You can still accept until 10am on"
        " Tuesday 3 November 2026. Nothing is booked until you do.\n"
    )
    offer = ann.waiting_places.get().public_id
    answer = f"https://placecard.example.gov.uk/b/{ann.link_token}/offers/{offer}/"
    assert f"Accept or decline\n{answer}\n" in mail.text
    assert f'<a href="{answer}"' in mail.html


def test_two_sessions_that_change_are_one_mail():
    first, second = make_full(*two())
    ann = join(first, second)
    moved = [{"venue": make_venue(name="Ashby Hall"), "mode": "in_person", "join_link": ""}] * 2

    amend_event(first.event, sessions=moved)

    [mail] = mails(ann)
    assert mail.text.startswith("Sessions you are waiting for have changed.")
    assert mail.text.count("Before this change: Online") == 2


def test_a_course_is_told_of_the_session_that_changed():
    course = make_full(*two(), attendance="all")
    ann = join(*course)

    amend_event(course[0].event, sessions=[{}, LATER])

    [mail] = mails(ann)
    assert "Before this change: Tuesday 1 December 2026" in mail.text
    assert mail.text.count("\nWhen\n") == 1


@pytest.mark.parametrize(
    "change", [{"label": "Repeat"}, {"join_link": "https://meet.example/other"}, {"capacity": 1}]
)
def test_what_is_not_theirs_to_know_is_not_told(change):
    first, _second = make_full(*two())
    ann = join(first)

    amend_event(first.event, sessions=[change, LATER])

    assert told(ann) == ["waiting_list_joined"]


def test_whoever_has_left_meanwhile_is_told_nothing():
    [session] = make_full()
    ann = join(session)
    amend_event(session.event, sessions=[LATER])

    waiting_list.leave_waiting_list(ann, at=NOON)
    while delivery.deliver_due(worker="worker", clock=lambda: NOON):
        pass

    states = Message.objects.filter(to=ann.email).order_by("pk").values_list("kind", "state")
    assert list(states) == [
        ("waiting_list_joined", "sent"),
        (KIND, "skipped"),
        ("waiting_list_left", "sent"),
    ]


def test_nobody_who_waits_for_another_event_is_told():
    [session] = make_full(plan(capacity=1))
    [other] = make_full(plan(capacity=1))
    ann = join(other)

    amend_event(session.event, sessions=[LATER])

    assert told(ann) == ["waiting_list_joined"]
