"""The calendar of all that one person has booked, as calendar apps fetch it."""

import re
from datetime import date, timedelta

import icalendar
import pytest
from django.db import OperationalError, connection
from django.test import Client

from bookings import personal_calendars
from bookings.lifecycle import commands
from bookings.mail import messages
from bookings.models import Booking, Message, PersonalCalendar
from tests.bookings.answered import ANN
from tests.bookings.own_calendar import SITE, anns, booked_by_ann, called, entries, feed, get, lines
from tests.factories import (
    NOON,
    amend_event,
    cancel_event,
    cancel_session,
    make_booking,
    make_event,
    make_session,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINK = "https://meet.example/join"


def test_the_whole_of_a_small_calendar(client):
    calendar = anns(make_session(join_link=LINK, label="Morning"))
    booking = Booking.objects.get()

    response = get(client, calendar)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Content-Disposition" not in response
    told = lines(response)
    head, entry = told[: told.index("BEGIN:VTIMEZONE")], told[told.index("BEGIN:VEVENT") :]
    event = booking.session.event
    own = f"{SITE}/join/{booking.join_token}/"
    assert set(head) == {
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Placecard//Placecard//EN",
        "CALSCALE:GREGORIAN",
        "COLOR:teal",
        "DESCRIPTION:Education events and briefings\\, Westshire County Council",
        "LAST-MODIFIED:20261102T120000Z",
        "NAME:My bookings: Education events and briefings",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        f"SOURCE;VALUE=URI:{SITE}{feed(calendar)}",
        f"URL:{SITE}/",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-CALDESC:Education events and briefings\\, Westshire County Council",
        "X-WR-CALNAME:My bookings: Education events and briefings",
        "X-WR-TIMEZONE:Europe/London",
    }
    assert {line for line in entry if not line.startswith("X-ALT-DESC")} == {
        "BEGIN:VEVENT",
        "SUMMARY:Headteacher briefing (Morning)",
        "DTSTART;TZID=Europe/London:20261130T120000",
        "DTEND;TZID=Europe/London:20261130T133000",
        "DTSTAMP:20261102T120000Z",
        f"UID:{booking.uid}",
        "SEQUENCE:0",
        "CLASS:PRIVATE",
        f"CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL=Join the meeting;VALUE=URI:{own}",
        f"CONTACT:Education Events team\\, {event.contact_email}",
        "CREATED:20261102T120000Z",
        "DESCRIPTION:Monday 30 November 2026\\, midday to 1:30pm\\n\\n"
        f"Join the meeting\\, from 30 minutes before the start:\\n{own}\\n\\n"
        f"If that does not work\\, use the meeting link:\\n{LINK}\\n\\n"
        f"Your reference: {booking.attendee.public_id}\\n"
        "To change or cancel your booking\\, use the link in our email.",
        "LAST-MODIFIED:20261102T120000Z",
        "LOCATION:Online",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        f"URL:{SITE}/events/{event.public_id}/{event.slug}/",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    }


def test_it_is_served_to_one_person_alone_and_sets_no_cookie(client):
    calendar = anns()
    PersonalCalendar.objects.update(last_fetched_at=NOON)

    response = get(client, calendar)

    assert response["Cache-Control"] == "private, max-age=900"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Last-Modified"] == "Mon, 02 Nov 2026 11:59:59 GMT"
    assert response["ETag"].startswith('"')
    assert not response.cookies


def test_it_has_the_uid_and_the_sequence_of_the_invitation(client):
    session = make_session()
    calendar = anns(session)
    moved = NOON + 30 * DAY
    amend_event(session.event, sessions=[{"starts_at": moved, "ends_at": moved + HOUR}])
    mail = messages.mail_of(Message.objects.get(kind="session_changed"))

    [invited] = icalendar.Calendar.from_ical(mail.invitation).walk("VEVENT")

    [(_, _, uid, sequence)] = entries(get(client, calendar))
    assert (uid, sequence) == (str(invited["uid"]), invited["sequence"])
    assert sequence == 1


def test_it_holds_what_one_has_booked_at_every_event_and_nobody_elses(client):
    shared = called("Shared")
    make_booking(shared, email="bo@school.example")
    make_booking(email="bo@school.example")
    make_booking(email="ann@school.example.org", booked_by_name="Ann", booked_by_email=ANN)
    later = called("Later", starts_at=NOON + 50 * DAY)
    calendar = anns(shared, later)

    response = get(client, calendar)

    assert entries(response) == booked_by_ann()
    assert [summary for summary, *_ in entries(response)] == ["Shared", "Later"]


def test_an_address_that_is_spelt_otherwise_is_the_same_person(client):
    calendar = anns(make_session())
    make_booking(called("Other"), email="Ann@School.example")

    assert len(entries(get(client, calendar))) == 2


def test_a_place_that_was_given_up_leaves_it_and_a_new_one_comes(client):
    calendar = anns(make_session())
    [attendee] = (one.attendee for one in Booking.objects.all())
    before = get(client, calendar)

    commands.cancel_bookings(attendee, at=NOON + HOUR)
    without = get(client, calendar)
    make_booking(called("Another"), email=ANN, at=NOON + HOUR)

    assert [len(entries(before)), len(entries(without))] == [1, 0]
    assert entries(get(client, calendar)) == booked_by_ann()
    assert booked_by_ann()[0][0] == "Another"


def test_where_only_their_own_link_is_to_be_used_the_meetings_own_is_nowhere(client):
    event = make_event(plan(join_link=LINK), join_by="personal")
    calendar = anns(event.sessions.get())

    response = get(client, calendar)

    assert LINK not in response.text.replace("\r\n ", "")
    assert f"/join/{Booking.objects.get().join_token}/" in response.text.replace("\r\n ", "")


def test_what_organisers_cancelled_stays_with_the_reason_until_its_end(client):
    session = make_session(join_link=LINK)
    calendar = anns(session)
    cancel_session(session, reason="Snow", at=NOON + HOUR)
    booking = Booking.objects.get()

    response = get(client, calendar, NOON + HOUR)

    assert entries(response) == [
        ("CANCELLED: Headteacher briefing", "CANCELLED", booking.uid, booking.sequence)
    ]
    assert booking.sequence == 1
    told = lines(response)
    assert "DESCRIPTION:Cancelled. Snow" in told
    assert {"TRANSP:TRANSPARENT", "CLASS:PRIVATE", "DTSTAMP:20261102T130000Z"} <= set(told)
    assert LINK not in response.text
    assert len(entries(get(client, calendar, session.starts_at))) == 1
    assert entries(get(client, calendar, session.starts_at + DAY)) == []


def test_a_whole_event_that_is_cancelled_without_a_reason_stays_too(client):
    session = make_session()
    calendar = anns(session)

    cancel_event(session.event, reason="", at=NOON + HOUR)

    response = get(client, calendar)
    assert [status for _, status, *_ in entries(response)] == ["CANCELLED"]
    assert "DESCRIPTION:Cancelled." in lines(response)


def test_who_gave_the_place_up_before_is_not_shown_the_end_of_the_session(client):
    session = make_session()
    calendar = anns(session)
    commands.cancel_bookings(Booking.objects.get().attendee, at=NOON)

    cancel_session(session, at=NOON + HOUR)

    assert entries(get(client, calendar)) == []


def test_a_session_of_which_only_the_day_is_known_does_not_make_busy(client):
    session = make_session(precision="day", on_date=date(2026, 11, 11))

    told = lines(get(client, anns(session)))

    assert {"TRANSP:TRANSPARENT", "STATUS:TENTATIVE", "DTSTART;VALUE=DATE:20261111"} <= set(told)


def test_it_invites_nobody_and_wakes_nobody(client):
    told = {re.split("[:;]", line)[0] for line in lines(get(client, anns(make_session())))}

    assert "SUMMARY" in told
    assert not {"METHOD", "ORGANIZER", "ATTENDEE", "TRIGGER"} & told


def test_when_it_was_fetched_is_noted_once_an_hour(client):
    calendar = anns()
    fetched = []

    for minutes in (0, 59, 60, 61):
        get(client, calendar, NOON + timedelta(minutes=minutes))
        fetched.append(PersonalCalendar.objects.get().last_fetched_at - NOON)

    assert fetched == [timedelta(0), timedelta(0), HOUR, HOUR]


def test_a_database_that_takes_nothing_still_serves_it(client, caplog):
    calendar = anns(make_session())

    def refuse(execute, sql, params, many, context):
        if sql.startswith("UPDATE"):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        response = get(client, calendar)

    assert response.status_code == 200
    assert len(entries(response)) == 1
    assert caplog.messages == ["calendar not kept: OperationalError"] * 2
    assert PersonalCalendar.objects.get().last_fetched_at is None


def test_an_address_that_is_not_one_or_no_longer_one_is_not_found(client):
    calendar = anns()
    old = feed(calendar)
    assert client.get(old).status_code == 200

    personal_calendars.make_new_address(calendar)
    by_page = f"/my-calendar/{calendar.page_token}/x.ics"

    gone = client.get(old)
    assert (gone.status_code, gone["Cache-Control"]) == (404, "no-store")
    assert client.get(by_page).status_code == 404
    assert client.get(feed(calendar)).status_code == 200


def test_its_name_is_for_people_and_any_will_do(client):
    calendar = anns(make_session())
    renamed = feed(calendar).rpartition("/")[0] + "/as-it-was-called.ics"

    assert client.get(renamed).content == client.get(feed(calendar)).content


@pytest.mark.parametrize("method", ["PROPFIND", "REPORT", "OPTIONS", "PUT", "POST", "DELETE"])
def test_it_is_only_fetched(method):
    path, strict = feed(anns()), Client(enforce_csrf_checks=True)

    assert strict.generic(method, path).status_code == 405
    assert (strict.head(path).status_code, strict.head(path).content) == (200, b"")


def test_a_calendar_of_nobody_is_forgotten():
    calendar = anns()
    PersonalCalendar.objects.create(email_key="gone@school.example", created_at=NOON)

    assert personal_calendars.forget_abandoned() == 1
    assert list(PersonalCalendar.objects.all()) == [calendar]
    assert str(calendar) == f"Calendar {calendar.pk}"
