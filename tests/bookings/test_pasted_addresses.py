"""An address pasted with what nobody sees is one person, in row, mail, list and limit."""

import pytest

from bookings.columns import columns_of
from bookings.exports.rows import rows_of
from bookings.mail import delivery
from bookings.models import Attendee, Booking, Message
from tests.bookings.test_book_place_page import address, answers
from tests.factories import NOON, make_booking, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HEAD = "head@school.example"
PASTED = [
    "\u200bhead@school.example",
    "head@school.example\ufeff",
    "he\u200bad@school.example",
    "Ann Head <head@school.example>;",
    "mailto:head@school.example",
]


def unfolded(mail):
    return mail.alternatives[1].content.replace("\r\n ", "")


@pytest.mark.parametrize("typed", PASTED)
def test_it_is_exactly_that_address_everywhere(client, mailbox, typed):
    session = make_session()

    client.post(address(session.event), answers(session, email=typed))
    delivery.deliver_due(worker="worker", clock=lambda: NOON)

    attendee = Attendee.objects.get()
    [row] = rows_of(Booking.objects.all(), columns_of(session.event, [session]))
    assert (attendee.email, attendee.email_key, Message.objects.get().to) == (HEAD, HEAD, HEAD)
    assert HEAD in row.cells
    assert [mail.to for mail in mailbox] == [[HEAD]]
    assert f"RSVP=FALSE:mailto:{HEAD}\r\n" in unfolded(mailbox[0])


def test_each_way_to_paste_it_is_the_same_person(client):
    session = make_session()

    pages = [
        client.post(address(session.event), answers(session, email=typed)).status_code
        for typed in PASTED
    ]

    assert pages == [302, 409, 409, 409, 409]
    assert Attendee.objects.count() == 1


def test_the_limit_counts_them_together(client, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = len(PASTED) - 1

    pages = []
    for typed in PASTED:
        session = make_session()
        pages.append(client.post(address(session.event), answers(session, email=typed)).status_code)

    assert pages == [302, 302, 302, 302, 409]


def test_domains_that_only_look_alike_are_two_people(mailbox):
    session = make_session()

    for typed in ("head@faß.example", "head@fass.example"):
        make_booking(session, email=typed)
    delivery.deliver_due(worker="worker", clock=lambda: NOON)

    assert Attendee.objects.count() == 2
    assert [mail.to for mail in mailbox] == [["head@xn--fa-hia.example"], ["head@fass.example"]]
