"""A head calls, changes their mind three times, and the list is taken out in the end."""

from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.utils import timezone

from bookings.columns import columns_of
from bookings.mail import delivery
from bookings.models import Attendee, Booking
from events.models import Session
from tests.bookings.asking import ask, field
from tests.bookings.taken_out import cells, lines, take_out, workbook
from tests.factories import NOON, make_booking, make_event, make_organiser, plan
from tests.journeys.test_a_course_is_booked_and_partly_cancelled import calendar_in
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def post(settings, smtp_server):
    """What a real mail server has been handed since: to whom, what, METHOD, UID."""
    settings.EMAIL_BACKEND = "bookings.mail.smtp.PatientBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port

    def collect():
        while delivery.deliver_due(worker="the test's worker", clock=timezone.now):
            pass
        sent = [said(mail) for mail in smtp_server.messages]
        smtp_server.messages.clear()
        return sent

    return collect


def said(mail):
    calendar = calendar_in(mail)
    [entry] = calendar.walk("VEVENT")
    return (
        parseaddr(mail["To"])[1],
        mail["Subject"].partition(":")[0],
        str(calendar["METHOD"]),
        str(entry["UID"]),
    )


def test_a_head_calls_the_organisers(client, settings, post):
    # Given a briefing held twice, whose organiser has ten bookings and then asks a question
    settings.REQUIRE_TOTP = False
    let_in(client, make_organiser())
    event = make_event(
        plan(label="Morning", capacity=20),
        plan(label="Late", capacity=1, starts_at=NOON + timedelta(days=35)),
    )
    morning, late = event.sessions.select_related("event").in_order()
    for number in range(9):
        make_booking(morning, full_name=f"Early {number}", email=f"early{number}@school.example")
    make_booking(late, full_name="Late", email="late@school.example")
    topic = ask(event, "What do you want to learn?", is_required=True)
    post()
    bookings = f"/organiser/events/{event.public_id}/bookings/"

    # When a head calls and books the morning
    called = client.post(
        f"{bookings}book/",
        {
            "sessions": morning.public_id,
            "full_name": "Ann Exmaple",
            "email": "ann@shcool.example",
            "school_not_listed": "on",
            "typed_school": "Oak School",
        },
    )

    # Then they are invited
    page = called["Location"].partition("?")[0]
    first = Booking.objects.get(attendee__full_name="Ann Exmaple")
    assert post() == [("ann@shcool.example", "Booked for 30 November", "REQUEST", first.uid)]

    # When the organiser corrects name and address, with the answer to the question
    corrected = client.post(
        f"{page}details/",
        {
            "full_name": "Ann Example",
            "email": "ann@school.example",
            "school_not_listed": "on",
            "typed_school": "Oak School",
            field(topic): "=Sums",
        },
    )

    # Then the wrong address is taken out of the booking and the right one invited
    page = corrected["Location"].partition("?")[0]
    ann = Attendee.objects.get(email="ann@school.example")
    second = ann.bookings.get()
    assert post() == [
        (
            "ann@shcool.example",
            "Booking for 30 November moved to a different email address",
            "CANCEL",
            first.uid,
        ),
        ("ann@school.example", "Booked for 30 November", "REQUEST", second.uid),
    ]

    # When the head would rather come to the late one, which is full
    move = f"{page}{second.public_id}/move/"
    full = client.post(move, {"session": late.public_id})
    moved = client.post(move, {"session": late.public_id, "knowing": "full"})

    # Then a place is added knowingly, and the calendar follows
    assert (full.status_code, moved.status_code) == (409, 302)
    third = ann.bookings.get(state="booked")
    assert Session.objects.get(pk=late.pk).capacity == 2
    assert post() == [
        ("ann@school.example", "Changed to 7 December", "REQUEST", third.uid),
        ("ann@school.example", "Removed from your calendar, 30 November", "CANCEL", second.uid),
    ]

    # When the place is cancelled and given back
    client.post(f"{page}cancel/", {"reason": "You called.", "places": third.public_id})
    cancelled = post()
    client.post(f"{page}{third.public_id}/undo/")

    # Then the diary loses it and has it again
    fourth = ann.bookings.get(state="booked")
    assert cancelled == [
        ("ann@school.example", "Your place on 7 December is cancelled", "CANCEL", third.uid)
    ]
    assert post() == [("ann@school.example", "Booked for 7 December", "REQUEST", fourth.uid)]
    for session in (morning, late):
        session.refresh_from_db()
        assert (
            session.places_taken
            == Booking.objects.holding_a_place().at_sessions([session.pk]).count()
        )

    # When the list is taken out in both formats
    book = workbook(client, event)
    told = lines(take_out(client, event))

    # Then each cell says what is stored, the question is a column, and nothing is a formula
    columns = columns_of(event, [morning, late])
    stored = [
        [column.of(booking) for column in columns]
        for booking in Booking.objects.of_event(event).for_organisers().in_order()
    ]
    written = [[cell or "" for cell in row] for row in cells(book["All"])]
    assert written == [[column.heading for column in columns], *stored]
    assert written[0][-1] == "What do you want to learn?"
    assert {row[-1] for row in written[1:]} == {"", "=Sums"}
    assert [row[:-1] for row in told] == [row[:-1] for row in written]
    assert {row[-1] for row in told[1:]} == {"", "'=Sums"}
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} == {
        *("s", "n"),  # an empty cell is "n" with no value
    }
