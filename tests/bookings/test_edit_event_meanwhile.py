"""Two organisers edit an event at once: the second is shown what the first has changed."""

import pytest

from events.models import Event
from tests.bookings.test_edit_event_page import announced, answers, page, save
from tests.events.browsing import sent_by_a_browser
from tests.factories import amend_event, plan

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
