"""Two organisers edit an event at once: the second is shown what the first has changed."""

from datetime import timedelta

import pytest

from events import lifecycle
from events.models import AuditEntry, Event, Session
from tests.bookings.test_edit_event_page import announced, answers, page, save
from tests.bookings.told import START
from tests.events.browsing import sent_by_a_browser
from tests.factories import NOON, amend_event, make_booking, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_whoever_saves_second_sees_what_the_first_changed_and_loses_nothing(signed_in):
    event = announced(plan(label="Morning"))
    mine = answers(signed_in, event, title="My title", body="My words.")
    amend_event(event, title="Their title", sessions=[{"speakers": "Ann"}])

    response = signed_in.post(page(event), mine)

    assert "Someone else has changed this event since you opened this page" in response.text
    assert "Someone has changed the title." in response.text
    assert "Someone has changed the speakers of this session: Morning, " in response.text
    shown = sent_by_a_browser(response.text)
    assert (shown["title"], shown["body"]) == ("My title", "My words.")
    assert shown["session-0-speakers"] == "Ann"
    assert Event.objects.get().title == "Their title"
    signed_in.post(page(event), shown)
    saved = Event.objects.get()
    assert (saved.title, saved.body, saved.sessions.get().speakers) == (
        "My title",
        "My words.",
        "Ann",
    )


def test_sessions_that_came_and_went_meanwhile_are_said(signed_in):
    event = announced(plan(label="First"), plan(label="Second"), published=False, attendance="any")
    mine = answers(signed_in, event, title="My title")
    other = answers(signed_in, event)
    other["session-1-public_id"] = ""
    other["session-1-label"] = "Third"
    signed_in.post(page(event), other)

    response = signed_in.post(page(event), mine)

    assert "A session on this page has been removed or cancelled." in response.text
    assert "There is another session: Third, " in response.text
    shown = sent_by_a_browser(response.text)
    assert [shown["session-0-label"], shown["session-1-label"]] == ["First", "Third"]


@pytest.mark.parametrize(
    ("seen", "title"),
    [
        ("{", "Briefing for heads"),
        ("[1]", "Briefing for heads"),
        ("null", "Briefing for heads"),
        ('{" title": 7}', "Headteacher briefing"),
    ],
)
def test_what_a_page_had_shown_may_be_lost_or_altered(signed_in, seen, title):
    event = announced()

    response = save(signed_in, event, title="Briefing for heads", seen=seen)

    assert response.status_code == (302 if title == "Briefing for heads" else 200)
    assert Event.objects.get().title == title


def with_another_session(sent, label):
    """The same form with its first session once more, as a new one."""
    first = {name: sent[name] for name in sent if name.startswith("session-0-")}
    for name, value in first.items():
        sent[name.replace("-0-", "-1-")] = value
    sent["session-1-public_id"], sent["session-1-label"] = "", label
    sent["session-TOTAL_FORMS"], sent["attendance"] = "2", "any"
    return sent


@pytest.mark.parametrize(
    "typed",
    [
        {
            "session_0__mode": "in_person",
            "session_0__join_link": "",
            "session_0__venue_name": "Hall",
        },
        {"other_audience": "Cooks"},
        {
            "update_on_0": "4",
            "update_on_1": "11",
            "update_on_2": "2026",
            "update_title": "Weekly update",
        },
        {"series": "Money"},
    ],
)
def test_what_was_typed_and_made_a_row_is_known_when_it_is_sent_again(signed_in, typed):
    event = announced()
    sent = answers(signed_in, event, **typed)

    first, again = (signed_in.post(page(event), sent) for _ in range(2))

    assert (first.status_code, again.status_code) == (302, 302)
    assert AuditEntry.objects.filter(action__endswith="_changed").count() == 1


def test_a_session_that_is_added_by_two_clicks_is_added_once(signed_in):
    event = announced(plan(label="First"))
    sent = with_another_session(answers(signed_in, event), "Second")

    statuses = [signed_in.post(page(event), sent).status_code for _ in range(2)]

    assert statuses == [302, 302]
    labels = list(Session.objects.order_by("pk").values_list("label", flat=True))
    assert labels == ["First", "Second"]


def test_a_session_left_out_of_a_draft_that_was_published_meanwhile_stays_and_is_said(signed_in):
    event = announced(plan(label="First"), plan(label="Second"), published=False, attendance="any")
    sent = answers(signed_in, event)
    without = {name: sent[name] for name in sent if not name.startswith("session-1-")}
    lifecycle.publish_event(event, at=NOON, by=None)

    response = signed_in.post(page(event), without | {"session-TOTAL_FORMS": "1"})

    assert "This session is public by now, so you can only cancel it: Second, " in response.text
    assert Session.objects.count() == 2


def test_the_question_whom_to_tell_waits_until_the_other_change_was_seen(signed_in):
    event = announced()
    make_booking(event.sessions.get())
    mine = answers(signed_in, event, body="My words.")
    amend_event(event, sessions=[{"starts_at": START + timedelta(hours=1)}])

    response = signed_in.post(page(event), mine)

    assert "Someone has changed the time of this session" in response.text
    assert "Tell this person?" not in response.text


def test_one_session_sent_twice_is_two(signed_in):
    event = announced(plan(label="First"), plan(label="Second"), attendance="any")
    sent = answers(signed_in, event)
    second = sent["session-1-public_id"]
    sent["session-1-public_id"] = sent["session-0-public_id"]

    signed_in.post(page(event), sent)

    by_label = Session.objects.order_by("pk").values_list("label", "public_id")
    assert [label for label, _ in by_label] == ["First", "Second"]
    assert dict(by_label)["Second"] == second


@pytest.mark.parametrize("public_id", ["!!/x", "abcdefgh"])
def test_an_id_of_no_session_of_the_event_breaks_nothing(signed_in, public_id):
    event = announced()

    response = save(signed_in, event, session_0__public_id=public_id, title="")

    assert response.status_code == 200
    assert Session.objects.count() == 1


def test_what_a_page_had_shown_may_be_nonsense_of_any_depth(signed_in):
    event = announced()

    response = save(signed_in, event, title="Briefing for heads", seen="[" * 15_000)

    assert response.status_code == 302


def test_a_course_that_is_booked_says_why_it_gets_no_further_session(signed_in):
    event = announced(plan(label="First"), attendance="all")
    make_booking(event.sessions.get())
    sent = with_another_session(answers(signed_in, event), "Second")

    response = signed_in.post(page(event), sent)

    assert response.status_code == 409
    assert "Someone has already booked" in response.text
    assert Session.objects.count() == 1
