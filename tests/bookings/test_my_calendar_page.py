"""The page of a personal calendar, and the mail that is the only way to it."""

import pytest
from django.test import Client

from bookings.lifecycle import commands
from bookings.mail import messages
from bookings.models import Message, PersonalCalendar
from tests.bookings.answered import ANN
from tests.bookings.own_calendar import SITE, anns, calendar_of, feed, page
from tests.database import every_row
from tests.events.pages import words
from tests.factories import NOON, as_sent, make_booking, make_event, make_person, make_session, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

OFFER = "Email me my calendar’s address"
BY_OLIVE = {"booked_by_name": "Olive Office", "booked_by_email": "olive@school.example"}


def own(attendee, rest=""):
    return f"/b/{attendee.link_token}/{rest}"


def ask(client, attendee):
    return client.post(own(attendee, "my-calendar/"))


def mailed():
    """To whom, with which link."""
    rows = Message.objects.of_kinds(["calendar_address"]).order_by("pk")
    return [(row.to, row.facts["link"]) for row in rows]


def test_the_own_page_offers_it_and_has_it_mailed(client):
    attendee = make_booking(email=ANN)

    shown = client.get(own(attendee))
    response = ask(client, attendee)

    assert OFFER in words(shown)
    assert f'action="{own(attendee, "my-calendar/")}"' in shown.text
    assert (response.status_code, response["Location"]) == (302, own(attendee, "?calendar=1"))
    told = words(client.get(response["Location"]))
    assert f"We are sending your calendar’s address to {ANN}." in told
    calendar = PersonalCalendar.objects.get()
    assert (calendar.email_key, calendar.created_at) == (ANN, NOON)
    assert mailed() == [(ANN, SITE + page(calendar))]


def test_no_page_that_a_booking_leads_to_shows_where_the_calendar_is(client):
    attendee = make_booking(email=ANN)
    calendar = calendar_of(attendee)

    pages = [client.get(own(attendee)), client.post(own(attendee, "my-calendar/"), follow=True)]

    for secret in (calendar.page_token, calendar.feed_token):
        assert [secret in shown.text for shown in pages] == [False, False]


def test_neither_who_booked_for_a_colleague_nor_who_has_no_place_is_offered_it(client):
    attendee = make_booking(email=ANN, **BY_OLIVE)
    olive = f"/for-colleagues/{attendee.booker.link_token}/{attendee.public_id}/"

    by_olive = client.get(olive)
    commands.cancel_bookings(attendee, at=NOON)
    cancelled = client.get(own(attendee))

    assert [OFFER in words(one) for one in (by_olive, cancelled)] == [False, False]
    assert client.post(f"{olive}my-calendar/").status_code == 404


def test_the_mail_has_the_link_and_goes_to_the_address_as_it_is_compared(client):
    attendee = make_booking(email="Ann@School.example")

    ask(client, attendee)

    mail = messages.mail_of(Message.objects.get(kind="calendar_address"))
    link = SITE + page(PersonalCalendar.objects.get())
    assert mail.to == ANN
    assert mail.subject == "Your bookings in your calendar app: Education events and briefings"
    assert mail.text == (
        "Someone, probably you, asked to see all bookings made with this email address in a"
        " calendar app.\n\n"
        f"See how to subscribe\n{link}\n\n"
        "Keep the link to yourself. Whoever has it can see what you have booked. If you did not"
        " ask for it, do nothing.\n\n"
        "Westshire County Council\neducation.events@westshire.example\n01632 960 123\n"
    )
    assert f'href="{link}"' in mail.html
    assert mail.invitation == b""


def test_all_bookings_of_an_address_lead_to_one_calendar(client):
    for attendee in (make_booking(email=ANN), make_booking(email="ANN@school.example")):
        ask(client, attendee)
        ask(client, attendee)

    assert mailed() == [(ANN, SITE + page(PersonalCalendar.objects.get()))] * 4


