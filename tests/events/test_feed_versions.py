"""A feed says what a rendering from nothing would say, and its ETag is of its bytes."""

import datetime as dt
import hashlib
import random
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models, transaction

from bookings.lifecycle import commands
from bookings.models import Attendee
from events import documents, lifecycle, revisions
from events.command import command
from events.models import Document, Event, FeedEntry, FeedVersion, Session
from tests.events.test_feeds import EVERYTHING, fetch
from tests.factories import (
    NOON,
    attach_document,
    cancel_event,
    cancel_session,
    make_audience,
    make_booking,
    make_event,
    make_session,
    make_venue,
    plan,
    replace_document,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

SHOWN = ("session", "event", "venue", "audience", "document", "documentversion")
PARTS = (
    "/calendar/audience/headteachers/x.ics",
    "/calendar/audience/sencos/online/x.ics",
    "/calendar/where/in-person/x.ics",
)
TIED_TO_ANOTHER_FIELD = {  # by a constraint, so that none of them changes alone
    *("state", "published_at", "cancelled_at", "precision", "on_date", "half"),
    *("starts_at", "ends_at", "mode", "join_link", "file", "link", "places_to_claim"),
}


def a_full_event(**fields):
    event = make_event(
        plan(mode="in_person", join_link="", venue=make_venue(), label="Morning", capacity=9),
        plan(label="Afternoon", starts_at=NOON + timedelta(days=30), capacity=2),
        title="Briefing",
        summary="About schools.",
        contact_telephone="01632 960 123",
        audiences=[make_audience("Headteachers"), make_audience("SENCOs")],
        attendance="any",
        **fields,
    )
    attach_document(event)
    return event


def from_nothing(client, path=EVERYTHING, at=NOON):
    """The bytes that a service says which has kept nothing; what is kept stays."""
    with transaction.atomic():
        FeedEntry.objects.all().delete()
        FeedVersion.objects.update(made_of="", etag="")
        response = fetch(client, path, at=at)
        transaction.set_rollback(True)
    return response.content


def etag_of(response):
    return f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'


def publish(chance, at):
    drafts = Event.objects.drafts().order_by("pk")
    if drafts:
        lifecycle.publish_event(chance.choice(drafts), at=at, by=None)


def draft(chance, at):
    a_full_event(published=False, at=at)


def book(chance, at):
    session = chance.choice(Session.objects.select_related("event").order_by("pk"))
    if session.is_open_for_booking(at) and session.places_taken < session.capacity:
        make_booking(session, at=at)


def cancel_a_booking(chance, at):
    held = Attendee.objects.filter(bookings__state="booked", bookings__session__sort_at__gt=at)
    attendee = held.order_by("pk").first()
    if attendee:
        commands.cancel_bookings(attendee, at=at)


def cancel_one(chance, at):
    published = Session.objects.published().not_cancelled().select_related("event").order_by("pk")
    if published:
        cancel_session(chance.choice(published), at=at)


def cancel_all(chance, at):
    event = Event.objects.filter(state="published").order_by("pk").first()
    if event:
        cancel_event(event, at=at)


def attach(chance, at):
    attach_document(chance.choice(Event.objects.order_by("pk")), at=at)


def replace(chance, at):
    replace_document(chance.choice(Document.objects.order_by("pk")), at=at)


def withdraw(chance, at):
    document = chance.choice(Document.objects.order_by("pk"))
    command(documents.withdraw_document)(document, at=at, by=None)


CHANGES = [draft, publish, publish, book, book, book, cancel_a_booking, cancel_one, attach]
RARE = [cancel_all, replace, withdraw]


@pytest.mark.parametrize("seed", range(8))
def test_after_any_series_of_changes_the_bytes_are_those_of_rendering_everything_anew(client, seed):
    chance, at = random.Random(seed), NOON
    a_full_event()

    for _ in range(25):
        at += chance.choice([timedelta(0), timedelta(minutes=7), timedelta(hours=20)])
        before = fetch(client, at=at)
        chance.choice(CHANGES if chance.random() < 0.8 else RARE)(chance, at)
        response = fetch(client, at=at)
        others = [f"/calendar/{event.feed_name}.ics" for event in Event.objects.published()]
        others += PARTS
        known = fetch(client, at=at, **{"If-None-Match": before["ETag"]})

        assert response.content == from_nothing(client, at=at)
        assert (response["ETag"], before["ETag"]) == (etag_of(response), etag_of(before))
        assert (known.status_code == 304) == (response.content == before.content)
        for path in others:
            assert fetch(client, path, at=at).content == from_nothing(client, path, at=at)


def another(field, value):
    """Some other value of the field, or None where the database would not take one."""
    if field.name == "coordinates":
        return "51.2787,0.5217"
    if isinstance(field, models.CharField | models.TextField | models.FileField):
        taken = [choice for choice, _ in field.choices or [] if choice != value]
        return taken[0] if taken else f"{value}x"[: field.max_length]
    if isinstance(field, models.DateTimeField):
        return (value or NOON) + timedelta(minutes=1)
    if isinstance(field, models.DateField):
        return dt.date(2027, 1, 1)
    if isinstance(field, models.BooleanField):
        return not value
    if field.name == "places_per_booking":
        return value - 1
    return (value or 0) + 1 if isinstance(field, models.IntegerField) else None


def fields_of_what_is_shown():
    return [
        (model, field.name)
        for model in SHOWN
        for field in apps.get_model("events", model)._meta.fields
        if not (field.primary_key or field.is_relation) and field.name not in TIED_TO_ANOTHER_FIELD
    ]


@pytest.mark.parametrize(("model", "name"), fields_of_what_is_shown())
def test_what_somebody_changed_at_the_database_is_shown_once_feeds_are_rebuilt(client, model, name):
    a_full_event()
    rows = apps.get_model("events", model).objects.all()
    row = rows.first()
    field = row._meta.get_field(name)
    before = fetch(client)

    rows.filter(pk=row.pk).update(**{name: another(field, getattr(row, name))})
    call_command("rebuild_feeds")
    after = fetch(client)

    assert after.content == from_nothing(client)
    assert (after["ETag"] != before["ETag"]) == (after.content != before.content)


def test_rebuilding_says_of_how_many_entries_and_raises_no_sequence(client, capsys):
    a_full_event()
    before = fetch(client)

    call_command("rebuild_feeds")

    assert capsys.readouterr().out == "2 calendar entries will be rendered anew\n"
    assert fetch(client).content == before.content


@pytest.mark.parametrize("name", ["SITE_ADDRESS", "SERVICE_NAME", "COUNCIL_NAME"])
def test_another_name_of_the_service_is_shown_at_once(client, settings, name):
    a_full_event()
    path = "/calendar/all-events.ics"
    before = fetch(client, path)

    setattr(settings, name, f"{getattr(settings, name)}.uk")
    other, anew = fetch(client, path), from_nothing(client, path)
    setattr(settings, name, getattr(settings, name).removesuffix(".uk"))
    back = fetch(client, path)

    assert other.content == anew != before.content
    assert other["ETag"] == etag_of(other) != before["ETag"]
    assert (back.content, back["ETag"]) == (before.content, before["ETag"])


def test_a_booking_that_waited_for_its_lock_is_told_to_who_has_the_calendar(client):
    session = make_session(capacity=1)
    [locked] = Session.objects.filter(pk=session.pk).select_related("event")
    revisions.touch(locked, at=NOON + timedelta(seconds=9))
    before = fetch(client)

    make_booking(session, at=NOON)

    response = fetch(client, **{"If-None-Match": before["ETag"]})
    assert response.status_code == 200
    assert "Places available" in before.text.replace("\r\n ", "")
    assert "Full" in response.text
    assert response["Last-Modified"] >= before["Last-Modified"]


def test_what_nobody_sees_changes_nothing(client):
    event = a_full_event()
    before = fetch(client)

    a_full_event(published=False)
    Session.objects.update(speakers="A Speaker")
    event.update = None
    event.save(update_fields=["update"])

    after = fetch(client, **{"If-None-Match": before["ETag"]})
    assert (after.status_code, after["ETag"]) == (304, before["ETag"])
