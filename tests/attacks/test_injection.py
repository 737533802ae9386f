"""Somebody types what a page, a mail, a calendar or a spreadsheet could take for its own."""

import pytest

from bookings.mail import delivery
from bookings.models import Attendee, Message
from events.models import Event, Venue
from tests.bookings.asking import ask, dietary, field
from tests.bookings.taken_out import records, workbook
from tests.bookings.test_book_place_page import address, answers
from tests.factories import (
    NOON,
    make_booking,
    make_event,
    make_organiser,
    make_session,
    make_venue,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

SCRIPT = "<script>alert(1)</script>"
MARKUP = [
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "</title><svg onload=alert(1)>",
    "'-alert(1)-'",
    "</script><script>alert(1)</script>",
]
PLACEHOLDERS = [
    "{{ 7919*7919 }}",
    "{x.__class__}",
    "{{ settings.SECRET_KEY }}",
    "%(link)s",
    "${7919*7919}",
    "{% include 'base.html' %}",
]
RUNS = ("<script>alert", "<img src=x", "<svg onload")
LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    " javascript:alert(1)",
]


def deliver():
    while delivery.deliver_due(worker="worker", clock=lambda: NOON):
        pass


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_of_an_organiser_runs_on_no_page(markup, client):
    venue = make_venue(name=markup, address=markup, travel=markup)
    session = plan(label=markup, mode="in_person", join_link="", venue=venue, speakers=markup)
    event = make_event(session, title=markup, summary=markup, body=markup, contact_name=markup)

    pages = [
        client.get(path).text
        for path in (
            "/",
            "/calendar-help/",
            f"/events/{event.public_id}/{event.slug}/",
            address(event),
        )
    ]

    assert not any(running in page for page in pages for running in RUNS)


def test_markup_of_an_organiser_runs_in_no_calendar(client):
    make_event(title=SCRIPT, summary=SCRIPT)

    feed = client.get("/calendar/all-events.ics").text.replace("\r\n ", "")

    [text] = [line for line in feed.splitlines() if line.startswith("DESCRIPTION:<")]
    assert SCRIPT in text
    assert "text/html" not in feed  # what is plain text runs nowhere


def test_markup_of_an_organiser_runs_in_no_invitation(mailbox):
    venue = make_venue(name=SCRIPT)
    make_booking(make_session(mode="in_person", join_link="", venue=venue))
    deliver()

    [invitation] = [text for text, kind in mailbox[0].alternatives if "calendar" in kind]
    lines = invitation.replace("\r\n ", "").splitlines()
    [html] = [line for line in lines if line.startswith("X-ALT-DESC")]
    assert "&lt\\;script&gt\\;alert(1)" in html
    assert "<script" not in html


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_of_an_attendee_runs_for_nobody(markup, client, settings, mailbox):
    settings.REQUIRE_TOTP = False
    session = make_session()
    typed = {"full_name": markup, "role": markup, "typed_school": markup}
    client.post(address(session.event), answers(session, **typed))
    attendee = Attendee.objects.get()
    deliver()
    client.force_login(make_organiser())

    own = client.get(f"/b/{attendee.link_token}/").text
    change = client.get(f"/b/{attendee.link_token}/details/").text
    organisers = client.get(f"/organiser/events/{session.event.public_id}/bookings/").text
    html = mailbox[0].alternatives[0][0]

    assert attendee.full_name == markup
    assert not any(running in page for page in (own, change, organisers, html) for running in RUNS)


@pytest.mark.parametrize("hostile", ["![x](https://evil.example/x.png)", SCRIPT, *LINKS])
def test_an_organisers_text_loads_and_runs_nothing(hostile, client):
    event = make_event(body=f"See [this]({hostile}) and {hostile}")

    page = client.get(f"/events/{event.public_id}/{event.slug}/").text

    prose = page.partition("<main")[2].partition("</main>")[0]
    assert not any(mark in prose for mark in ("<script>alert", "<img", 'href="java', 'href="data'))


