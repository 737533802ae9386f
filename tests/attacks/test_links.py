"""Somebody guesses, alters or keeps a secret link, or has a mail scanner follow it."""

import pytest

from bookings import personal_calendars
from bookings.lifecycle import commands
from bookings.models import Attendee, Booker, Booking, Message, PersonalCalendar
from events.models.identity import new_token
from tests.bookings import own_calendar
from tests.database import every_row
from tests.factories import (
    NOON,
    attach_document,
    make_booking,
    make_event,
    make_person,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

PAGES = [
    "",
    "details/",
    "cancel/",
    "sessions/",
    "send-colleague/",
    "send-again/",
    "absent/",
    "new-link/",
    "my-calendar/",
]
ALTERED = {
    "the last letter": lambda a: a.link_token[:-1] + ("x" if a.link_token[-1] != "x" else "y"),
    "the case": lambda a: a.link_token.swapcase(),
    "cut": lambda a: a.link_token[:21],
    "longer": lambda a: a.link_token + "a",
    "the reference": lambda a: a.public_id,
    "the form": lambda a: a.form_uuid.hex[:22],
    "a wildcard": lambda a: "%25" * 22,
    "a comparison": lambda a: "' OR '1'='1' -- aaaaa",
}


def link(attendee, page=""):
    return f"/b/{attendee.link_token}/{page}"


@pytest.mark.parametrize("how", ALTERED)
def test_an_altered_link_leads_nowhere(how, client):
    attendee = make_booking()
    altered = ALTERED[how](attendee)
    before = every_row()

    statuses = {
        getattr(client, method)(f"/b/{altered}/{page}").status_code
        for page in PAGES
        for method in ("get", "post")
    }

    assert altered != attendee.link_token
    assert statuses <= {404, 405}
    assert 404 in statuses
    assert every_row() == before


def test_a_link_cannot_be_guessed_from_others():
    tokens = [new_token() for _ in range(500)]

    assert {len(token) for token in tokens} == {22}
    assert all(len({token[place] for token in tokens}) > 40 for place in range(21))


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_follows_every_link_changes_nothing(method, client):
    attendee = make_booking(booked_by_email="olive@school.example", booked_by_name="Olive")
    booking = attendee.bookings.get()
    gone = make_booking(attendee.bookings.get().session)
    commands.replace_attendee(gone, make_person(), at=NOON)
    calendar = own_calendar.calendar_of(attendee)
    before = every_row()

    for page in ("", "new-address/"):
        getattr(client, method)(own_calendar.page(calendar, f"{page}?confirmed=on"))
    for attendee_ in (attendee, gone):
        for page in [*PAGES, f"{booking.public_id}.ics"]:
            getattr(client, method)(
                f"{link(attendee_, page)}?places={booking.public_id}&confirmed=on"
            )

    assert every_row() == before


def test_a_link_that_was_handed_over_opens_and_changes_nothing_any_more(client):
    attendee = make_booking(full_name="Ann Example")
    commands.replace_attendee(attendee, make_person(full_name="Bo Example"), at=NOON)
    new = Attendee.objects.get(full_name="Bo Example")
    before = every_row()
    typed = {"places": [new.bookings.get().public_id], "full_name": "Eve", "email": "e@s.example"}

    pages = [client.get(link(attendee, page)) for page in PAGES[:5]]
    pages += [client.post(link(attendee, page), typed) for page in PAGES[1:7]]

    assert {page.status_code for page in pages} == {410}
    assert not any(new.link_token in page.text or "Bo Example" in page.text for page in pages)
    assert every_row() == before


def test_a_link_of_ones_own_cancels_and_downloads_nothing_of_others(client):
    event = make_event(plan(), attendance="any")
    session = event.sessions.select_related("event").get()
    own, other = make_booking(session), make_booking(session)
    theirs = other.bookings.get()

    refused = client.post(link(own, "cancel/"), {"places": [theirs.public_id]})

    assert refused.status_code == 200
    assert client.get(link(own, f"{theirs.public_id}.ics")).status_code == 404
    assert Booking.objects.holding_a_place().count() == 2


def test_fields_that_no_form_has_set_nothing(client):
    attendee = make_booking(full_name="Ann Example", email="ann@school.example")
    other = make_booking()
    typed = {
        "full_name": "Ann Renamed",
        "email": "ann@school.example",
        "school_not_listed": "on",
        "typed_school": "Oakfield School",
    }
    smuggled = {
        "id": other.pk,
        "pk": other.pk,
        "public_id": "aaaaaaaa",
        "link_token": "b" * 22,
        "event": other.event.pk,
        "booked_by_email": "eve@elsewhere.example",
        "replaced_at": "2026-01-01",
        "state": "cancelled",
    }
    kept = {name: getattr(attendee, name) for name in ("link_token", "event_id", "public_id")}

    assert client.post(link(attendee, "details/"), typed | smuggled).status_code == 302

    attendee.refresh_from_db()
    assert attendee.full_name == "Ann Renamed"
    assert {name: getattr(attendee, name) for name in kept} == kept
    assert (attendee.booked_by_email, attendee.replaced_at) == ("", None)
    assert attendee.bookings.get().state == "booked"
    other.refresh_from_db()
    assert other.full_name != "Ann Renamed"


def test_a_link_is_kept_and_passed_on_by_nothing(client):
    for page in PAGES[:5]:
        answer = client.get(link(make_booking(), page))
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "same-origin"


def test_papers_for_who_booked_are_opened_by_no_other_link(client):
    attendee, stranger = make_booking(), make_booking()
    papers = attach_document(attendee.event, title="Papers", visible_to="booked")
    cancelled = make_booking(attendee.event.sessions.get())
    commands.cancel_bookings(cancelled, at=NOON)
    page = f"documents/{papers.public_id}/papers.pdf"

    statuses = [client.get(link(who, page)).status_code for who in (stranger, cancelled)]

    assert statuses == [404, 404]
    assert client.get(f"/documents/{papers.public_id}/papers.pdf").status_code == 404


def test_a_bookers_link_opens_those_alone_whom_they_booked(client):
    by = {"booked_by_name": "Olive Office", "booked_by_email": "olive@school.example"}
    session = make_booking(**by).bookings.get().session
    olive, stranger = Booker.objects.get(), make_booking(session)
    of_another = make_booking(session, **by)
    before = every_row()

    statuses = {
        getattr(client, method)(f"/for-colleagues/{token}/{page}").status_code
        for token in (olive.link_token, olive.link_token.swapcase(), stranger.link_token)
        for person in (stranger, of_another)
        for page in [f"{person.public_id}/{page}" for page in PAGES]
        for method in ("get", "post")
    }

    assert statuses <= {404, 405}
    assert client.get(f"/for-colleagues/{olive.link_token.swapcase()}/").status_code == 404
    assert client.post(f"/for-colleagues/{stranger.link_token}/book/").status_code == 404
    assert every_row() == before


VICTIM = "victim@elsewhere.example"


def test_who_books_with_somebodys_address_never_learns_where_their_calendar_is(client):
    calendar = own_calendar.calendar_of(make_booking(email=VICTIM))
    by_eve = make_booking(email=VICTIM, full_name="Eve")

    pages = [client.post(link(by_eve, "my-calendar/"), follow=True)]
    pages += [client.get(link(by_eve, page)) for page in PAGES[:5]]

    assert pages[0].status_code == 200
    for secret in (calendar.page_token, calendar.feed_token):
        assert not any(secret in page.text for page in pages)
        assert secret not in str(pages[0].redirect_chain)
    [mail] = Message.objects.of_kinds(["calendar_address"])
    assert (mail.to, mail.attendee) == (VICTIM, None)


def test_a_calendar_is_mailed_to_no_other_spelling_of_its_address(client):
    make_booking(email=VICTIM)
    by_eve = make_booking(email="VICTIM@elsewhere.example")

    client.post(link(by_eve, "my-calendar/"))

    assert [one.to for one in Message.objects.of_kinds(["calendar_address"])] == [VICTIM]


def test_a_calendar_holds_nobody_elses_bookings(client):
    session = make_event(title="Shared").sessions.select_related("event").get()
    calendar = own_calendar.calendar_of(make_booking(session, email=VICTIM))
    others = [make_booking(session), make_booking(session, booked_by_email=VICTIM)]
    others += [make_booking(email=f"x{VICTIM}")]

    shown = client.get(own_calendar.feed(calendar))

    assert len(own_calendar.entries(shown)) == 1
    told = "".join(own_calendar.lines(shown))
    assert not any(one.public_id in told or one.email in told for one in others)


def test_who_knows_the_address_of_a_feed_opens_no_page_and_changes_nothing(client):
    calendar = own_calendar.calendar_of(make_booking())
    before = every_row()

    statuses = [
        getattr(client, method)(f"/my-calendar/{token}/{page}").status_code
        for token in (calendar.feed_token, calendar.page_token.swapcase(), calendar.email_key)
        for page in ("", "new-address/")
        for method in ("get", "post")
    ]

    assert set(statuses) == {404}
    assert every_row() == before


def test_an_address_of_a_calendar_that_was_given_up_is_nobodys(client):
    calendar = own_calendar.calendar_of(make_booking())
    old = own_calendar.feed(calendar)
    known = client.get(old)["ETag"]

    personal_calendars.make_new_address(calendar)

    assert client.get(old).status_code == 404
    assert client.get(old, headers={"If-None-Match": known}).status_code == 404
    assert PersonalCalendar.objects.get().feed_token not in old
