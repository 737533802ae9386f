"""Pages that are kept say what pages rendered anew would say."""

import json
import random
import re
from datetime import timedelta
from io import StringIO
from itertools import chain

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import published
from events.kept import EVENTS, Kept
from events.kept_pages import FORMS, LISTS, PAGES
from events.models import Audience, Event, FeedVersion
from tests.events.pages import attach
from tests.events.test_feed_versions import CHANGES, RARE, a_full_event
from tests.events.test_feeds import fetch
from tests.factories import (
    NOON,
    make_audience,
    make_booking,
    make_event,
    make_school,
    make_session,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LIST_PAGES = ["/", "/?when=past", "/?audience=headteachers", "/?where=online&page=2"]


SENT_ALONG = r'name="(csrfmiddlewaretoken|form_uuid)"( id="id_form_uuid")? value="[^"]+"'


def page(event):
    return f"/events/{event.public_id}/{event.slug}/"


def forms(event):
    """The form as it is, with each session chosen, and with one that is not there."""
    chosen = [*event.sessions.values_list("public_id", flat=True), "nothere1"]
    return [f"{page(event)}book/", *(f"{page(event)}book/?session={one}" for one in chosen)]


def shown(client, path, at):
    """What the page shows: everything but what a form is sent with."""
    return re.sub(SENT_ALONG, r'name="\1" value=""', fetch(client, path, at=at).text)


def without_keeping(client, path, at):
    for kept in (LISTS, PAGES, FORMS, EVENTS):
        kept.clear()
    return shown(client, path, at)


@pytest.mark.parametrize("seed", range(6))
def test_after_any_series_of_changes_pages_are_those_rendered_anew(client, seed):
    chance, at = random.Random(seed), NOON
    a_full_event()

    for _ in range(15):
        events = list(Event.objects.published())
        paths = [*LIST_PAGES, *map(page, events), *chain.from_iterable(map(forms, events))]
        for path in paths:
            fetch(client, path, at=at)
        at += chance.choice([timedelta(0), timedelta(minutes=7), timedelta(days=6)])
        chance.choice(CHANGES if chance.random() < 0.8 else RARE)(chance, at)

        after = {path: shown(client, path, at) for path in paths}

        assert after == {path: without_keeping(client, path, at) for path in paths}


def test_what_nothing_has_changed_is_the_same_and_reads_no_session(
    client, django_assert_num_queries
):
    event = make_event(plan(), audiences=[make_audience("Headteachers")])
    attach(event)
    paths = ["/", page(event)]
    first = [client.get(path).text for path in paths]

    with django_assert_num_queries(4):
        again = [client.get(path) for path in paths]

    assert [response.text for response in again] == first
    assert [response["Content-Type"] for response in again] == ["text/html; charset=utf-8"] * 2
    assert client.head("/").content == b""


def test_a_place_more_or_less_is_shown_at_once(client):
    session = make_session(capacity=20)
    places = []
    for _ in range(3):
        text = client.get(page(session.event)).text
        places.append(re.search(r"\d+ places left", text)[0])
        make_booking(session)

    assert places == ["20 places left", "19 places left", "18 places left"]


def test_a_place_more_or_less_reads_and_renders_no_page_anew(client):
    session = make_session(capacity=200)
    paths = [page(session.event), f"{page(session.event)}book/"]
    for path in paths:
        client.get(path)
    rendered = []
    for _ in range(3):
        make_booking(session)
        with CaptureQueriesContext(connection) as queries:
            rendered += [client.get(path).text for path in paths]
        assert len(queries) == 2 + 3

    numbers = [re.findall(r"\d+ places left", text) for text in rendered]
    assert numbers == [["199 places left"], [], ["198 places left"], [], ["197 places left"], []]


def test_what_is_typed_like_a_hole_is_shown_as_it_was_typed(client):
    typed = "Briefing [0123456789abcdef words 1] [words 1] [number left 1]"
    event = make_event(plan(capacity=20), title=typed)

    texts = [client.get(path).text for path in [page(event), f"{page(event)}book/"] * 2]

    assert [typed in text for text in texts] == [True] * 4


def test_search_engines_read_the_number_of_places_left_as_a_number(client):
    session = make_session(capacity=20)
    read = []
    for _ in range(2):
        text = client.get(page(session.event)).text
        data = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1]
        read.append(json.loads(data)["remainingAttendeeCapacity"])
        make_booking(session)

    assert read == [20, 19]


def test_each_visitor_is_given_a_form_of_their_own_that_can_be_sent():
    session, school = make_session(), make_school()
    address, sent = f"{page(session.event)}book/", []
    for number in range(3):
        visitor = Client(enforce_csrf_checks=True)
        text = visitor.get(address).text
        along = dict(
            re.findall(r'name="(csrfmiddlewaretoken|form_uuid)"[^>]* value="([^"]+)"', text)
        )
        person = {"full_name": "Alex Example", "email": f"alex{number}@school.example"}
        typed = {**along, **person, "sessions": session.public_id, "school": school.public_id}
        sent.append((visitor.post(address, typed).status_code, *along.values()))

    assert [status for status, *_ in sent] == [302] * 3
    assert len({value for _, *along in sent for value in along}) == 6
    assert session.bookings.count() == 3


