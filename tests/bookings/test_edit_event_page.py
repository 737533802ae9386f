"""The page on which an organiser edits an event: saved, asked about, shared with another."""

from datetime import timedelta

import pytest

from bookings.models import Booking, Message
from events.models import AuditEntry, Event, Session
from tests.bookings.told import START
from tests.events.browsing import sent_by_a_browser
from tests.factories import (
    NOON,
    as_sent,
    make_audience,
    make_booking,
    make_event,
    make_organiser,
    make_team,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page(event):
    return f"/organiser/events/{event.public_id}/edit/"


def announced(*sessions, **fields):
    fields = {"body": "All about the budget.", "audiences": [make_audience()]} | fields
    return make_event(*sessions, **fields)


def answers(client, event, **typed):
    """What a browser sends of the page, with other things typed."""
    sent = sent_by_a_browser(client.get(page(event)).text)
    for name, value in typed.items():
        sent[name.replace("session_", "session-").replace("__", "-")] = value
    return sent


def save(client, event, **typed):
    return client.post(page(event), answers(client, event, **typed))


def test_a_page_that_is_sent_as_it_was_shown_changes_nothing(signed_in):
    event = announced(plan(), plan(precision="none"), plan(arrive_at=START), attendance="any")
    before = AuditEntry.objects.count()

    response = save(signed_in, event)

    assert response.headers["Location"] == f"/organiser/events/{event.public_id}/"
    assert AuditEntry.objects.count() == before
    assert set(Session.objects.values_list("feed_sequence", flat=True)) == {0}


def test_a_time_that_the_boxes_cannot_show_stays_while_it_is_left_alone(signed_in):
    event = announced(plan(hours=50), plan(precision="month", on_date=START.date()))
    make_booking(event.sessions.order_by("pk").first())

    left_alone = save(signed_in, event, body="Corrected.")
    asked = save(signed_in, event, session_1__starts="1pm", session_1__ends="2pm")

    assert left_alone.status_code == 302
    assert "1 person has booked. Tell this person?" in asked.text
    days = list(Session.objects.order_by("pk").values_list("ends_at", "on_date"))
    assert days == [(START + timedelta(hours=50), None), (None, START.date())]


def test_what_nobody_needs_to_hear_of_is_saved_at_once(signed_in):
    event = announced()
    make_booking(event.sessions.get())

    response = save(signed_in, event, body="Corrected.")

    assert response.status_code == 302
    assert Event.objects.get().body == "Corrected."
    assert not Message.objects.filter(kind="session_changed").exists()


def test_a_draft_is_changed_freely_and_shown_again_as_a_preview(signed_in):
    event = announced(plan(label="First"), plan(label="Second"), published=False, attendance="any")
    sent = answers(signed_in, event, title="Briefing for heads", attendance="one")
    only_one = {name: sent[name] for name in sent if not name.startswith("session-1-")}

    response = signed_in.post(page(event), only_one | {"session-TOTAL_FORMS": "1"})

    assert response.headers["Location"] == f"/organiser/events/{event.public_id}/preview/"
    assert list(Session.objects.values_list("label", flat=True)) == ["First"]
    assert Event.objects.get().title == "Briefing for heads"
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {
        "event_created",
        "event_changed",
        "session_removed",
    }


def test_what_is_published_is_cancelled_not_removed(signed_in):
    event = announced()
    session = event.sessions.get()

    text = signed_in.get(page(event)).text

    start = f"/organiser/events/{event.public_id}/sessions/{session.public_id}/cancel/"
    assert f'href="{start}"' in text
    assert "Remove session 1" not in text


def test_another_session_is_added_to_what_is_published(signed_in):
    event = announced()
    sent = answers(signed_in, event, attendance="one")
    another = {name.replace("-0-", "-1-"): sent[name] for name in sent if "-0-" in name}

    signed_in.post(
        page(event),
        {name: sent[name] for name in sent}
        | another
        | {"session-1-public_id": "", "session-1-starts": "3pm", "session-1-ends": "4pm"}
        | {"session-TOTAL_FORMS": "2"},
    )

    starts = list(Session.objects.order_by("pk").values_list("starts_at", flat=True))
    assert starts == [START, START + timedelta(hours=3)]


def test_it_asks_first_where_somebody_has_booked_and_says_whom_and_what(signed_in):
    event = announced()
    attendee = make_booking(event.sessions.get(), full_name="Ann Example", typed_school="Oakfield")

    response = save(signed_in, event, session_0__starts="1pm", session_0__ends="2pm")

    assert response.status_code == 200
    assert "1 person has booked. Tell this person?" in response.text
    assert "Ann Example, Oakfield" in response.text
    assert "Change and tell 1 person" in response.text
    assert "Change without telling them" not in response.text
    assert "The time of this session has changed. Your place is still booked." in response.text
    assert "Before this change: Monday 30 November 2026, midday to 1:30pm" in response.text
    assert attendee.link_token not in response.text
    assert Session.objects.get().starts_at == START


def test_the_answer_changes_and_tells_once_though_it_is_sent_twice(signed_in):
    event = announced()
    make_booking(event.sessions.get())
    asked = save(signed_in, event, session_0__starts="1pm", session_0__ends="2pm")
    confirmed = sent_by_a_browser(asked.text)
    confirmed["tell"] = "yes"

    signed_in.post(page(event), confirmed)
    again = signed_in.post(page(event), confirmed)

    assert again.headers["Location"] == f"/organiser/events/{event.public_id}/"
    assert Session.objects.get().starts_at == START + timedelta(hours=1)
    assert Message.objects.filter(kind="session_changed").count() == 1


def test_another_title_may_be_told_or_not(signed_in):
    event = announced()
    make_booking(event.sessions.get())
    asked = save(signed_in, event, title="Briefing for heads")
    confirmed = sent_by_a_browser(asked.text)
    assert "Change without telling them" in asked.text
    confirmed["tell"] = "no"

    signed_in.post(page(event), confirmed)

    assert Event.objects.get().title == "Briefing for heads"
    assert not Message.objects.filter(kind="session_changed").exists()


def test_going_back_from_the_question_keeps_what_was_typed(signed_in):
    event = announced()
    make_booking(event.sessions.get())
    asked = save(signed_in, event, title="Briefing for heads")
    back = sent_by_a_browser(asked.text)
    back["change"] = "1"

    response = signed_in.post(page(event), back)

    assert 'value="Briefing for heads"' in response.text
    assert Event.objects.get().title == "Headteacher briefing"


def test_fewer_places_than_are_booked_are_refused_beside_the_number(signed_in):
    event = announced(plan(capacity=20), plan(label="Second"), attendance="any")
    for _ in range(3):
        make_booking(event.sessions.order_by("pk").first())

    response = save(signed_in, event, session_0__capacity="2")

    assert response.status_code == 200
    assert "3 people have booked. Enter 3 or more places" in response.text
    assert set(Session.objects.values_list("capacity", flat=True)) == {20}


def test_the_rule_is_fixed_and_says_why_once_somebody_has_booked(signed_in):
    event = announced(plan(), plan())
    make_booking(event.sessions.order_by("pk").first())

    response = signed_in.get(page(event))

    assert "because someone has booked" in response.text
    assert 'name="attendance"' not in response.text


@pytest.mark.parametrize("typed", [{"title": ""}, {"session_0__starts": "half past"}])
def test_wrong_input_is_told_beside_the_field_and_the_rest_is_kept(signed_in, typed):
    event = announced()

    response = save(signed_in, event, body="Kept.", **typed)

    assert "<title>Error: Edit: Headteacher briefing" in response.text.replace("\n", "")
    assert "Kept." in response.text
    assert Event.objects.get().body == "All about the budget."


def test_a_cancelled_event_stays_as_it_is(signed_in):
    event = announced()
    sent = answers(signed_in, event, title="Other")
    as_sent()
    Event.objects.update(state="cancelled", cancelled_at=NOON)

    response = signed_in.post(page(event), sent)

    assert response.status_code == 409
    assert "This event is cancelled" in response.text
    assert Event.objects.get().title == "Headteacher briefing"


def test_another_teams_event_is_not_found_and_assistants_may_not(client, settings):
    settings.REQUIRE_TOTP = False
    event = announced()
    let_in(client, make_organiser(team=make_team("Others")))
    others = client.get(page(event)).status_code
    let_in(client, make_organiser(role="assistant"))

    assert (others, client.get(page(event)).status_code) == (404, 403)


@pytest.mark.parametrize(("sessions", "people"), [(1, 1), (30, 30)])
def test_the_number_of_queries_stays_the_same(
    signed_in, django_assert_num_queries, sessions, people
):
    event = announced(
        *(plan(label=str(number), capacity=40) for number in range(sessions)), attendance="any"
    )
    for _ in range(people):
        make_booking(event.sessions.order_by("pk").first())
    sent = answers(signed_in, event, title="Briefing for heads")
    assert Booking.objects.count() == people

    with django_assert_num_queries(11):
        signed_in.get(page(event))
    with django_assert_num_queries(14):
        response = signed_in.post(page(event), sent)
    assert "Tell" in response.text
