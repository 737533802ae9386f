"""Find my booking: one answer for every address, and a mail to those who have booked."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands
from bookings.models import Message
from events.models import AuditEntry
from tests.database import every_row
from tests.factories import NOON, make_booking, make_event, make_person, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

PAGE = "/find-my-booking/"
SENT = "/find-my-booking/sent/"


def ask(client, email="ann@school.example"):
    return client.post(PAGE, {"email": email})


def asked_for():
    return list(Message.objects.of_kinds(["find_bookings"]).values_list("to", flat=True))


def test_it_asks_for_one_address(client):
    response = client.get(PAGE)

    assert response.status_code == 200
    assert "<title>Find my booking - Education events and briefings</title>" in response.text
    assert "Your email address" in response.text
    assert "Email me my bookings" in response.text


def test_whoever_asks_is_told_to_look_and_a_mail_is_queued(client):
    response = ask(client, " mailto:Ann@school.example ")

    assert (response.status_code, response.headers["Location"]) == (302, SENT)
    assert asked_for() == ["Ann@school.example"]
    shown = client.get(SENT).text
    assert '<h1 class="govuk-heading-l">Check your email</h1>' in shown
    assert "Check your junk folder." in shown
    assert "01632 960 123" in shown
    assert "at most 3 of these emails" in shown


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Enter your email address"),
        ("ann", "Enter an email address in the correct format, like name@example.sch.uk"),
        ("a@b.example, c@d.example", "Enter one email address only"),
        ("x" * 250 + "@school.example", "Your email address must be 254 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(typed, error, client):
    response = ask(client, typed)

    assert response.status_code == 200
    assert response.context_data["form"].errors == {"email": [error]}
    assert "<title>Error: Find my booking" in response.text
    assert 'href="#id_email"' in response.text
    assert asked_for() == []


def test_the_fourth_time_in_an_hour_is_answered_the_same_and_queues_nothing(client):
    answers = [ask(client, spelling) for spelling in ["a@b.example", "A@B.example"] * 2]

    assert {(one.status_code, one.headers["Location"]) for one in answers} == {(302, SENT)}
    assert len({one.content for one in answers}) == 1
    assert asked_for() == ["a@b.example", "A@B.example", "a@b.example"]
    ask(client, "c@d.example")
    assert asked_for()[3:] == ["c@d.example"]


def test_another_hour_allows_more(client, monkeypatch, noon):
    for _ in range(4):
        ask(client)
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon.replace(hour=13))

    ask(client)

    assert len(asked_for()) == 4


def test_a_network_that_asks_too_often_is_refused(client, settings):
    settings.SEARCHES_PER_NETWORK_PER_HOUR = 2
    before = [ask(client, f"head{number}@school.example").status_code for number in range(2)]

    response = ask(client)

    assert before == [302, 302]
    assert response.status_code == 429
    assert response.template_name == "bookings/too_many_searches.html"
    assert "We have not sent an email." in response.text
    assert "01632 960 123" in response.text
    assert len(asked_for()) == 2


def test_what_an_address_may_be_mailed_about_bookings_is_another_limit(client, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    event = make_event()
    session = event.sessions.select_related("event").get()
    for number in range(3):
        ask(client)
        make_booking(session, email=f"head{number}@school.example")
    make_booking(session, email="ann@school.example")

    assert len(asked_for()) == 3
    assert Message.objects.filter(kind="place_booked").count() == 4


def test_looking_changes_nothing(client):
    before = every_row()

    statuses = [
        getattr(client, method)(page).status_code
        for method in ("get", "head")
        for page in (PAGE, SENT)
    ]

    assert statuses == [200] * 4
    assert every_row() == before


def test_nothing_is_sent_to_the_answer(client):
    assert client.post(SENT).status_code == 405


def test_the_pages_need_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(PAGE)
        client.get(SENT)


def test_asking_leaves_no_audit_of_who_asked(client):
    ask(client)

    assert not AuditEntry.objects.exists()


def test_pages_lead_to_it(client):
    event = make_event()
    link = f'href="{PAGE}"'
    old = make_booking(event.sessions.select_related("event").get())
    commands.replace_attendee(old, make_person(), at=NOON)
    page = f"/events/{event.public_id}/{event.slug}/"

    with_footer_only, *others = (
        client.get(address).text.count(link)
        for address in ("/cookies/", page, f"{page}book/", "/nowhere/", f"/b/{old.link_token}/")
    )

    assert (with_footer_only, others) == (1, [2] * 4)


@pytest.mark.parametrize(
    "event",
    [
        {"booking_by": "email", "booking_address": "book@westshire.example"},
        {"starts_at": NOON - timedelta(days=3)},
    ],
)
def test_an_event_that_is_over_or_not_booked_here_does_not(event, client):
    starts_at = event.pop("starts_at", NOON + timedelta(days=28))
    event = make_event(plan(starts_at=starts_at), **event)

    shown = client.get(f"/events/{event.public_id}/{event.slug}/").text

    assert "Already booked?" not in shown