def test_a_school_that_is_new_or_renamed_is_offered_at_once(client):
    address, school = f"{page(make_session().event)}book/", make_school(name="Ashby School")
    before = client.get(address).text
    make_school(name="Birch School")
    with_another = client.get(address).text
    school.name, school.changed_at = "Cedar School", NOON + timedelta(days=1)
    school.save()
    renamed = client.get(address).text

    names = ["Ashby School", "Birch School", "Cedar School"]
    assert [[name in text for name in names] for text in (before, with_another, renamed)] == [
        [True, False, False],
        [True, True, False],
        [False, True, True],
    ]


def moments(event):
    """When a page changes although nobody has changed anything, and what it says from then on."""
    [session] = event.sessions.all()
    return {
        event.opens_at: "Booking closes at",
        session.closes_at: "Booking closed at",
        session.over_at: "This session has taken place.",
    }


def test_booking_that_opens_and_closes_and_a_session_that_is_over_are_shown_on_time(client):
    event = make_event(opens_at=NOON + timedelta(days=1))
    said = moments(event)

    for moment, words in said.items():
        just_before = fetch(client, page(event), at=moment - timedelta(seconds=1)).text
        on_time = fetch(client, page(event), at=moment).text
        assert (words in just_before, words in on_time) == (False, True)


def test_a_session_that_is_over_leaves_the_list_on_time(client):
    first, second = make_session(), make_session(starts_at=NOON + timedelta(days=60))

    shown = [
        [session.event.public_id in fetch(client, "/", at=at).text for session in (first, second)]
        for at in (NOON, first.over_at - timedelta(seconds=1), first.over_at, second.over_at)
    ]

    assert shown == [[True, True], [True, True], [False, True], [False, False]]


def test_an_audience_that_is_new_or_renamed_is_offered_at_once(client):
    client.get("/")
    audience = make_audience("Governors")
    shown = client.get("/").text
    Audience.objects.filter(pk=audience.pk).update(label="Trustees")

    assert ("Governors" in shown, "Trustees" in client.get("/").text) == (True, True)


def test_a_developer_sees_each_change_of_a_template_at_once(client, settings):
    make_session()
    settings.DEBUG = True

    numbers = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        numbers.append(len(queries))

    assert numbers == [7, 7]


def test_what_was_changed_at_the_database_is_shown_once_calendars_are_rebuilt(client):
    event = make_event()
    FeedVersion.objects.all().delete()  # as for events that are older than versions
    pages = ["/", page(event)]
    for path in pages:
        client.get(path)
    Event.objects.update(title="Another title")

    call_command("rebuild_feeds", stdout=StringIO())

    shown = [client.get(path, follow=True).text for path in pages]
    assert ["Another title" in text for text in shown] == [True, True]


def test_the_things_that_were_asked_for_last_are_kept():
    things = Kept(2)
    for name in ("a", "b"):
        things.keep(name, name.upper(), versions=1)
    things.find("a", 1)
    things.keep("c", "C", versions=1)

    assert [things.find(name, 1) for name in ("a", "b", "c")] == ["A", None, "C"]


def test_a_thing_of_other_versions_or_of_an_earlier_time_is_not_found():
    things = Kept(2)
    things.keep("a", "A", versions=(1, 2), until=NOON)

    just_before = NOON - timedelta(seconds=1)
    assert things.find("a", (1, 2), at=just_before) == "A"
    assert things.find("a", (1, 3), at=just_before) is None
    assert things.find("a", (1, 2), at=NOON) is None
    assert things.find("b", (1, 2), at=just_before) is None


def test_events_that_are_kept_are_changed_by_nobody(client):
    event = make_event(plan(capacity=3), plan(capacity=3, starts_at=NOON + timedelta(days=30)))
    first = published.read(event.public_id)
    make_booking(first.sessions[0])
    second = published.read(event.public_id)
    second.sessions[1].label = "Changed"
    third = published.read(event.public_id)

    assert first.event is second.event is third.event
    assert [[one.places_taken for one in read.sessions] for read in (first, second, third)] == [
        [0, 0],
        [1, 0],
        [1, 0],
    ]
    assert third.sessions[1].label == ""


def test_a_session_that_somebody_added_at_the_database_is_read(client):
    event = make_event(plan())
    published.read(event.public_id)
    [session] = event.sessions.all()
    session.pk, session.public_id, session.uid = None, "abcdefgh", "another"
    session.save(force_insert=True)

    assert len(published.read(event.public_id).sessions) == 2


@pytest.mark.parametrize("public_id", ["nothere1", "draft"])
def test_what_is_not_published_is_not_read(public_id):
    draft = make_event(published=False)

    assert published.read(draft.public_id if public_id == "draft" else public_id) is None
