"""What a partner sees of the sessions that they were given, and who checks people in on the day."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from bookings.lifecycle import commands
from bookings.teams import members
from events.models import AuditEntry
from tests.bookings.given import SESSIONS, enter, give, page
from tests.bookings.inviting import inviter
from tests.bookings.taken_out import cells, content_of, lines
from tests.bookings.team_pages import join
from tests.database import every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    cancel_session,
    make_booking,
    make_event,
    make_organiser,
    make_school,
    make_session,
    make_team,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]

ANN = {
    "full_name": "Ann Example",
    "email": "ann@school.example",
    "typed_school": "Oakfield",
    "access_needs": "A ramp",
    "role": "Head",
}
OPENS = NOON + timedelta(days=28)  # when a session is planned by default


@pytest.fixture(autouse=True)
def without_second_step(settings):
    settings.REQUIRE_TOTP = False


def set_clock(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_the_first_page_lists_the_sessions_that_one_was_given(client):
    first, second = make_session(label="First"), make_session(label="Second")
    make_session(label="Not given")
    enter(client, first, second)

    response = client.get("/organiser/", follow=True)

    assert response.redirect_chain == [(SESSIONS, 302)]
    assert [one.session for one in response.context_data["given"]] == [first, second]
    assert f'href="{page(first)}"' in response.text
    assert "Not given" not in response.text


def test_who_checks_in_is_led_to_the_list_of_the_day(client):
    session = make_session()
    enter(client, session, role="check_in")

    assert f'href="{page(session, "check-in/")}"' in client.get(SESSIONS).text


def test_without_a_session_it_says_whom_to_ask(client):
    enter(client)

    assert "You have no sessions yet." in words(client.get(SESSIONS))


def test_a_cancelled_session_says_so(client):
    session = make_session()
    enter(client, session)
    cancel_session(session)

    assert "Cancelled" in words(client.get(SESSIONS))


def test_a_partner_sees_numbers_names_schools_and_access_needs(client):
    session = make_session()
    make_booking(session, **ANN)
    make_booking(
        session, full_name="Bo Able", typed_school="", school=make_school(name="Elm Primary")
    )
    gone = make_booking(session, full_name="Gone Away")
    commands.cancel_bookings(gone, at=NOON)
    enter(client, session)

    response = client.get(page(session))

    shown = words(response)
    assert response.context_data["lines"] == [
        ["Bo Able", "Elm Primary", ""],
        ["Ann Example", "Oakfield", "A ramp"],
    ]
    assert "2 of 20 booked 1 with access needs" in shown
    assert "Gone Away" not in shown
    assert "@school.example" not in response.text
    assert "Head " not in shown.partition("Who is coming")[2]


def test_without_bookings_it_says_so(client):
    session = make_session(capacity=None)
    enter(client, session)

    shown = words(client.get(page(session)))

    assert "0 booked" in shown
    assert "Nobody has booked yet." in shown


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_stays_the_same(client, django_assert_num_queries, number):
    session = make_session()
    for _ in range(number):
        make_booking(session)
    enter(client, session)

    with django_assert_num_queries(7):
        client.get(page(session))


def sheets_of(response):
    book = openpyxl.load_workbook(io.BytesIO(content_of(response)))
    return {sheet.title: cells(sheet) for sheet in book}


def test_a_partner_takes_out_the_same_and_no_more(client):
    session = make_session()
    make_booking(session, **ANN)
    make_booking(make_session(), full_name="Another Session")
    partner = enter(client, session)
    address = page(session, "export/")

    asked = client.get(address)
    as_csv = lines(client.post(address, {"kind": "csv"}))
    as_workbook = sheets_of(client.post(address, {"kind": "xlsx"}))

    headed = ["Full name", "School", "Access needs"]
    assert asked.status_code == 200
    assert as_csv == [headed, ["Ann Example", "Oakfield", "A ramp"]]
    assert as_workbook == {"All": as_csv}
    taken = AuditEntry.objects.filter(action="session_exported", object_id=session.public_id)
    assert list(taken.values_list("actor", flat=True)) == [partner.organiser.pk] * 2


def test_without_a_kind_of_file_it_asks_for_one(client):
    session = make_session()
    enter(client, session)

    response = client.post(page(session, "export/"))

    assert response.context_data["form"].errors == {"kind": ["Select a kind of file"]}
    assert not AuditEntry.objects.filter(action="session_exported").exists()


def test_the_events_history_says_that_it_was_taken_out(client):
    session = make_session(label="Morning")
    enter(client, session)
    content_of(client.post(page(session, "export/"), {"kind": "csv"}))
    let_in(client, make_organiser())

    shown = words(client.get(f"/organiser/events/{session.event.public_id}/history/"))

    assert "Pat Partner downloaded names, schools and access needs: Morning," in shown


PAGES = {"partner": ("", "export/"), "check_in": ("check-in/",)}


@pytest.mark.parametrize("role", PAGES)
def test_a_session_that_was_not_given_is_not_found(client, role):
    given, other = make_event(plan(), plan(), attendance="any").sessions.order_by("pk")
    enter(client, given, role=role)

    statuses = {client.get(page(other, rest)).status_code for rest in PAGES[role]}
    statuses |= {
        client.post(page(other, rest), {"kind": "csv"}).status_code for rest in PAGES[role]
    }

    assert statuses <= {404, 405}
    assert client.get(page(other, PAGES[role][0])).status_code == 404


def test_what_was_given_in_one_role_does_not_open_the_pages_of_another(client, monkeypatch):
    session = make_session()
    set_clock(monkeypatch, OPENS)
    enter(client, session, role="check_in")

    assert client.get(page(session)).status_code == 403
    assert client.post(page(session, "export/"), {"kind": "csv"}).status_code == 403


def test_a_role_in_another_team_opens_nothing_more(client):
    partner = enter(client, make_session())
    other = make_team("Another team")
    session = make_event(team=other).sessions.get()
    check_in = join(other, role="check_in", name="Same Person")
    check_in.organiser_id = partner.organiser.pk
    check_in.save(update_fields=["organiser"])
    give(check_in, session)

    assert client.get(page(session)).status_code == 404


def test_a_session_of_a_team_that_one_has_left_is_not_found(client):
    session = make_session()
    partner = enter(client, session)
    members.remove_member(partner, at=NOON, by=inviter(partner.team))

    assert client.get(page(session)).status_code == 403
    assert client.get("/organiser/").status_code == 403


def test_organisers_have_their_own_lists(client):
    session = make_session()
    let_in(client, make_organiser())

    assert client.get(SESSIONS).status_code == 403
    assert client.get(page(session)).status_code == 403


def test_looking_changes_nothing(client):
    session = make_session()
    make_booking(session)
    enter(client, session)
    before = every_row()

    for rest in ("", "export/"):
        client.get(page(session, rest))

    assert every_row() == before
    assert client.post(page(session)).status_code == 405