@pytest.mark.parametrize("link", LINKS)
def test_a_link_that_is_none_of_the_web_is_no_link(link, client):
    venue = make_venue()
    Venue.objects.update(map_link=link)
    event = make_event(plan(mode="in_person", join_link="", venue=venue))
    Event.objects.update(booking_by="link", booking_address=link)

    page = client.get(f"/events/{event.public_id}/{event.slug}/").text

    assert f'href="{link.strip()[:10]}'.lower() not in page.lower()
    assert "alert(1)</script>" not in page


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_a_placeholder_stays_what_was_typed(placeholder, client, mailbox):
    session = make_session()
    client.post(address(session.event), answers(session, full_name=placeholder))
    deliver()

    [mail] = mailbox
    page = client.get(f"/b/{Attendee.objects.get().link_token}/").text
    assert placeholder in mail.body
    assert "62710561" not in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r", "\x0b", "\u2028", "%0d%0a"])
def test_a_line_end_begins_no_header_and_no_property(breaks, client, mailbox):
    injected = breaks.join(["Ann", "Bcc: victim@elsewhere.example", "ATTENDEE:mailto:x"])
    event = make_event(title=breaks.join(["Briefing", "Bcc: x", "ATTENDEE:mailto:x"]))
    session = event.sessions.select_related("event").get()
    Attendee.objects.filter(pk=make_booking(session).pk).update(full_name=injected)
    make_booking(session, full_name=injected)
    deliver()
    feed = client.get("/calendar/all-events.ics").text

    assert {tuple(mail.recipients()) for mail in mailbox} == {(mail.to[0],) for mail in mailbox}
    for mail in mailbox:
        mime = mail.message()
        assert (mime["Bcc"], mime["Cc"]) == (None, None)
        assert "\n" not in mime["Subject"].replace("\n ", "")
        [invitation] = [p for p in mime.walk() if p.get_content_type() == "text/calendar"]
        lines = invitation.get_payload(decode=True).decode().split("\r\n")
        assert [line for line in lines if line.startswith("ATTENDEE:mailto:x")] == []
    assert "\r\nATTENDEE:mailto:x" not in feed


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x00", "\x1b", "\x08"])
@pytest.mark.parametrize("field", ["full_name", "role", "typed_school", "access_needs"])
def test_signs_that_hide_or_turn_text_around_are_refused(field, sign, client):
    session = make_session(mode="in_person", join_link="", venue=make_venue())

    answer = client.post(address(session.event), answers(session, **{field: f"Ann{sign}exe.fdp"}))

    [error] = answer.context_data["form"].errors[field]
    assert error.startswith(("Remove the hidden characters", "Null characters are not allowed"))
    assert not Message.objects.exists()


@pytest.mark.parametrize("sign", ["\u202e", "\x00"])
@pytest.mark.parametrize("kind", ["short_text", "long_text", "one", "several", "dietary"])
def test_signs_that_hide_or_turn_answers_around_are_refused(kind, sign, client):
    session = make_session()
    question = dietary(session.event) if kind == "dietary" else ask(session.event, kind=kind)
    typed = {field(question): f"Tea{sign}exe.fdp"}

    answer = client.post(address(session.event), answers(session, **typed))

    assert list(answer.context_data["form"].errors) == [field(question)]
    assert not Attendee.objects.exists()


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "＝1+1", "@SUM(1)"])
def test_no_cell_that_a_stranger_typed_is_a_formula(formula, client, settings):
    settings.REQUIRE_TOTP = False
    session = make_session()
    make_booking(session, full_name=formula, role=formula, typed_school=f'{formula}","=1')
    client.force_login(make_organiser())

    [row] = records(client, session.event)
    sheet = workbook(client, session.event)["All"]

    assert (row["Full name"], row["Role"]) == (f"'{formula}", f"'{formula}")
    assert row["School"] == f'\'{formula}","=1'
    assert not any(cell.startswith(tuple("=+@-")) for cell in row.values())
    written = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert formula in [cell.value for cell in written]
    assert {(cell.data_type, cell.hyperlink) for cell in written} == {("s", None)}
