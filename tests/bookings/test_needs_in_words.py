"""Needs and answers on pages: their lines, and whose link leads to them."""

import re

import pytest

from bookings.forms.answering import AnsweringForm
from tests.bookings.asking import ask, dietary, field
from tests.bookings.test_change_and_cancel_pages import page
from tests.factories import make_booking, make_session

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]


@pytest.mark.parametrize(("is_of_others", "whose"), [(False, "your"), (True, "their")])
def test_a_form_says_with_whose_link_needs_can_be_read(is_of_others, whose):
    session = make_session()
    needs = dietary(session.event)
    own = ask(session.event, "Topic?", hint="One for your booking")

    form = AnsweringForm(questions=[needs, own], is_of_others=is_of_others, asks_access_needs=True)

    sentence = f"Only the organisers and people with the link to {whose} booking can see this."
    assert [form.fields[name].help_text for name in ("access_needs", field(needs), field(own))] == [
        f"For example, step-free access or a hearing loop. {sentence}",
        f"For example, vegetarian or an allergy to nuts. {sentence}",
        "One for your booking",
    ]


def test_what_was_typed_in_several_lines_keeps_them_on_ones_own_page(client):
    session = make_session()
    question = ask(session.event, "Topic?", kind="long_text")
    attendee = make_booking(
        session,
        access_needs="A ramp\n<b>Loop</b>",
        answers={question.public_id: "First & foremost\nSecond"},
    )

    text = re.sub(r"\n +", "\n", client.get(page(attendee)).text)  # they are not shown

    assert '<span class="app-lines">A ramp\n&lt;b&gt;Loop&lt;/b&gt;</span>' in text
    assert '<span class="app-lines">First &amp; foremost\nSecond</span>' in text
