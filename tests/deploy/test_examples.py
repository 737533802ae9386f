"""The examples: what an empty installation is filled with, and that this happens once."""

from datetime import date, timedelta

import pytest

from bookings.models import School
from bookings.schools.audience_changes import change_rule
from bookings.schools.audiences import Rule, all_meant, includes, rule_of
from deploy.examples import westshire, westshire_schools, westshire_venues
from deploy.examples.load import load_examples
from events.cards import describe_place
from events.dates import is_working_day
from events.file_sizes import describe_file
from events.models import Audience, Document, Event, Session, Update, Venue
from tests.database import every_row
from tests.factories import NOON

pytestmark = pytest.mark.django_db(transaction=True)


def sessions(title):
    found = Session.objects.filter(event__title=title).select_related("venue").in_order()
    return [describe_place(session) for session in found]


def test_loading_again_on_a_later_day_changes_nothing():
    load_examples(at=NOON)
    before = every_row()

    load_examples(at=NOON + timedelta(days=40))

    assert every_row() == before


def test_a_load_that_was_cut_off_goes_on_where_it_stopped():
    load_examples(at=NOON)
    complete = {name: len(rows) for name, rows in every_row().items()}
    latest = Document.objects.get(title="Agenda", event__title="Westshire headteacher briefing")
    latest.versions.get(number=2).delete()
    Event.objects.filter(pk=latest.event_id).update(state="draft", published_at=None)

    load_examples(at=NOON + timedelta(days=1))

    now = {name: len(rows) for name, rows in every_row().items()}
    assert now == complete | {"events.AuditEntry": complete["events.AuditEntry"] + 2}
    assert latest.versions.count() == 2


def test_the_audience_that_is_named_after_schools_means_these():
    load_examples(at=NOON)

    found = {meant.audience.label: meant.number for meant in all_meant()}
    rule = rule_of(Audience.objects.get(label=westshire.POST_16))
    meant = [one.name for one in School.objects.open().in_order() if includes(rule, one)]

    assert found == {
        "Headteachers": None,
        "Post-16 leaders": len(meant),
        "SENCOs": None,
        "School leaders": None,
    }
    assert meant == [
        "Addlestow High School",
        "Beacon House School",
        "Castle School",
        "Eastmarsh Maritime College",
        "Harrowfold School",
        "Long Acre Academy",
        "Penfold Green Girls' School",
        "Stanmere Grammar School",
        "Stanmere Sixth Form College",
        "Weir Valley Free School",
        "Westshire College",
    ]


def test_what_an_organiser_has_made_of_an_audience_stays():
    load_examples(at=NOON)
    audience = Audience.objects.get(label=westshire.POST_16)
    change_rule(audience, Rule(), at=NOON, by=None)

    load_examples(at=NOON)

    assert rule_of(audience) == Rule()


def test_past_events_say_what_was_printed_and_leave_the_rest_open():
    load_examples(at=NOON)

    assert sessions("Headteacher briefings, autumn 2023") == [
        "First briefing, Date to be confirmed, Online",
        "Second briefing, Date to be confirmed, Online",
    ]
    assert sessions("Sector-wide post-16 conversation 2023") == [
        "Tuesday 28 November 2023, time to be confirmed, Place to be confirmed",
    ]
    assert sessions("Headteacher Briefings, spring 2023") == [
        "North, Tuesday 28 February 2023, afternoon, time to be confirmed,"
        " Penfold Green Leisure Centre",
        "South, Wednesday 1 March 2023, afternoon, time to be confirmed, Stanmere Community Centre",
        "West, Tuesday 7 March 2023, afternoon, time to be confirmed, Harrowfold Town Hall",
        "East, Friday 10 March 2023, morning, time to be confirmed, Eastmarsh Sailing Club",
    ]
    assert sessions("Headteacher briefings, summer 2024") == [
        "East, Tuesday 11 June 2024, 1pm to 4pm, Brackenford Arts Centre",
        "West, Friday 14 June 2024, 9:30am to 12:30pm, Addlestow Rugby Club",
        "South, Thursday 27 June 2024, 1pm to 4pm, Stanmere Community Centre",
        "North, Friday 28 June 2024, 9:30am to 12:30pm, Little Orley Village Hall",
    ]
    assert sessions("Shaping the post-16 system in Westshire") == [
        "Tuesday 3 December 2024, 8:30am to 1pm, The Corn Exchange",
    ]
    assert sessions("SEND workshops facilitated by the Oakway Partnership") == [
        f"Workshop {number}, Date to be confirmed, In person" for number in range(1, 9)
    ]
    assert sessions("SEND workshops: follow up session") == [
        "December 2019, date to be confirmed, Place to be confirmed"
    ]


def test_every_venue_is_in_westshire_and_kept_once():
    load_examples(at=NOON)

    names = [venue.name for venue in westshire_venues.WORKSHOP_VENUES]
    assert sorted(Venue.objects.values_list("name", flat=True)) == sorted(names)


