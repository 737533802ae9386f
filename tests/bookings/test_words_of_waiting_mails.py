"""The five mails to those who wait, as they read."""

from datetime import timedelta

import pytest

from bookings.lifecycle import settling, waiting_list
from bookings.mail import messages
from bookings.models import Attendee, Message
from tests.bookings.waiting import join, line_of, make_full
from tests.bookings.waiting_pages import FOUR, give_up
from tests.factories import NOON, amend_event, cancel_session, plan

pytestmark = pytest.mark.django_db

SITE = "https://placecard.example.gov.uk"
LAST_DAY = NOON + timedelta(days=28) - timedelta(hours=2)


def mail_to(attendee):
    """The newest one."""
    return messages.mail_of(Message.objects.filter(to=attendee.email).latest("pk"))


def news(mail):
    """What it says before it names the event."""
    return " ".join(mail.text.partition("\n\nHeadteacher briefing\n")[0].split())


def links(mail):
    return [line for line in mail.text.splitlines() if line.startswith(SITE)]


def own(attendee, rest=""):
    return f"{SITE}/b/{attendee.link_token}/{rest}"


def event_page(attendee):
    return f"{SITE}/events/{attendee.event.public_id}/{attendee.event.slug}/"


def test_whoever_joins_is_told_that_it_is_no_place(settings):
    one, two, *_ = make_full(*FOUR, shows_waiting_position=True)
    join(two)
    ann = join(one, two)

    mail = mail_to(ann)

    assert (
        mail.subject == "On the waiting list for 30 November and 1 December: Headteacher briefing"
    )
    assert news(mail) == (
        "You are on the waiting list. You do not have a place yet. "
        "You are number 1 for 30 November and number 2 for 1 December. "
        "If there is a place for you, we will email you. We will keep it for you until the time in "
        "that email."
    )
    assert links(mail) == [own(ann), event_page(ann)]
    assert "book" not in mail.text


def test_lists_of_sessions_on_one_day_are_told_apart():
    labels = ["Talk", "Talk", "Tour", ""]
    noon = NOON + timedelta(days=28)
    one_day = [
        plan(label=label, capacity=1, starts_at=noon + timedelta(hours=2 * number))
        for number, label in enumerate(labels)
    ]
    sessions = make_full(*one_day, FOUR[1], shows_waiting_position=True)

    assert (
        "You are number 1 for 30 November (midday to 1:30pm, Online), "
        "number 1 for 30 November (2pm to 3:30pm, Online), "
        "number 1 for 30 November (Tour), "
        "number 1 for 30 November (6pm to 7:30pm, Online) and number 1 for 1 December."
    ) in news(mail_to(join(*sessions)))


def test_an_offer_says_until_when_and_has_one_link():
    [session] = make_full()
    ann = join(session)
    give_up(session)

    mail = mail_to(ann)

    assert mail.subject == (
        "Place offered for 30 November: Headteacher briefing. "
        "Accept by 10am on Tuesday 3 November 2026"
    )
    assert news(mail) == (
        "We are keeping a place for you until 10am on Tuesday 3 November 2026. "
        "Nothing is booked until you accept. "
        "If you do not accept by then, we will offer it to someone else."
    )
    assert links(mail) == [own(ann, f"offers/{line_of(ann).public_id}/")]
    assert mail.html.count(f'href="{SITE}') == 1
    assert mail.invitation == b""


def test_it_says_what_accepting_does():
    one, two, three, _ = make_full(*FOUR)
    ann = Attendee.objects.get(bookings__session=one)
    waiting_list.wait_for_more(ann, sessions=[two, three], at=NOON)
    give_up(two)

    mail = mail_to(ann)

    gives_up = (
        "You have a place on Monday 30 November 2026, midday to 1:30pm, online (A). "
        "If you take this one, we will cancel that place."
    )
    leaves = "If you take this place, you leave the other waiting lists of this event."
    assert news(mail).endswith(f"{gives_up} {leaves}")
    assert gives_up in mail.html
    assert leaves in mail.html


def test_where_any_may_be_attended_accepting_ends_nothing():
    one, two, *_ = make_full(*FOUR, attendance="any")
    ann = Attendee.objects.get(bookings__session=one)
    waiting_list.wait_for_more(ann, sessions=[two], at=NOON)
    give_up(two)

    assert news(mail_to(ann)).endswith("we will offer it to someone else.")


def test_of_a_course_all_places_are_offered():
    course = make_full(*FOUR[:2], attendance="all")
    ann = join(*course)
    give_up(course[0])
    mail = mail_to(ann)

    settling.settle_due(NOON + timedelta(days=1))

    assert news(mail).startswith("We are keeping a place at each session for you until 10am")
    assert news(mail_to(ann)).startswith("We kept a place at each session for you until 10am")


def test_an_offer_tells_of_the_session_as_it_is_by_now():
    [session] = make_full()
    ann = join(session)
    give_up(session)
    amend_event(session.event, sessions=[{"label": "Morning"}])

    offer = Message.objects.get(to=ann.email, kind="place_offered")

    assert "\nMorning\n" in messages.mail_of(offer).text


def test_in_the_last_day_the_first_to_claim_it_has_it():
    [session] = make_full()
    ann = join(session)
    give_up(session, LAST_DAY)

    mail = mail_to(ann)

    assert mail.subject == "Place free to claim for 30 November: Headteacher briefing"
    assert news(mail) == (
        "A place is free. We have told everyone on the waiting list. "
        "The first person to claim it gets it."
    )
    assert links(mail) == [own(ann, f"offers/{line_of(ann).public_id}/")]
    assert mail.html.count(f'href="{SITE}') == 1


def test_an_offer_that_was_not_answered_leads_back_to_the_list():
    [session] = make_full()
    ann = join(session)
    give_up(session)
    settling.settle_due(NOON + timedelta(days=1))

    mail = mail_to(ann)

    assert mail.subject == "Offer ended for 30 November: Headteacher briefing"
    assert news(mail) == (
        "We kept a place for you until 10am on Tuesday 3 November 2026. "
        "You did not accept by then, so we will offer it to someone else. "
        "You are no longer on this waiting list."
    )
    assert links(mail) == [own(ann, "waiting-list/"), event_page(ann)]
    assert own(ann, "waiting-list/") in mail.html


def test_whoever_leaves_and_whoever_waited_in_vain_is_told_so():
    [session] = make_full()
    ann, ben = join(session), join(session)
    waiting_list.leave_waiting_list(ann, at=NOON)
    cancel_session(session)

    told = [mail_to(whose) for whose in (ann, ben)]

    assert {mail.subject for mail in told} == {
        "No longer on the waiting list for 30 November: Headteacher briefing"
    }
    assert [news(mail) for mail in told] == [
        "You have left the waiting list.",
        "This session will not take place, so its waiting list is closed.",
    ]
