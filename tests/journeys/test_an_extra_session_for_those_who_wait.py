"""Four briefings are full, 25 heads are left over, and the council opens a session for them."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.lifecycle import settling
from bookings.mail import delivery
from bookings.models import Attendee, Booking, WaitingPlace
from events.models import Session
from tests.bookings.test_book_place_page import address, answers
from tests.bookings.test_open_extra_session_page import TYPED, page, page_of
from tests.bookings.waiting import join, line_of, make_full
from tests.bookings.waiting_pages import list_address
from tests.bookings.waiting_pages import page as own_page
from tests.events.pages import words
from tests.factories import NOON, as_sent, make_booking, make_organiser, plan
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

BRIEFINGS = [
    plan(label=label, capacity=40, starts_at=NOON + timedelta(days=14 + number))
    for number, label in enumerate(["Monday", "Tuesday", "Wednesday", "Thursday"])
]
HEADS = [f"head{number}@school.example" for number in range(25)]
EXTRA = TYPED | {"capacity": "100"}  # on 30 November, offered until 10am on Wednesday 4 November
OFFERED = "Place offered for 30 November"
LAPSED = "Offer ended for 30 November"


@pytest.fixture
def post(mailbox):
    """What has been mailed since: how often each subject was, and to whom."""

    def collect():
        while delivery.deliver_due(worker="the test's worker", clock=timezone.now):
            pass
        subjects = Counter(mail.subject.partition(":")[0] for mail in mailbox)
        recipients = sorted(to for mail in mailbox for to in mail.to)
        mailbox.clear()
        return dict(subjects), recipients

    return collect


def heads():
    return [Attendee.objects.get(email=email) for email in HEADS]


def offer(head, extra):
    return own_page(head, f"offers/{line_of(head, extra).public_id}/")


def test_an_extra_session_for_those_who_wait(client, settings, monkeypatch, post):
    # Given four briefings of 40 that are full, and a head who joins their waiting lists
    settings.REQUIRE_TOTP = False
    full = make_full(*BRIEFINGS, booked=40)
    event = full[0].event
    as_sent()
    chosen = {"sessions": [session.public_id for session in full[:3]], "email": HEADS[0]}
    client.post(list_address(event), answers(**chosen))

    # When 24 more join
    for number, email in enumerate(HEADS[1:]):
        join(full[number % 4], email=email)

    # Then all of them wait, and are told so
    assert WaitingPlace.objects.waiting().values("attendee").distinct().count() == 25
    subjects, recipients = post()
    assert sum(subjects.values()) == 25
    assert {subject.partition(" for ")[0] for subject in subjects} == {"On the waiting list"}
    assert recipients == sorted(HEADS)

    # When an organiser opens an extra session with 100 places
    organiser = make_organiser()
    let_in(client, organiser)
    before = words(client.get(page(event)))
    opened = client.post(page(event), EXTRA)

    # Then all 25 are offered it first, and nobody else
    extra = Session.objects.with_place().order_by("pk").last()
    assert "25 people are waiting" in before
    assert (opened.status_code, opened["Location"]) == (302, page_of(extra))
    assert (extra.capacity, extra.places_taken) == (100, 25)
    assert post() == ({OFFERED: 25}, sorted(HEADS))
    early = client.post(address(event), answers(extra, email="early@school.example"))
    assert early.status_code == 409
    assert "Booking opens at 10am on Wednesday 4 November 2026" in words(early)
    assert not Booking.objects.at_sessions([extra.pk]).exists()

    # When 20 accept
    for head in heads()[:20]:
        assert client.post(offer(head, extra)).status_code == 302

    # Then they have their place and its invitation, and wait for nothing any more
    assert post() == ({"Booked for 30 November": 20}, sorted(HEADS[:20]))
    assert Booking.objects.holding_a_place().at_sessions([extra.pk]).count() == 20
    assert not WaitingPlace.objects.open().filter(attendee__in=heads()[:20]).exists()

    # When the others have not answered by 10am on Wednesday
    until = line_of(heads()[20], extra).expires_at
    monkeypatch.setattr(timezone, "now", lambda: until)
    assert settling.settle_due(until) is False

    # Then they are told, still wait for what they chose, and the places are everybody's
    assert f"{until:%A %d %H:%M}" == "Wednesday 04 10:00"
    assert post() == ({LAPSED: 5}, sorted(HEADS[20:]))
    assert {line.state for line in WaitingPlace.objects.open()} == {"waiting"}
    assert WaitingPlace.objects.open().values("attendee").distinct().count() == 5
    extra.refresh_from_db()
    assert (extra.places_taken, extra.is_for_the_waiting(until)) == (20, False)

    # When the public books the rest
    booked = client.post(address(event), answers(extra, email="public@school.example"))
    for number in range(79):
        make_booking(extra, email=f"public{number}@school.example", at=until)
    late = client.post(address(event), answers(extra, email="late@school.example"))

    # Then it is full, every place is somebody's, and the organiser sees what came of it
    assert (booked.status_code, late.status_code) == (302, 409)
    extra.refresh_from_db()
    assert extra.places_taken == 100
    assert Booking.objects.holding_a_place().at_sessions([extra.pk]).count() == 100
    let_in(client, organiser)
    assert dict(client.get(page_of(extra)).context_data["extra"].rows) == {
        "Offered a place": 25,
        "Accepted": 20,
        "Declined": 0,
        "Did not answer in time": 5,
        "Still to answer": 0,
        "Waiting, and not offered a place yet": 0,
        "Booked by others": 80,
    }
    assert [session.places_taken for session in full] == [40] * 4