def test_documents_have_the_sizes_that_were_printed():
    load_examples(at=NOON)

    past = Document.objects.filter(event__team__name="Education service").order_by("pk")
    assert [(d.title, describe_file("pdf", d.newest.size)) for d in past] == [
        ("Presentation from the workshop", "PDF, 458.1 KB"),
        ("Written Statement of Action", "PDF, 509.0 KB"),
        ("Agenda", "PDF, 184.7 KB"),
        ("Aims and content of the day", "PDF, 163.5 KB"),
    ]
    agenda = past.get(title="Agenda")
    assert [(v.number, v.note) for v in agenda.versions.order_by("number")] == [
        (1, ""),
        (2, "Slightly amended"),
    ]


def test_events_to_come_are_laid_out_from_the_first_day():
    load_examples(at=NOON)

    assert sessions("Westshire headteacher briefing") == [
        "Morning session, Tuesday 24 November 2026, 9:30am to 11am, Online",
        "Afternoon session, Thursday 3 December 2026, 4pm to 5:30pm, Online",
    ]
    assert sessions("Sector-wide post-16 conversation") == [
        "Wednesday 9 December 2026, 8:30am to 1pm, The Corn Exchange"
    ]
    assert sessions("SEND workshops with the Oakway Partnership") == [
        "Tuesday 24 November 2026, 9:30am to 12:30pm, Harrowfold Town Hall",
        "Thursday 26 November 2026, 1pm to 4pm, The Corn Exchange",
        "Tuesday 1 December 2026, 9:30am to 12:30pm, Stanmere Community Centre",
        "Thursday 3 December 2026, 1pm to 4pm, Eastmarsh Sailing Club",
        "Tuesday 8 December 2026, 9:30am to 12:30pm, Addlestow Rugby Club",
        "Thursday 10 December 2026, 1pm to 4pm, Brackenford Arts Centre",
        "Tuesday 15 December 2026, 9:30am to 12:30pm, Little Orley Village Hall",
        "Thursday 17 December 2026, 1pm to 4pm, Penfold Green Leisure Centre",
    ]
    assert sessions("SEND workshops: follow-up session") == [
        "January 2027, date to be confirmed, Online"
    ]


def test_every_event_to_come_can_be_booked_but_the_one_without_a_date():
    load_examples(at=NOON)

    coming = Session.objects.filter(event__team__name=westshire.TEAM).select_related("event")
    bookable = {s.event.title for s in coming if s.is_open_for_booking(NOON)}
    assert sum(s.is_open_for_booking(NOON) for s in coming) == coming.count() - 1 == 11
    assert bookable == {
        "Westshire headteacher briefing",
        "Sector-wide post-16 conversation",
        "SEND workshops with the Oakway Partnership",
    }
    assert {s.capacity for s in coming} == {120, 150, 60, None}


def test_whatever_the_first_day_sessions_are_on_working_days_and_workshops_on_days_of_their_own():
    for first_day in [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]:
        briefing, conversation, workshops, _ = westshire.examples(first_day)

        days = [
            plan.starts_at.date()
            for event in [briefing, conversation, workshops]
            for plan in event.sessions
        ]
        assert all(is_working_day(day) for day in days), first_day
        assert min(days) >= first_day + timedelta(weeks=3)
        assert len(set(days[-8:])) == 8


def test_updates_announce_the_events():
    load_examples(at=NOON)

    announced = [
        (
            str(update.published_on),
            update.title,
            list(update.events.values_list("title", flat=True)),
        )
        for update in Update.objects.order_by("published_on")
    ]
    assert announced == [
        (
            "2020-03-06",
            "6 March 2020 weekly update",
            [
                "SEND workshops facilitated by the Oakway Partnership",
                "SEND workshops: follow up session",
            ],
        ),
        (
            "2023-11-08",
            "8 November 2023 weekly update",
            [
                "Headteacher briefings, autumn 2023",
                "Sector-wide post-16 conversation 2023",
            ],
        ),
        (
            "2026-10-26",
            "Westshire weekly update: headteacher briefing and post-16 conversation",
            ["Westshire headteacher briefing", "Sector-wide post-16 conversation"],
        ),
        (
            "2026-11-02",
            "Westshire weekly update: SEND workshops",
            ["SEND workshops with the Oakway Partnership", "SEND workshops: follow-up session"],
        ),
    ]


def test_schools_of_every_sort_are_there_and_names_repeat():
    load_examples(at=NOON)

    assert School.objects.count() == len(westshire_schools.SCHOOLS) == 40
    assert set(School.objects.values_list("phase", "kind")) == {
        ("Nursery", "early_years"),
        ("Primary", "school"),
        ("Secondary", "school"),
        ("16 plus", "college"),
        ("Not applicable", "school"),
    }
    namesakes = School.objects.filter(name__startswith="St Mary's").in_order()
    assert [school.label for school in namesakes] == [
        "St Mary's C of E Primary School, Harrowfold (875/3002)",
        "St Mary's C of E Primary School, Stanmere (875/3003)",
    ]
