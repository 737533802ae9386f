"""From the preview on: a copy to oneself, and the message to as many as were shown, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.lifecycle import commands
from bookings.models import Message, WrittenMessage
from tests.bookings.test_write_message_page import TYPED, answers, book_ann_and_ben, page
from tests.factories import NOON, make_booking, make_organiser, make_session
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_a_line_break_in_the_subject_becomes_a_space(signed_in):
    event, *_ = book_ann_and_ben()

    signed_in.post(
        page(event, "send/"), answers(subject="Parking\r\nBcc: x@school.example", expected="2")
    )

    assert WrittenMessage.objects.get().subject == "Parking Bcc: x@school.example"


def test_a_copy_is_sent_to_whoever_is_signed_in_once(client, settings):
    settings.REQUIRE_TOTP = False
    let_in(client, make_organiser(email="olu@westshire.example"))
    event, *_ = book_ann_and_ben()
    typed = answers()

    response = client.post(page(event, "copy/"), typed)
    client.post(page(event, "copy/"), typed)

    assert "We are sending a copy to olu@<wbr>westshire.example" in response.text
    assert "This will be sent to 2 people:" in response.text
    assert Message.objects.get(kind="written_copy").to == "olu@westshire.example"
    assert not WrittenMessage.objects.exists()


def test_it_is_sent_to_as_many_as_were_shown(signed_in):
    event, *_ = book_ann_and_ben()

    response = signed_in.post(page(event, "send/"), answers(expected="2"))

    written = WrittenMessage.objects.get()
    assert response.headers["Location"] == (
        f"/organiser/events/{event.public_id}/messages/{written.public_id}/"
    )
    assert (written.subject, written.text) == (TYPED["subject"], TYPED["text"])
    assert (written.recipients, written.author.full_name) == (2, "Olu Organiser")
    assert written.held_until == NOON + timedelta(minutes=2)
    assert Message.objects.filter(written=written).count() == 2


def test_what_is_typed_and_selected_goes_from_the_preview_into_the_message(signed_in):
    session = make_session()
    make_booking(session, access_needs="A ramp")
    make_booking(session)
    typed = answers(
        session=session.public_id, answer="needs_action", only="needs", text="<b>&amp; “x”\r\n\r\ny"
    )
    form = signed_in.post(page(session.event), typed).context_data["form"]

    signed_in.post(page(session.event, "send/"), {**dict(form.kept_answers), "expected": "1"})

    written = WrittenMessage.objects.get()
    assert written.text == "<b>&amp; “x”\n\ny"
    assert written.who == {
        "session": session.public_id,
        "answer": "needs_action",
        "with_needs": True,
        "undelivered": False,
        "phase": "",
    }


def test_a_number_that_changed_meanwhile_is_shown_and_nothing_is_sent(signed_in):
    event, ann, _ = book_ann_and_ben()
    typed = answers(expected="2")
    commands.cancel_bookings(ann, at=NOON)

    response = signed_in.post(page(event, "send/"), typed)
    assert response.status_code == 409
    assert "Your message has not been sent, because it is now for 1 person" in response.text
    assert "Someone has booked or cancelled since you looked." in response.text
    assert 'name="expected" value="1"' in response.text
    assert not WrittenMessage.objects.exists()

    signed_in.post(page(event, "send/"), typed | {"expected": "1"})

    assert WrittenMessage.objects.get().recipients == 1


def test_a_double_click_and_the_way_back_lead_to_the_message_that_was_sent(signed_in, monkeypatch):
    event, *_ = book_ann_and_ben()
    typed = answers(expected="2")

    first = signed_in.post(page(event, "send/"), typed)
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(seconds=1))
    again = signed_in.post(page(event, "send/"), typed)
    looked_at = signed_in.post(page(event), typed | {"text": "Something else"})

    assert first["Location"] == again["Location"] == looked_at["Location"]
    assert Message.objects.filter(kind="written").count() == 2