def test_an_address_is_mailed_it_only_as_often_as_anything_else(client, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 2
    attendee = make_booking(email=ANN)
    ask(client, attendee)
    before = every_row(but="events.Count")

    response = ask(client, attendee)

    assert response.status_code == 409
    assert response.template_name == "bookings/too_many_mails.html"
    assert every_row(but="events.Count") == before
    assert len(mailed()) == 1


def test_a_link_that_was_replaced_has_nothing_mailed(client):
    attendee = make_booking(email=ANN)
    commands.replace_attendee(attendee, make_person(), at=NOON)

    response = ask(client, attendee)

    assert response.status_code == 410
    assert not PersonalCalendar.objects.exists()


def test_the_page_says_what_it_holds_and_how_to_subscribe(client):
    calendar = anns()

    response = client.get(page(calendar))

    assert response.status_code == 200
    assert "<title>Your bookings in your calendar app - Education events" in response.text
    address = SITE + feed(calendar)
    assert f"{address}</code>" in response.text
    assert f'href="{address.replace("https", "webcal")}"' in response.text
    assert "outlook.office.com" in response.text
    assert "calendar.google.com" in response.text
    text = words(response)
    assert "every session that you booked with the address we sent this link to" in text
    assert "No calendar app has fetched it yet" in text
    assert "Apps that use the old address then stop showing your bookings" in text


def test_the_page_is_kept_and_indexed_by_nobody(client):
    response = client.get(page(anns()))

    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"


def test_the_page_says_when_an_app_fetched_it_last(client):
    calendar = anns()

    client.get(feed(calendar))

    told = words(client.get(page(calendar)))
    assert "Last fetched by a calendar app: 2 November 2026 at midday" in told


def test_a_new_address_ends_the_old_one(client):
    calendar = anns()
    old, old_page = feed(calendar), page(calendar)
    client.get(old)

    response = client.post(page(calendar, "new-address/"))

    calendar.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, page(calendar, "?new=1"))
    shown = client.get(response["Location"])
    assert "Your calendar has a new address, and so does this page." in words(shown)
    assert "No calendar app has fetched it yet" in words(shown)
    assert old not in shown.text
    assert SITE + feed(calendar) in shown.text
    assert [client.get(one).status_code for one in (old, old_page, feed(calendar))] == [
        404,
        404,
        200,
    ]


@pytest.mark.parametrize("rest", ["", "new-address/"])
def test_an_address_that_leads_to_no_calendar_is_not_found(client, rest):
    calendar = anns()

    for token in (calendar.feed_token, calendar.page_token.swapcase(), "a" * 22):
        path = f"/my-calendar/{token}/{rest}"
        assert {client.get(path).status_code, client.post(path).status_code} == {404}


def test_looking_changes_nothing_and_only_looking_is_answered(client):
    attendee = make_booking(email=ANN)
    calendar = calendar_of(attendee)
    before = every_row()

    refused = [
        client.get(own(attendee, "my-calendar/")),
        client.get(page(calendar, "new-address/")),
        client.post(page(calendar)),
    ]
    seen = [client.get(page(calendar)), client.head(page(calendar))]

    assert [one.status_code for one in refused] == [405] * 3
    assert [one.status_code for one in seen] == [200] * 2
    assert every_row() == before


def test_another_site_makes_no_new_address():
    calendar = anns()

    response = Client(enforce_csrf_checks=True).post(page(calendar, "new-address/"))

    assert response.status_code == 403
    assert PersonalCalendar.objects.get().feed_token == calendar.feed_token


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_needs_one_query(client, number, django_assert_num_queries):
    calendar = anns(*[make_session() for _ in range(number)])

    with django_assert_num_queries(1):
        client.get(page(calendar))


@pytest.mark.parametrize("number", [1, 3])
def test_asking_needs_as_many_queries_for_one_booking_as_for_three(
    client, number, django_assert_num_queries
):
    event = make_event(*[plan(label=str(one)) for one in range(number)], attendance="any")
    attendee = make_booking(*event.sessions.select_related("event"), email=ANN)
    as_sent()

    with django_assert_num_queries(11):
        ask(client, attendee)
