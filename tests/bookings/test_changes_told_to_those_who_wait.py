"""Another time or place is told to those who wait for it, in words that are no booking's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bookings import effects
from bookings.lifecycle import venue_changes, waiting_list
from bookings.mail import delivery, messages
from bookings.models import Message
from events import differences, planning
from events.venue_details import VenueDetails
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


def test_another_address_of_the_venue_is_told_to_them_too():
    venue = make_venue(name="Ashby Hall", address="1 High Street")
    [session] = make_full(plan(capacity=1, mode="in_person", join_link="", venue=venue))
    ann = join(session)
    next_door = VenueDetails("Ashby Hall", "3 High Street", venue.postcode)

    venue_changes.change_venue(venue, next_door, tell=True, at=NOON, by=None)

    [mail] = mails(ann)
    assert "Before this change: Ashby Hall, 1 High Street" in mail.text


def test_the_pages_that_ask_say_how_many_wait(signed_in):
    first, second = make_full(*two())
    join(first, second)
    join(first)
    give_up(first)
    event = f"/organiser/events/{first.event.public_id}/"
    also = "We will also tell {} on the waiting list or with an offer."

    one = signed_in.get(f"{event}sessions/{second.public_id}/cancel/").text
    both = signed_in.get(f"{event}cancel/").text

    assert also.format("1 person") in one
    assert also.format("2 people") in both


def test_where_nobody_has_booked_those_who_wait_are_named_alone(signed_in):
    [session] = make_full()
    join(session)
    give_up(session)
    event = f"/organiser/events/{session.event.public_id}/"

    pages = [
        signed_in.get(path).text
        for path in (f"{event}sessions/{session.public_id}/cancel/", f"{event}cancel/")
    ]

    told = "We will tell 1 person on the waiting list or with an offer."
    assert [told in page for page in pages] == [True, True]


@pytest.mark.parametrize(("change", "waiting"), [(LATER, 1), ({"label": "A"}, 0)])
def test_a_change_says_how_many_of_them_it_tells(change, waiting):
    course = make_full(*two(), attendance="all")
    join(*course)
    event = course[0].event
    now = planning.plan_of(event, course)
    plan_ = replace(now, sessions=(now.sessions[0], replace(now.sessions[1], **change)))
    changes = differences.between(event, course, plan_).worth_telling_of(NOON)

    assert effects.of_changes(changes, was_title=event.title, at=NOON).waiting == waiting
