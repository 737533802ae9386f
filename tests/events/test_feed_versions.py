"""The ETag of a feed follows from everything that its bytes show, whoever changes it."""

import datetime as dt
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models

from events import revisions
from events.models import Audience, Session
from tests.factories import (
    NOON,
    attach_document,
    make_audience,
    make_booking,
    make_event,
    make_session,
    make_venue,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

EVERYTHING = "/calendar/all-events.ics"
SHOWN = ("session", "event", "venue", "audience", "document", "documentversion")
WRITTEN_WITH_A_REVISION = {  # by events/revisions.py alone, which raises what the ETag counts
    *("uid", "label", "precision", "starts_at", "ends_at", "on_date", "half", "mode", "state"),
    *("cancel_reason", "cancelled_at", "created_at", "public_id", "join_link"),
    *("file", "link", "size", "withdrawn_at", "visible_to"),
}


def a_full_event():
    event = make_event(
        plan(mode="in_person", join_link="", venue=make_venue(), label="Morning", capacity=9),
        title="Briefing",
        summary="About schools.",
        contact_telephone="01632 960 123",
        audiences=[make_audience("Headteachers"), make_audience("SENCOs")],
    )
    attach_document(event)
    return event


def test_a_link_to_join_that_comes_or_goes_is_another_etag(client):
    make_event()
    before = fetch(client)
    Session.objects.update(join_link="")
    after = fetch(client)

    assert before[0] != after[0]
    assert before[1] != after[1]


def test_another_link_to_join_is_nothing_that_the_feed_shows(client):
    make_event()
    before = fetch(client)
    Session.objects.update(join_link="https://meet.example/other")

    assert fetch(client) == before


def fetch(client):
    response = client.get(EVERYTHING)
    return response["ETag"], response.content


def another(field, value):
    """Some other value of the field, or None where the database would not take one."""
    if isinstance(field, models.CharField | models.TextField | models.FileField):
        taken = [choice for choice, _ in field.choices or [] if choice != value]
        return taken[0] if taken else f"{value}x"[: field.max_length]
    if isinstance(field, models.DateTimeField):
        return (value or NOON) + timedelta(minutes=1)
    if isinstance(field, models.DateField):
        return dt.date(2027, 1, 1)
    if isinstance(field, models.BooleanField):
        return not value
    return (value or 0) + 1 if isinstance(field, models.IntegerField) else None


def fields_that_anything_may_change():
    return [
        (model, field.name)
        for model in SHOWN
        for field in apps.get_model("events", model)._meta.fields
        if not (field.primary_key or field.is_relation)
        and field.name not in WRITTEN_WITH_A_REVISION
    ]


@pytest.mark.parametrize(("model", "name"), fields_that_anything_may_change())
def test_other_bytes_have_another_etag(client, model, name):
    a_full_event()
    rows = apps.get_model("events", model).objects.all()
    row = rows.first()
    field = row._meta.get_field(name)
    before = fetch(client)

    changed = another(field, getattr(row, name))
    if field.unique:
        rows.filter(pk=row.pk).update(**{name: changed})
    else:
        rows.update(**{name: changed})
    after = fetch(client)

    assert (after[0] != before[0]) or (after[1] == before[1])


@pytest.mark.parametrize("name", ["SITE_ADDRESS", "SERVICE_NAME", "COUNCIL_NAME"])
def test_another_name_of_the_service_is_another_etag(client, settings, name):
    a_full_event()
    before = fetch(client)

    setattr(settings, name, f"{getattr(settings, name)}.uk")
    after = fetch(client)

    assert after[0] != before[0]
    assert after[1] != before[1]


def test_an_audience_more_or_less_is_another_etag(client):
    event = a_full_event()
    before = fetch(client)

    event.audiences.remove(Audience.objects.get(label="SENCOs"))

    assert fetch(client)[0] != before[0]


def test_a_booking_that_waited_for_its_lock_is_told_to_who_has_the_calendar(client):
    session = make_session(capacity=1)
    [locked] = Session.objects.filter(pk=session.pk).select_related("event")
    revisions.touch(locked, at=NOON + timedelta(seconds=9))
    etag, body = fetch(client)

    make_booking(session, at=NOON)

    response = client.get(EVERYTHING, headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert b"Places available" in body
    assert b"Full" in response.content


def test_what_nobody_sees_changes_nothing(client):
    event = a_full_event()
    before = fetch(client)

    Session.objects.update(speakers="A Speaker")
    event.update = None
    event.save(update_fields=["update"])

    assert fetch(client) == before
