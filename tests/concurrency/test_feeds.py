"""A calendar is made while sessions change: nothing old is ever kept for what is new."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import icalendar
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from events import capacity, feed_entries, feed_versions, revisions
from events.command import command
from events.models import FeedEntry, FeedVersion, Session
from tests.factories import NOON, make_booking, make_event, make_session, plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]

CHANGES, READERS = 40, 4
EVERYTHING, ONLINE = "/calendar/all-events.ics", "/calendar/where/online/x.ics"


@command
def relabel(session, label):
    event = capacity.lock_event(session.event_id)
    [locked] = capacity.lock_sessions(event, session.pk)
    revisions.reword(locked, at=NOON + timedelta(minutes=1), label=label)


def fetch(path=EVERYTHING, **headers):
    return Client().get(path, headers=headers)


def labels(response):
    read = icalendar.Calendar.from_ical(response.content)
    return [str(entry["summary"]).partition("(")[2][:-1] for entry in read.walk("VEVENT")]


def etag_of(response):
    return f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'


def made_of(version):
    number = (version.number, feed_entries.made_by(settings.SITE_ADDRESS))
    return feed_versions.made_of(number, settings.SERVICE_NAME, NOON.date())


def test_what_was_rendered_before_a_change_is_kept_for_nobody():
    session = make_session(label="Old")
    version = feed_versions.current(feed_versions.EVERYTHING)
    rendered = feed_entries.entries_of(Session.objects.in_order())

    relabel(session, "New")
    with transaction.atomic():
        feed_entries.keep(rendered.new)
        feed_versions.keep_etag(version, etag='"old"', made_of=made_of(version))

    assert [entry.text for entry in rendered.new] == [FeedEntry.objects.get().text]
    assert FeedVersion.objects.get(scope="all").etag == ""
    known = fetch(**{"If-None-Match": '"old"'})
    assert (known.status_code, labels(known)) == (200, ["New"])


def test_what_was_rendered_after_a_change_is_kept_for_the_version_after_it_only():
    session = make_session(label="Old")
    before = feed_versions.current(feed_versions.EVERYTHING)
    relabel(session, "New")
    rendered = feed_entries.entries_of(Session.objects.in_order())

    with transaction.atomic():
        feed_entries.keep(rendered.new)
        feed_versions.keep_etag(before, etag='"new"', made_of=made_of(before))

    assert FeedVersion.objects.get(scope="all").etag == ""
    assert labels(fetch()) == ["New"]


def test_a_change_that_is_not_committed_yet_is_in_no_calendar():
    session = make_session(label="Old")
    has_changed, may_commit = threading.Event(), threading.Event()

    def change():
        with transaction.atomic():
            event = capacity.lock_event(session.event_id)
            [locked] = capacity.lock_sessions(event, session.pk)
            revisions.reword(locked, at=NOON, label="New")
            has_changed.set()
            may_commit.wait()
        connection.close()

    fetch()
    with ThreadPoolExecutor() as pool:
        changing = pool.submit(change)
        has_changed.wait()
        meanwhile = fetch()
        may_commit.set()
        changing.result()

    assert (labels(meanwhile), labels(fetch())) == (["Old"], ["New"])


@pytest.mark.parametrize("path", [EVERYTHING, ONLINE])
def test_calendars_that_are_made_while_sessions_change_end_as_what_there_is(path):
    event = make_event(*(plan(label=f"Session {number}") for number in range(6)), attendance="any")
    sessions = list(event.sessions.order_by("pk"))
    is_over = threading.Event()

    def change():
        for number in range(CHANGES):
            relabel(sessions[number % 3], f"Change {number:02}")
        is_over.set()
        connection.close()

    def read():
        """Every label that was ever seen of the first session, in the order of seeing it."""
        seen = []
        while not is_over.is_set():
            response = fetch(path)
            assert response["ETag"] == etag_of(response)
            seen.append(labels(response)[0])
        connection.close()
        return seen

    with ThreadPoolExecutor() as pool:
        changing = pool.submit(change)
        reading = [pool.submit(read) for _ in range(READERS)]
        changing.result()
        seen = [reader.result() for reader in reading]

    last = fetch(path)
    known = fetch(path, **{"If-None-Match": last["ETag"]})
    FeedEntry.objects.all().delete()
    FeedVersion.objects.update(made_of="", etag="")
    assert last.content == fetch(path).content
    assert labels(last)[:3] == [f"Change {number:02}" for number in (39, 37, 38)]
    assert known.status_code == 304
    for labels_in_order in seen:
        changed = [label for label in labels_in_order if label.startswith("Change")]
        assert changed == sorted(changed)


def test_two_events_that_change_at_once_raise_the_calendar_of_everything_twice():
    sessions = [make_session(capacity=1) for _ in range(8)]
    before = feed_versions.current(feed_versions.EVERYTHING).number

    def book(session):
        make_booking(session)
        connection.close()

    with ThreadPoolExecutor() as pool:
        list(pool.map(book, sessions))

    assert feed_versions.current(feed_versions.EVERYTHING).number == before + len(sessions)
