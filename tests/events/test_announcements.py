"""Announcements of a council, typed into the page that creates an event: every fact is stored."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import Event, Update
from events.plans import SessionPlan, UpdatePlan, VenuePlan
from tests.events.announcing import HEADS, announce, exact, half, in_person, london, on, said
from tests.factories import PDF, make_audience, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture(autouse=True)
def audiences():
    return [make_audience(label) for label in (HEADS, "Post-16 leads", "SENCOs")]


def test_four_half_days_with_one_link_to_book_with(signed_in):
    lines = """North-Gravesham: Tue 2 Mar 2027 PM Eastgate Centre Auditorium
        South-Ashford: Wed 3 Mar 2027 PM Kent Invicta Chamber
        West-Tunbridge Wells: Tue 9 Mar 2027 PM Mercure Parkside
        East-Swale: Fri 12 Mar 2027 AM Holiday Inn The Coniston"""
    link = {"booking_by": "link", "booking_address": "https://booking.example/briefings"}

    found = announce(signed_in, lines=lines, attendance="one", **link)

    assert found == said(
        half("2027-03-02", "pm", "North-Gravesham", "Eastgate Centre Auditorium"),
        half("2027-03-03", "pm", "South-Ashford", "Kent Invicta Chamber"),
        half("2027-03-09", "pm", "West-Tunbridge Wells", "Mercure Parkside"),
        half("2027-03-12", "am", "East-Swale", "Holiday Inn The Coniston"),
        **link,
    )


def test_four_dates_with_venues_and_without_a_time(signed_in):
    make_venue(name="Mercure Maidstone", address="", postcode="ME14 5AA")
    lines = """Tue 15 Jun Mercure Maidstone
        Thu 17 Jun Mercure Dartford
        Mon 21 Jun St Augustine's Westgate
        Wed 23 Jun Ashford International"""

    found = announce(signed_in, lines=lines, attendance="one")

    venues = [
        VenuePlan("Mercure Maidstone", "", "ME14 5AA"),
        *map(VenuePlan, ("Mercure Dartford", "St Augustine's Westgate", "Ashford International")),
    ]
    assert found == said(
        *(
            SessionPlan(precision="day", on_date=date(2027, 6, day), mode="in_person", venue=venue)
            for day, venue in zip((15, 17, 21, 23), venues, strict=True)
        )
    )


def test_an_afternoon_that_is_booked_on_another_site_for_120(signed_in):
    launch = {
        **on("Thu 29/April/2027"),
        "starts": "13:00",
        "ends": "16:30",
        "capacity": "120",
        "mode": "in_person",
        "venue_name": "Great Danes Hotel",
    }
    link = {"booking_by": "link", "booking_address": "https://tickets.example/16-to-19"}

    found = announce(signed_in, launch, audiences=["Post-16 leads"], **link)

    assert found == said(
        exact(
            "2027-04-29 13:00",
            "2027-04-29 16:30",
            capacity=120,
            **in_person("Great Danes Hotel"),
        ),
        audiences=["Post-16 leads"],
        **link,
    )


def test_four_areas_with_times_an_agenda_and_booking_by_email(signed_in):
    lines = """East Tue 8 Jun 2027 13:00-16:00 Howfield Manor Hotel
        West Fri 11 Jun 2027 09:30-12:30 The Orchards Event Venue
        South Thu 24 Jun 2027 13:00-16:00 Ashford International Hotel
        North Fri 25 Jun 2027 09:30-12:30 The Inn on the Lake"""
    by_email = {"booking_by": "email", "booking_address": "briefings@westshire.example"}
    agenda = SimpleUploadedFile("agenda.pdf", PDF)

    found = announce(signed_in, lines=lines, attendance="one", agenda=agenda, **by_email)

    assert found == said(
        exact(
            "2027-06-08 13:00",
            "2027-06-08 16:00",
            **in_person("Howfield Manor Hotel", label="East"),
        ),
        exact(
            "2027-06-11 09:30",
            "2027-06-11 12:30",
            **in_person("The Orchards Event Venue", label="West"),
        ),
        exact(
            "2027-06-24 13:00",
            "2027-06-24 16:00",
            **in_person("Ashford International Hotel", label="South"),
        ),
        exact(
            "2027-06-25 09:30",
            "2027-06-25 12:30",
            **in_person("The Inn on the Lake", label="North"),
        ),
        **by_email,
    )
    assert [document.title for document in Event.objects.get().documents.all()] == ["Agenda"]


def test_an_online_hour_for_some_schools_to_whom_invitations_went(signed_in):
    hour = {**on("Wed 17/3/2027"), "starts": "1pm", "ends": "2pm", "mode": "online"}
    contact = {"contact_name": "Ann Example", "contact_telephone": "01632 960 123"}
    maintained = "Headteachers of maintained schools"

    found = announce(
        signed_in,
        hour,
        audiences=[],
        other_audience=maintained,
        booking_by="invitation",
        **contact,
    )

    online = exact("2027-03-17 13:00", "2027-03-17 14:00", mode="online")
    other = Event.objects.get().audiences.get()
    assert other.label == maintained
    assert replace(found, audiences=()) == said(
        online, audiences=[], booking_by="invitation", **contact
    )


def test_a_morning_at_one_place_and_an_afternoon_at_another(signed_in):
    morning = {**on("Mon 15/11/2027"), "starts": "AM", "mode": "in_person"}
    afternoon = {**on("Fri 19/11/2027"), "starts": "PM", "mode": "in_person"}
    places = ("The Great Danes Hotel, Maidstone", "Darwin Conference Suite")

    found = announce(
        signed_in,
        morning | {"venue_name": places[0]},
        afternoon | {"venue_name": places[1]},
        attendance="one",
    )

    assert found == said(
        half("2027-11-15", "am", "", places[0]), half("2027-11-19", "pm", "", places[1])
    )


def test_arriving_at_8_for_830_with_speakers_from_outside(signed_in):
    pathways = {
        **on("Tue 7/12/2027"),
        "starts": "8 for 8.30am",
        "ends": "1pm",
        "mode": "in_person",
        "venue_name": "Darwin Conference Suite",
        "venue_address": "Darwin College",
        "venue_postcode": "ct2 7ny",
        "speakers": "Ann Example\r\nBo Example",
    }

    found = announce(signed_in, pathways, audiences=["Post-16 leads"])

    assert found == said(
        exact(
            "2027-12-07 08:30",
            "2027-12-07 13:00",
            arrive_at=london("2027-12-07 08:00"),
            speakers="Ann Example\nBo Example",
            mode="in_person",
            venue=VenuePlan("Darwin Conference Suite", "Darwin College", "CT2 7NY"),
        ),
        audiences=["Post-16 leads"],
    )


def test_a_webinar_in_place_of_a_cancelled_meeting(signed_in):
    lines = "Condensed webinar: Mon 15 Mar 2027 from 10am https://meet.westshire.example/heads"
    instead = {"title": "Headteacher briefing", "summary": "Held online instead of in Ashford."}

    found = announce(signed_in, lines=lines, **instead)

    webinar = exact(
        "2027-03-15 10:00",
        None,
        label="Condensed webinar",
        mode="online",
        join_link="https://meet.westshire.example/heads",
    )
    assert found == said(webinar, **instead)


def test_a_series_of_which_no_date_is_known(signed_in):
    lunch = {"mode": "online", "speakers": "Ann Example"}
    window = {"title": "Lunch and learn", "series": "Window on the World"}

    found = announce(signed_in, lunch, audiences=[HEADS, "SENCOs"], **window)

    assert found == said(
        SessionPlan(mode="online", speakers="Ann Example"), audiences=[HEADS, "SENCOs"], **window
    )


def test_a_conference_for_500_on_a_day(signed_in):
    day = {**on("Tue 5/10/2027"), "mode": "in_person", "venue_name": "Detling Showground"}
    conference = {"title": "SENCO conference", "closes_working_days": "5"}

    found = announce(signed_in, day | {"capacity": "500"}, audiences=["SENCOs"], **conference)

    assert found == said(
        SessionPlan(
            precision="day",
            on_date=date(2027, 10, 5),
            capacity=500,
            **in_person("Detling Showground"),
        ),
        audiences=["SENCOs"],
        **conference | {"closes_working_days": 5},
    )


def test_a_month_to_be_confirmed(signed_in):
    found = announce(signed_in, lines="June / July 2027 TBC", body="In June or July.")

    assert found == said(
        SessionPlan(precision="month", on_date=date(2027, 6, 1)), body="In June or July."
    )


def test_two_audiences_of_a_series_announced_in_an_update(signed_in):
    update = Update.objects.create(published_on=date(2026, 11, 4), title="Weekly update")
    lines = "Thu 18 Mar 2027 9.30 to 12 Ashford International Hotel 80 places"
    opens = {"opens_on_0": "9", "opens_on_1": "nov", "opens_on_2": "2026", "opens": "8am"}
    who = [HEADS, "SENCOs"]

    found = announce(
        signed_in,
        lines=lines,
        audiences=who,
        series="Headteacher briefings",
        update=update.public_id,
        **opens,
    )

    assert found == said(
        exact(
            "2027-03-18 09:30",
            "2027-03-18 12:00",
            capacity=80,
            **in_person("Ashford International Hotel"),
        ),
        audiences=who,
        series="Headteacher briefings",
        update=UpdatePlan(date(2026, 11, 4), "Weekly update"),
        opens_at=london("2026-11-09 08:00"),
    )
