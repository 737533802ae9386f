"""Somebody looks into waiting lists, answers for others, or fills a list with made-up people."""

import uuid
from datetime import timedelta

import pytest

from bookings.lifecycle import colleagues, commands, details, waiting_list
from bookings.lifecycle.refusals import AddressIsTaken, AlreadyWaiting
from bookings.models import Attendee, Message, WaitingPlace
from tests.attacks.test_links import ALTERED
from tests.bookings.own_calendar import calendar_of, entries, get
from tests.bookings.test_book_place_page import address, answers
from tests.bookings.waiting import join, join_all, line_of, make_full
from tests.bookings.waiting_pages import (
    FOUR,
    colleagues_page,
    give_up,
    list_address,
    of_colleague,
    page,
)
from tests.database import COUNTS, every_row
from tests.events.pages import page as events_page
from tests.factories import NOON, make_booking, make_person, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def own_pages(attendee, line=None):
    offer = f"offers/{(line or line_of(attendee)).public_id}/"
    return ["waiting-list/", "waiting-list/leave/", offer, f"{offer}decline/"]


@pytest.fixture
def offered():
    """Ann, who is offered the only place, and Ben who is next."""
    [session] = make_full()
    ann, ben = join_all(session, 2)
    give_up(session)
    return ann, ben


@pytest.mark.parametrize("how", ALTERED)
def test_an_altered_link_opens_no_list_and_answers_no_offer(how, client, offered):
    ann, _ = offered
    before = every_row()

    statuses = {
        getattr(client, method)(f"/b/{ALTERED[how](ann)}/{rest}").status_code
        for rest in own_pages(ann)
        for method in ("get", "post")
    }

    assert statuses <= {404, 405}
    assert every_row() == before


def test_an_offer_is_nobodys_but_theirs(client, offered):
    ann, ben = offered
    colleague = of_colleague(WaitingPlace.objects.first().session)
    before = every_row()

    statuses = {
        getattr(client, method)(address).status_code
        for rest in own_pages(ann)[2:]
        for address in (page(ben, rest), colleagues_page(colleague, rest))
        for method in ("get", "post")
    }

    assert statuses == {404, 405}
    assert every_row() == before


def test_a_bookers_link_answers_for_those_alone_whom_they_joined_for(client, offered):
    ann, _ = offered
    colleague = of_colleague(WaitingPlace.objects.first().session)
    token = colleague.booker.link_token
    before = every_row()

    statuses = {
        client.post(f"/for-colleagues/{token}/{ann.public_id}/{rest}").status_code
        for rest in own_pages(ann)
    }

    assert statuses == {404}
    assert every_row() == before


def test_nobody_is_taken_out_of_a_list_by_another_link(client, offered):
    ann, ben = offered
    before = every_row()

    response = client.post(page(ben, "waiting-list/leave/"), {"lines": [line_of(ann).public_id]})

    assert response.status_code == 200
    assert every_row() == before


def test_a_link_that_was_handed_over_answers_no_offer(client):
    one, two, *_ = make_full(*FOUR)
    ann = Attendee.objects.get(bookings__session=one)
    waiting_list.wait_for_more(ann, sessions=[two], at=NOON)
    give_up(two)
    line = WaitingPlace.objects.get()
    bo = commands.replace_attendee(ann, make_person(full_name="Bo Example"), at=NOON)
    before = every_row()

    shown = [client.get(page(ann, rest)) for rest in own_pages(ann, line)[:3]]
    shown += [client.post(page(ann, rest)) for rest in own_pages(ann, line)]

    assert {response.status_code for response in shown} == {410}
    assert not any(bo.link_token in one.text or "Bo Example" in one.text for one in shown)
    assert every_row() == before


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_follows_every_link_joins_accepts_and_leaves_nothing(
    method, client, offered
):
    ann, ben = offered
    session = line_of(ann).session
    before = every_row()

    for attendee in (ann, ben):
        for rest in ["", *own_pages(attendee)]:
            getattr(client, method)(
                f"{page(attendee, rest)}?lines={line_of(attendee).public_id}&confirmed=on"
            )
    getattr(client, method)(list_address(session.event, session), answers(session))

    assert every_row() == before


