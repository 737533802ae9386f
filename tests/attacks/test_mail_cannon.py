"""Somebody uses the booking form to have their own words mailed to others, or to fill an event."""

import pytest

from bookings.mail import delivery
from bookings.models import Attendee, Booking, Message
from tests.bookings.test_book_place_page import address, answers
from tests.factories import NOON, as_sent, make_booking, make_event, make_session, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

VICTIM = "victim@elsewhere.example"
ADVERTS = [
    "Your bank http://bank.example",
    "ftp://bank.example",
    "See www.bank",
    "WWW.BANK.EXAMPLE",
    "bank.com",
    "Bank.co.uk",
    "a.bc/login",
    "write to me@bank.example",
]
LINES = ["full_name", "typed_school", "role", "booked_by_name"]


def deliver():
    while delivery.deliver_due(worker="worker", clock=lambda: NOON):
        pass


def for_other(**changed):
    return {
        "booking_for_other": "on",
        "booked_by_name": "Olive",
        "booked_by_email": VICTIM,
    } | changed


@pytest.mark.parametrize("advert", ADVERTS)
@pytest.mark.parametrize("field", LINES)
def test_no_line_that_is_mailed_holds_an_address(field, advert, client):
    session = make_session()

    response = client.post(
        address(session.event), answers(session, **for_other() | {field: advert})
    )

    [error] = response.context_data["form"].errors[field]
    assert error.endswith("must not include a web or email address")
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "Ann O'Neil",
        "St.Mary's C.E. School",
        "Dr. A.B.Example",
        "Head of I.T.",
        "Year 5/6 lead",
        "日本",
    ],
)
def test_names_that_only_look_like_addresses_are_names(name, client):
    session = make_session()

    client.post(address(session.event), answers(session, full_name=name, role=name))

    assert Attendee.objects.get().full_name == name


@pytest.mark.parametrize(
    "hosts",
    [
        ["2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::1", "[2001:db8::3]:50000"],
        ["192.0.2.1", "192.0.2.1:50001", "::ffff:192.0.2.1", "::ffff:c000:201"],
    ],
)
def test_many_addresses_of_one_network_are_one(hosts, client, settings):
    settings.TRUSTED_PROXIES = 1
    settings.MOST_BOOKINGS_PER_ADDRESS_PER_HOUR = 3
    session = make_session(capacity=20)

    statuses = [
        client.post(
            address(session.event),
            answers(session, email=f"head{number}@school.example"),
            HTTP_X_FORWARDED_FOR=host,
        ).status_code
        for number, host in enumerate(hosts)
    ]

    assert statuses == [302, 302, 302, 429]


def test_a_confirmed_form_does_not_pass_the_ceiling(client, settings):
    settings.MOST_BOOKINGS_PER_ADDRESS_PER_HOUR = 3
    session = make_session(capacity=20)

    statuses = [
        client.post(
            address(session.event),
            answers(session, email=f"head{number}@school.example", confirmed="on"),
        ).status_code
        for number in range(5)
    ]
    last = client.post(
        address(session.event), answers(session, email="head9@school.example", confirmed="on")
    )

    assert statuses == [302, 302, 302, 429, 429]
    assert "Too many bookings from your network" in last.text
    assert "contact the organisers. They can book for you." in last.text
    assert 'value="head9@school.example"' in last.text
    assert Booking.objects.count() == 3
    session.refresh_from_db()
    assert session.places_taken == 3


def test_a_script_that_fills_in_every_field_is_asked_to_confirm(client):
    session = make_session()

    answer = client.post(address(session.event), answers(session, website="http://bank.example"))

    assert answer.status_code == 409
    assert not Booking.objects.exists()


def test_a_network_with_unusually_many_bookings_is_asked_to_confirm(client, settings):
    settings.BOOKINGS_PER_ADDRESS_PER_HOUR = 2
    session = make_session()

    statuses = [
        client.post(
            address(session.event), answers(session, email=f"head{number}@school.example")
        ).status_code
        for number in range(4)
    ]

    assert statuses == [302, 302, 409, 409]


def test_one_mailbox_is_one_victim_however_it_is_written(client, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 2
    spellings = [VICTIM, VICTIM.upper(), VICTIM.title(), f"<{VICTIM}>", f"mailto:{VICTIM}"]
    for number, spelling in enumerate(spellings):
        event = make_event(plan(), title=f"Briefing {number}")
        client.post(address(event), answers(event.sessions.get(), email=spelling))

    assert Message.objects.count() == 2


def test_one_victim_is_mailed_as_often_as_an_hour_allows_over_all_events(client, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 4
    events = [make_event(plan(), title=f"Briefing {number}") for number in range(6)]
    for number, event in enumerate(events):
        typed = for_other(email=f"head{number}@school.example", confirmed="on")
        client.post(address(event), answers(event.sessions.get(), **typed))
    deliver()

    assert Message.objects.filter(to=VICTIM, state="sent").count() == 4


def test_a_copy_waits_for_the_mail_that_it_is_a_copy_of(mailbox):
    make_booking(email="ann@school.example", booked_by_email=VICTIM)

    first = delivery.deliver_due(worker="worker", clock=lambda: NOON)
    to_first = [mail.to for mail in mailbox]
    deliver()

    assert (first, to_first) == (1, [["ann@school.example"]])
    assert [mail.to for mail in mailbox] == [["ann@school.example"], [VICTIM]]


@pytest.mark.parametrize("state", ["dead", "skipped"])
def test_no_copy_follows_a_mail_that_never_left(state, mailbox):
    make_booking(email="nobody@school.example", booked_by_email=VICTIM)
    Message.objects.filter(kind="place_booked").update(state=state)
    deliver()

    assert mailbox == []
    assert Message.objects.get(to=VICTIM).state == "skipped"


def test_who_never_had_a_copy_is_not_told_of_the_end(client, mailbox):
    attendee = make_booking(email="ann@school.example", booked_by_email=VICTIM)
    as_sent(kind="place_booked")
    client.post(
        f"/b/{attendee.link_token}/cancel/",
        {"places": [attendee.bookings.get().public_id]},
    )
    deliver()

    assert [mail.to for mail in mailbox] == [["ann@school.example"]]


@pytest.mark.parametrize(
    "typed",
    [
        "root@localhost",
        "root@localhost.localdomain",
        "root@[127.0.0.1]",
        "root@[IPv6:::1]",
        "root@127.0.0.11",
        "root@mail",
        "root@mail.local",
        "root@db.internal",
        "root@mail.local.",
    ],
)
def test_no_mail_goes_to_the_servers_own_machine_or_network(typed, client):
    session = make_session()

    for answers_ in (
        answers(session, email=typed),
        answers(session, **for_other(booked_by_email=typed)),
    ):
        response = client.post(address(session.event), answers_)
        assert list(response.context_data["form"].errors.values()) == [
            ["Enter an email address in the correct format, like name@example.sch.uk"]
        ]
    assert not Message.objects.exists()


def test_nobody_is_mailed_where_their_calendar_is_again_and_again(client, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 3
    attendees = [make_booking(email=VICTIM) for _ in range(2)]

    statuses = [client.post(f"/b/{one.link_token}/my-calendar/").status_code for one in attendees]

    assert statuses == [302, 409]
    assert Message.objects.of_kinds(["calendar_address"]).count() == 1
