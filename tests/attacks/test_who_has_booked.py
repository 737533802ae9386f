"""Somebody finds out whether an address has booked, by asking to be sent its bookings."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookings.mail import delivery
from bookings.models import Message
from tests.factories import NOON, make_booking, make_event, make_session

pytestmark = pytest.mark.django_db

PAGE = "/find-my-booking/"
BOOKED, BOOKER, UNKNOWN, LIMITED = (
    f"{name}@school.example" for name in ("booked", "booker", "unknown", "limited")
)
EVERYONE = (BOOKED, BOOKER, UNKNOWN, LIMITED)
VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+\b|NULL|true|false|s\d+_x\d+|_django_curs_\w+", re.I)


@pytest.fixture(autouse=True)
def bookings_and_an_address_that_was_asked_for(noon):
    session = make_event().sessions.select_related("event").get()
    by_somebody = {"booked_by_name": "Olive Office", "booked_by_email": BOOKER}
    for email in (BOOKED, LIMITED):
        make_booking(session, email=email)
    make_booking(session, email="colleague@school.example", **by_somebody)
    Message.objects.all().delete()
    ask(LIMITED, times=3)


def ask(email, *, times=1, client=None):
    client = client or Client()
    answers = [client.post(PAGE, {"email": email}) for _ in range(times)]
    return answers[-1]


def statements_of(email):
    """What the database was asked to do, without the values."""
    with CaptureQueriesContext(connection) as captured:
        ask(email)
    return [VALUES.sub("?", query["sql"]) for query in captured]


def test_the_answer_is_the_same_to_the_byte():
    answers = [ask(email) for email in EVERYONE]

    seen = {(one.status_code, one.content, str(sorted(one.headers.items()))) for one in answers}
    assert len(seen) == 1
    pages = {Client().get(answer["Location"]).content for answer in answers}
    assert len(pages) == 1
    assert all(email.encode() not in page for page in pages for email in EVERYONE)


def test_the_database_is_asked_the_same():
    booked, *others = (statements_of(email) for email in EVERYONE)

    assert others == [booked] * 3
    assert any('INTO "bookings_message"' in statement for statement in booked)
    looked_at = {table for one in booked for table in re.findall(r"(?:FROM|JOIN) \S+", one)}
    assert looked_at == {'FROM "bookings_message"'}  # out of which a mail too many is taken


def test_who_is_asked_for_a_fourth_time_is_mailed_no_more(mailbox):
    for email in (LIMITED, BOOKED):
        ask(email)
    waiting = Message.objects.order_by("pk").values_list("to", flat=True)
    assert list(waiting) == [LIMITED] * 3 + [BOOKED]

    delivery.deliver_due(worker="worker", clock=lambda: NOON)

    assert [mail.to for mail in mailbox] == [[LIMITED]] * 3 + [[BOOKED]]


def test_the_links_go_to_the_mailbox_that_booked_whatever_spelling_is_typed(mailbox):
    """A mail server may hold the letters of a wider or taller kind to be another mailbox."""
    ask("ｂｏｏｋｅｄ@school.example")
    ask("BOOKED@school.example")

    delivery.deliver_due(worker="worker", clock=lambda: NOON)

    assert [mail.to for mail in mailbox][3:] == [[BOOKED]] * 2


def refusals_of(client, page, typed):
    """What trying one address after another is answered."""
    return [
        client.post(page, typed | {"email": f"x{number}@school.example"}).template_name
        for number in range(4)
    ]


def test_what_is_refused_counts_so_that_addresses_are_tried_only_so_often(settings, client):
    session = make_session(capacity=1)
    own = make_booking(session)
    settings.MOST_BOOKINGS_PER_ADDRESS_PER_HOUR = 2
    typed = {"full_name": "A Stranger", "form_uuid": str(uuid.uuid4()), "confirmed": "on"}
    typed |= {"sessions": session.public_id, "school_not_listed": "on", "typed_school": "Oakfield"}

    answered = refusals_of(client, f"/events/{own.event.public_id}/{own.event.slug}/book/", typed)

    assert answered == ["bookings/session_full.html"] * 2 + ["bookings/too_many_bookings.html"] * 2


def test_nor_can_they_be_tried_by_a_link_of_ones_own(settings, client):
    session = make_session()
    own = make_booking(session)
    for number in range(4):
        make_booking(session, email=f"x{number}@school.example")
    settings.MOST_BOOKINGS_PER_ADDRESS_PER_HOUR = 2
    details = {"school_not_listed": "on", "typed_school": "Oakfield", "full_name": "A Stranger"}

    answered = refusals_of(client, f"/b/{own.link_token}/details/", details)
    answered += refusals_of(client, f"/b/{own.link_token}/send-colleague/", details)

    assert (
        answered == ["bookings/address_is_taken.html"] * 2 + ["bookings/too_many_bookings.html"] * 6
    )


def test_many_addresses_are_tried_from_one_network_only_so_often(settings):
    settings.SEARCHES_PER_NETWORK_PER_HOUR = 5  # of which three are used up

    statuses = [ask(email).status_code for email in EVERYONE]

    assert statuses == [302, 302, 429, 429]


def test_bookings_do_not_use_up_what_may_be_asked_and_asking_books_nobody_out(settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1

    before = statements_of(BOOKED), statements_of(UNKNOWN)
    make_booking(make_event().sessions.select_related("event").get(), email=UNKNOWN)

    assert before[0] == before[1] == statements_of(UNKNOWN)
    assert Message.objects.filter(to=UNKNOWN, kind="place_booked").exists()