def test_no_page_shows_whether_anybody_waits(client):
    [session] = make_full()
    event = session.event
    addresses = [events_page(event), list_address(event, session)]

    def seen():
        texts = [client.get(address).text for address in addresses]
        return [text.partition("csrfmiddlewaretoken")[0] for text in texts]

    before = seen()
    join_all(session, 3, full_name="Ann Secret")

    assert seen() == before


def test_a_calendar_holds_nothing_that_others_wait_for(client):
    [session] = make_full()
    join(session, email="bo@school.example")
    ann = make_booking(email="ann@school.example")

    found = entries(get(client, calendar_of(ann)))

    assert [status for _, status, _, _ in found] == ["CONFIRMED"]


@pytest.fixture
def beside():
    """Ann, who is offered the place of a full session, and another one that has places left."""
    full, free = make_full(plan(capacity=1), plan(capacity=9, starts_at=NOON + timedelta(days=50)))
    ann = join(full)
    give_up(full)
    return ann, free


def test_an_address_that_waits_is_taken_over_by_no_form(client, beside):
    ann, free = beside
    stranger = make_booking(free, email="stranger@school.example")
    before = [*Attendee.objects.values(), *WaitingPlace.objects.values()]

    booked = client.post(address(free.event), answers(free, email=ann.email))
    with pytest.raises(AlreadyWaiting):
        colleagues.book_for_colleagues(
            event=free.event,
            sessions=[free],
            people=[make_person(email=ann.email)],
            by=colleagues.BookedBy("Stranger", "stranger@school.example"),
            form_uuid=uuid.uuid4(),
            at=NOON,
        )
    with pytest.raises(AddressIsTaken):
        details.change(stranger, make_person(email=ann.email), at=NOON)

    assert booked.status_code == 409
    assert ann.link_token not in booked.text
    assert [*Attendee.objects.values(), *WaitingPlace.objects.values()] == before
    assert set(Message.objects.filter(to=ann.email).values_list("attendee", flat=True)) == {ann.pk}


def test_whoever_waits_books_what_is_free_by_their_own_link(client, beside):
    ann, free = beside

    response = client.post(page(ann, "sessions/"), {"sessions": [free.public_id]})

    assert (response.status_code, response["Location"]) == (302, page(ann))
    assert [one.session for one in ann.bookings.holding_a_place()] == [free]
    assert line_of(ann).state == "offered"


def test_a_list_is_filled_by_a_script_only_so_far(client, settings):
    settings.BOOKINGS_PER_ADDRESS_PER_HOUR = 0
    settings.MOST_BOOKINGS_PER_ADDRESS_PER_HOUR = 3
    [session] = make_full()

    statuses = [
        client.post(
            list_address(session.event),
            answers(session, email=f"made-up{number}@school.example", confirmed="on"),
        ).status_code
        for number in range(5)
    ]

    assert statuses == [302, 302, 302, 429, 429]
    assert WaitingPlace.objects.count() == 3


def test_what_fills_the_field_that_nobody_sees_joins_nothing(client):
    [session] = make_full()
    before = every_row(but=COUNTS)

    response = client.post(list_address(session.event), answers(session, website="x"))

    assert response.status_code == 409
    assert every_row(but=COUNTS) == before


def test_a_mailbox_is_not_flooded_through_waiting_lists(client, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 3
    full = [make_full(plan(capacity=1))[0] for _ in range(5)]

    statuses = [
        client.post(list_address(one.event), answers(one, email="victim@school.example"))
        for one in full
    ]

    assert [response.status_code for response in statuses] == [302, 302, 302, 409, 409]
    assert Message.objects.filter(to="victim@school.example").count() == 3


def test_whoever_waits_is_mailed_no_more_than_the_hour_allows_however_often_they_are_typed(
    client, settings, monkeypatch
):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 3
    [session] = make_full()
    ann = join(session)

    for minute in range(1, 5):
        at = NOON + timedelta(minutes=minute)
        monkeypatch.setattr("django.utils.timezone.now", lambda at=at: at)
        response = client.post(list_address(session.event), answers(session, email=ann.email))

    assert response.status_code == 409
    assert "We have sent several emails to that address." in response.text
    assert Message.objects.filter(to=ann.email).count() == 3
