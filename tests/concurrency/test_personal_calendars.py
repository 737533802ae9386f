"""A personal calendar is made while its bookings change: nothing old is kept for what is new."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from bookings import personal_calendars
from bookings.lifecycle import commands
from bookings.models import PersonalCalendar
from tests.bookings.answered import ANN
from tests.bookings.own_calendar import anns, booked_by_ann, calendar_of, entries, feed
from tests.concurrency.test_feeds import etag_of
from tests.factories import NOON, cancel_event, make_booking, make_event, make_session, plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]

CHANGES, READERS, PEOPLE = 15, 3, 6


def get(calendar, **headers):
    return Client().get(feed(calendar), headers=headers)


def test_a_calendar_that_is_made_while_its_bookings_change_ends_as_what_there_is(settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 10 * CHANGES
    calendar = anns(make_session())
    other, is_over = make_session(), threading.Event()

    def change():
        try:
            for number in range(CHANGES):
                at = NOON + timedelta(minutes=number)
                commands.cancel_bookings(make_booking(other, email=ANN, at=at), at=at)
            make_booking(other, email=ANN)
        finally:
            is_over.set()
            connection.close()

    def read():
        while not is_over.is_set():
            response = get(calendar)
            assert response["ETag"] == etag_of(response)
        connection.close()

    with ThreadPoolExecutor() as pool:
        changing = pool.submit(change)
        reading = [pool.submit(read) for _ in range(READERS)]
        changing.result()
        for reader in reading:
            reader.result()

    last = get(calendar)
    assert entries(last) == booked_by_ann()
    assert get(calendar, **{"If-None-Match": last["ETag"]}).status_code == 304
    personal_calendars.ENTRIES.clear()
    PersonalCalendar.objects.update(made_of="", etag="")
    assert get(calendar).content == last.content


def test_two_events_that_end_at_once_raise_the_calendars_of_the_same_people_twice():
    people = [f"head{number}@school.example" for number in range(PEOPLE)]
    events = [make_event(plan()) for _ in range(2)]
    sessions = [event.sessions.select_related("event").get() for event in events]
    for email in people:
        calendar_of(make_booking(sessions[0], email=email))
    for email in reversed(people):
        make_booking(sessions[1], email=email)
    before = list(PersonalCalendar.objects.order_by("pk").values_list("number", flat=True))

    def end(event):
        cancel_event(event)
        connection.close()

    with ThreadPoolExecutor() as pool:
        list(pool.map(end, events))

    after = PersonalCalendar.objects.order_by("pk").values_list("number", flat=True)
    assert list(after) == [number + 2 for number in before]
