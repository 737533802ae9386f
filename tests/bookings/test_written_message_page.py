"""The list of messages and the page of one: how far it is, whom it reached, how it is stopped."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from bookings import writing
from bookings.models import Message, WrittenMessage
from tests.database import every_row
from tests.factories import (
    NOON,
    make_booking,
    make_event,
    make_organiser,
    make_session,
    make_team,
    write_to_attendees,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def five_minutes_later(noon, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def list_of(event):
    return f"/organiser/events/{event.public_id}/messages/"


def page(message, rest=""):
    return f"{list_of(message.event)}{message.public_id}/{rest}"


def write_to(number, **fields):
    """To so many people, called Person 1 and so on."""
    session = make_session(capacity=None)
    for each in range(1, number + 1):
        make_booking(session, full_name=f"Person {each}")
    return write_to_attendees(session.event, **fields)


def set_states(message, *states):
    """Of its mails, as if a worker had been there."""
    mails = Message.objects.filter(written=message).order_by("attendee__full_name", "pk")
    for pk, state in zip(mails.values_list("pk", flat=True), states, strict=True):
        sent_at = LATER if state == "sent" else None
        Message.objects.filter(pk=pk).update(state=state, sent_at=sent_at)


def rows_of(page):
    """What the summary of a message says, by its labels."""
    return re.findall(r"__key\">(.+?)</dt>\s*<dd[^>]*>\s*(.+?)\s*</dd>", page)


def test_the_list_has_each_message_with_how_far_it_is_the_newest_first(signed_in):
    message = write_to(4, subject="Parking")
    newer = write_to_attendees(message.event, subject="Slides", at=LATER)
    set_states(message, "sent", "dead", "sent", "queued")

    response = signed_in.get(list_of(message.event))

    assert [
        (one.message.subject, one.waiting, one.sent, one.undelivered)
        for one in response.context_data["listed"]
    ] == [("Slides", 4, 0, 0), ("Parking", 1, 2, 1)]
    assert page(newer) in response.text
    assert "Write to attendees" in response.text


def test_an_empty_list_says_so(signed_in):
    response = signed_in.get(list_of(make_event()))

    assert "Nobody has written to the attendees yet." in response.text


def test_a_long_list_has_pages(signed_in, monkeypatch):
    monkeypatch.setattr(writing, "MESSAGES_ON_A_PAGE", 1)
    message = write_to(1)
    write_to_attendees(message.event, at=LATER)

    response = signed_in.get(list_of(message.event), {"page": "2"})

    assert [one.message for one in response.context_data["listed"]] == [message]
    assert "(page 2 of 2)" in response.text


def test_while_it_is_held_it_can_be_stopped(signed_in):
    message = write_to(2)

    held = signed_in.get(page(message)).text
    response = signed_in.post(page(message, "stop/"))
    stopped = signed_in.get(response["Location"]).text

    assert "Being held until 12:02pm.</strong> Nobody has been sent this message yet." in held
    assert "Stop this message" in held
    assert response["Location"] == page(message)
    assert "Stopped at midday on Monday 2 November 2026. Nobody was sent this message." in stopped
    assert stopped.count("Not sent: stopped") == 2
    assert "Stop this message" not in stopped
    assert WrittenMessage.objects.get().stopped_at == NOON
    assert "Stopped" in signed_in.get(list_of(message.event)).text


def test_what_was_stopped_is_changed_and_sent_again_with_its_words_and_its_selection(signed_in):
    session = make_session(capacity=None)
    make_booking(session, access_needs="A ramp")
    who = {"session": session.public_id, "with_needs": True}
    message = write_to_attendees(session.event, subject="Hi {first name}", text="{link}", **who)
    signed_in.post(page(message, "stop/"))
    stopped = signed_in.get(page(message)).text
    again = f"{list_of(message.event)}new/?again={message.public_id}"

    form = signed_in.get(again).context_data["form"]

    assert f'href="{again}"' in stopped
    assert {name: form[name].value() for name in ("session", "answer", "only")} == {
        "session": session.public_id,
        "answer": "",
        "only": ["needs"],
    }
    assert (form["subject"].value(), form["text"].value()) == ("Hi {first name}", "{link}")
    assert form["form_uuid"].value() not in ("", str(message.form_uuid))


def test_a_message_of_another_event_is_not_written_again(signed_in):
    message, others = write_to(1), make_event(team=make_team("Others"))
    below_other = f"{list_of(make_event())}new/"
    of_others = f"{list_of(others)}new/"

    statuses = [
        signed_in.get(path, {"again": message.public_id}).status_code
        for path in (below_other, of_others)
    ]

    assert [*statuses, signed_in.get(below_other, {"again": ""}).status_code] == [404] * 3


@pytest.mark.usefixtures("five_minutes_later")
def test_once_it_is_being_sent_the_page_says_how_far_it_is(signed_in):
    message = write_to(5, by=make_organiser())
    set_states(message, "sent", "dead", "unconfirmed", "skipped", "queued")

    response = signed_in.get(page(message))

    assert [(mail.attendee.full_name, mail.state) for mail in response.context_data["page"]] == [
        ("Person 2", "dead"),
        ("Person 1", "sent"),
        ("Person 3", "unconfirmed"),
        ("Person 4", "skipped"),
        ("Person 5", "queued"),
    ]
    progress = response.context_data["progress"]
    assert (progress.waiting, progress.sent, progress.unconfirmed) == (1, 1, 1)
    assert (progress.undelivered, progress.left_out) == (1, 1)
    for word in ("Not delivered", "Probably delivered", "Not sent: no longer has a place"):
        assert word in response.text
    assert "Stop this message" not in response.text
    assert "Reload the page to see how many have been sent" in response.text
    assert rows_of(response.text) == [
        ("For", "Everyone who has booked"),
        ("Written by", "Olu Organiser at midday on Monday 2 November 2026"),
        ("People", "5"),
        *[("Waiting to be sent", "1"), ("Sent", "1"), ("Not delivered", "1")],
        *[("Probably delivered", "1"), ("Not sent", "1")],
    ]


@pytest.mark.usefixtures("five_minutes_later")
def test_it_is_too_late_to_stop_what_is_being_sent(signed_in):
    message = write_to(3)
    set_states(message, "sent", "queued", "queued")
    before = every_row()

    response = signed_in.post(page(message, "stop/"))

    assert (response.status_code, response.template_name) == (
        409,
        "bookings/too_late_to_stop.html",
    )
    assert "It is too late to stop this message" in response.text
    assert "1 of 3 people have been sent it." in response.text
    assert page(message) in response.text
    assert every_row() == before


def test_many_people_are_several_pages(signed_in, monkeypatch):
    monkeypatch.setattr(writing, "PEOPLE_ON_A_PAGE", 2)
    message = write_to(3)

    response = signed_in.get(page(message), {"page": "2"})

    assert [mail.attendee.full_name for mail in response.context_data["page"]] == ["Person 3"]
    assert "(page 2 of 2)" in response.text


def test_what_was_written_is_shown_as_text(signed_in):
    message = write_to(1, subject="<b>Parking</b>", text="<script>{link}</script>")

    text = signed_in.get(page(message)).text

    assert "&lt;b&gt;Parking&lt;/b&gt;" in text
    assert "&lt;script&gt;{link}&lt;/script&gt;" in text


def test_an_assistant_looks_and_does_not_write_or_stop(client, settings):
    settings.REQUIRE_TOTP = False
    message = write_to(1)
    let_in(client, make_organiser(role="assistant"))

    pages = [client.get(list_of(message.event)), client.get(page(message))]

    assert [one.status_code for one in pages] == [200, 200]
    assert not any("Write to attendees" in one.text for one in pages)
    assert not any("Stop this message" in one.text for one in pages)
    assert not any("Change and send again" in one.text for one in pages)
    assert client.post(page(message, "stop/")).status_code == 403
    assert not WrittenMessage.objects.get().is_stopped


def test_another_teams_message_is_not_found_and_check_in_may_not_look(client, settings):
    settings.REQUIRE_TOTP = False
    message, own = write_to(1), make_event()
    pages = [list_of(message.event), page(message)]
    let_in(client, make_organiser(role="check_in"))
    check_in = [client.get(path).status_code for path in pages]
    others = make_team("Others")
    let_in(client, make_organiser(team=others))
    event_of_others = make_event(team=others)

    theirs = [client.get(path).status_code for path in pages]
    below_own = f"{list_of(event_of_others)}{message.public_id}/"

    assert (check_in, theirs) == ([403, 403], [404, 404])
    assert client.get(below_own).status_code == 404
    assert client.post(f"{below_own}stop/").status_code == 404
    assert client.post(page(message, "stop/")).status_code == 404
    assert own.team == message.event.team


def test_looking_changes_nothing_and_stopping_is_not_looking(signed_in):
    message = write_to(1)
    before = every_row()

    statuses = [signed_in.get(path).status_code for path in (page(message), page(message, "stop/"))]

    assert statuses == [200, 405]
    assert every_row() == before


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_stays_the_same(signed_in, django_assert_num_queries, number):
    message = write_to(number)
    for later in range(1, number):
        write_to_attendees(message.event, at=NOON + timedelta(minutes=later))

    with django_assert_num_queries(9):
        assert len(signed_in.get(list_of(message.event)).context_data["listed"]) == number
    with django_assert_num_queries(10):
        assert len(signed_in.get(page(message)).context_data["page"]) == number
