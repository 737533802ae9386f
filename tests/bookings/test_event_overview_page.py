"""The first page of an event's workspace: how it stands, and what an organiser does next."""

from datetime import timedelta

import pytest

from bookings.models import Message
from tests.factories import (
    NOON,
    attach_document,
    cancel_event,
    cancel_session,
    make_booking,
    make_event,
    make_organiser,
    make_team,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page(event):
    return f"/organiser/events/{event.public_id}/"


def overview(client, event):
    return client.get(page(event)).context_data["overview"]


def test_each_session_says_how_full_it_is(signed_in):
    event = make_event(
        plan(label="First", capacity=20),
        plan(label="Second", capacity=None),
        plan(label="Third", starts_at=NOON - timedelta(days=2)),
    )
    first, second, _ = event.sessions.order_by("pk")
    make_booking(first)
    cancel_session(second)

    rows = overview(signed_in, event).rows

    assert [
        (row.session.label, row.places, row.percentage, row.can_be_cancelled) for row in rows
    ] == [
        ("Third", "0 of 20", 0, False),
        ("First", "1 of 20", 5, True),
        ("Second", "0", 0, False),
    ]


def test_it_shares_the_public_address_and_a_paragraph(signed_in):
    event = make_event()
    attach_document(event)

    text = signed_in.get(page(event)).text

    assert f"/events/{event.public_id}/headteacher-briefing/</code>" in text
    assert f'src="/organiser/events/{event.public_id}/qr.svg"' in text
    assert "Agenda (PDF, 15 bytes)</a>" in text


@pytest.mark.parametrize(
    ("starts_at", "published", "step"),
    [
        (NOON + timedelta(days=1), False, "Check and publish"),
        (NOON + timedelta(days=1), True, "See who is coming"),
        (NOON - timedelta(days=1), True, "Add slides or other documents"),
    ],
)
def test_the_main_button_is_what_comes_next(signed_in, starts_at, published, step):
    event = make_event(plan(starts_at=starts_at), published=published)

    assert overview(signed_in, event).next_step.text == step
    assert step in signed_in.get(page(event)).text


def test_a_draft_is_not_shared_and_can_be_discarded(signed_in):
    text = signed_in.get(page(make_event(published=False))).text

    assert "Discard this draft" in text
    assert "QR code" not in text
    assert "Cancel this" not in text


def test_a_cancelled_event_says_so_and_is_only_copied(signed_in):
    event = make_event()
    cancel_event(event)

    response = signed_in.get(page(event))

    assert [tag["text"] for tag in response.context_data["overview"].tags] == ["Cancelled"]
    assert "Copy this event" in response.text
    assert "Edit event" not in response.text
    assert "Cancel this" not in response.text


@pytest.mark.parametrize(("people", "said"), [(1, "1 person"), (2, "2 people")])
def test_mail_that_could_not_be_delivered_needs_attention(signed_in, people, said):
    event = make_event()
    for _ in range(people):
        make_booking(event.sessions.get())
    Message.objects.update(state="dead")

    address = f"{page(event)}bookings/?only=undelivered"
    assert [(one.text, one.address) for one in overview(signed_in, event).attention] == [
        (f"An email to {said} could not be delivered", address)
    ]


def test_assistants_look_and_do_not_change(client, settings):
    settings.REQUIRE_TOTP = False
    event = make_event()
    let_in(client, make_organiser(role="assistant"))

    text = client.get(page(event)).text

    assert "See who is coming" in text
    assert "Edit event" not in text
    assert "Cancel this" not in text
    assert "Copy this event" not in text


def test_another_teams_event_is_not_found_and_check_in_may_not(client, settings):
    settings.REQUIRE_TOTP = False
    event = make_event()
    let_in(client, make_organiser(team=make_team("Others")))
    others = client.get(page(event)).status_code
    let_in(client, make_organiser(role="check_in"))

    assert (others, client.get(page(event)).status_code) == (404, 403)


@pytest.mark.parametrize(("sessions", "people"), [(1, 1), (30, 30)])
def test_the_number_of_queries_stays_the_same(
    signed_in, django_assert_num_queries, sessions, people
):
    event = make_event(*(plan(label=str(number), capacity=40) for number in range(sessions)))
    for _ in range(people):
        make_booking(event.sessions.order_by("pk").first())

    with django_assert_num_queries(14):
        signed_in.get(page(event))


def test_it_says_what_the_first_page_says_and_leads_nowhere_from_here_to_here(signed_in):
    event = make_event(plan(starts_at=NOON + timedelta(days=4), label="Morning", capacity=1))
    event.sessions.update(places_taken=1)

    home = signed_in.get("/organiser/").context_data["dashboard"].urgent[0].attention
    here = overview(signed_in, event).attention

    documents = f"{page(event)}documents/"
    assert [(one.text, one.address) for one in here] == [
        ("Full: Morning", ""),
        ("No agenda, and it is in 4 days", documents),
    ]
    assert [one.text for one in home] == [one.text for one in here]
    assert f'<a href="{documents}">No agenda, and it is in 4 days</a>' in (
        signed_in.get(page(event)).text
    )


def test_what_is_over_needs_no_attention(signed_in):
    event = make_event(plan(starts_at=NOON - timedelta(days=3)))

    assert overview(signed_in, event).attention == []
