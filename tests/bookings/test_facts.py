"""What messages have recorded outlives the release that recorded it, in both directions."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bookings.mail.facts import BookingFacts, Facts, NewPasswordFacts, PlaceFacts
from bookings.mail.messages import MAIL_TYPES, Envelope
from bookings.models import Message
from tests.factories import NOON, make_booking, make_event, make_venue, plan

SAMPLES = sorted((Path(__file__).parent / "stored_facts").glob("*.json"))
NEWEST = SAMPLES[-1]
STORED = [
    pytest.param(row["kind"], row["facts"], id=f"{path.stem}-{row['kind']}")
    for path in SAMPLES
    for row in json.loads(path.read_text())
]


def mail_of(kind, stored):
    mail_type = MAIL_TYPES[Message.Kind(kind)]
    facts = mail_type.facts.from_json(stored)
    return mail_type.build(facts, Envelope(kind, "ann@school.example", "<1@x>", mail_type.is_copy))


def test_every_kind_of_message_has_its_mail():
    assert set(MAIL_TYPES) == set(Message.Kind)


def test_the_newest_sample_holds_every_kind():
    assert {row["kind"] for row in json.loads(NEWEST.read_text())} == set(Message.Kind.values)


@pytest.mark.parametrize(("kind", "stored"), STORED)
def test_what_an_older_release_queued_is_a_mail_today(kind, stored):
    mail = mail_of(kind, stored)

    assert mail.to == "ann@school.example"
    assert mail.subject
    assert stored.get("event_title", "Choose a new password") in mail.text
    for place in stored.get("places", ()):
        assert place["label"] in mail.text


@pytest.mark.parametrize(("kind", "stored"), STORED)
def test_what_a_newer_release_queued_is_the_same_mail_without_what_is_new(kind, stored):
    newer = json.loads(json.dumps(stored))
    newer |= {"of_a_later_release": ["x"], "signature": None}
    for place in newer.get("places", ()):
        place["partstat_of_a_later_release"] = "ACCEPTED"

    assert mail_of(kind, newer) == mail_of(kind, stored)


def test_a_field_that_is_new_has_its_default():
    @dataclass(frozen=True)
    class Later(NewPasswordFacts):
        expires_on: date | None = None

    assert Later.from_json({"link": "https://x.example/", "days": 3}) == Later(
        "https://x.example/", 3, None
    )


@pytest.mark.django_db
def test_facts_come_back_from_json_as_they_were():
    at_a_hall = {"mode": "in_person", "join_link": "", "venue": make_venue()}
    event = make_event(
        plan(arrive_at=NOON, label="First"),
        plan(precision="half_day", on_date=date(2027, 3, 29), half="am", **at_a_hall),
        attendance="any",
    )
    attendee = make_booking(*event.sessions.select_related("event").in_order())
    bookings = attendee.bookings.with_session().in_order()

    facts = BookingFacts.of(attendee, bookings, at=datetime(2026, 11, 2, 12, 0, 0, 5, UTC))

    assert BookingFacts.from_json(json.loads(json.dumps(facts.to_json()))) == facts
    assert [type(place) for place in facts.places] == [PlaceFacts, PlaceFacts]
    assert issubclass(BookingFacts, Facts)


@pytest.mark.django_db(transaction=True)
def test_a_queue_survives_the_upgrade_and_the_roll_back():
    """The column and the facts as each of the two releases reads them."""
    attendee = make_booking(email="ann@school.example")
    Message.objects.all().delete()
    rows = [row for row in json.loads(SAMPLES[0].read_text()) if row["kind"] == "invitation"]
    newer_kinds = ("session_cancelled", "session_cancelled_copy", "new_password")
    newer = [row for row in json.loads(NEWEST.read_text()) if row["kind"] in newer_kinds]

    def go_to(name):
        executor = MigrationExecutor(connection)
        executor.migrate([("bookings", name)])
        return executor.loader.project_state([("bookings", name)]).apps.get_model(
            "bookings", "Message"
        )

    def add(model, row, number, **fields):
        model.objects.create(
            public_id=f"message{number}",
            kind=row["kind"],
            facts=row["facts"],
            dedupe_key=str(number),
            queued_at=NOON,
            not_before=NOON,
            **fields,
        )

    try:
        old = go_to("0001_initial")
        add(old, rows[0], 1, attendee_id=attendee.pk)
        new = go_to("0003_recipients_of_messages")
        upgraded = new.objects.get()
        for number, row in enumerate(newer, 2):
            whose = None if row["kind"] == "new_password" else attendee.pk
            add(new, row, number, to="olu@westshire.example", attendee_id=whose)
        old = go_to("0001_initial")
        rolled_back = list(old.objects.order_by("dedupe_key"))
    finally:
        old.objects.all().delete()
        MigrationExecutor(connection).migrate(
            MigrationExecutor(connection).loader.graph.leaf_nodes()
        )

    assert upgraded.to == rows[0]["facts"]["to"]
    assert "to" not in upgraded.facts
    assert rolled_back[0].facts == rows[0]["facts"]
    assert [message.kind for message in rolled_back] == [
        "invitation",
        "place_cancelled",
        "cancelled_copy",
    ]
    for message in rolled_back[1:]:
        assert message.facts["to"] == "olu@westshire.example"
        assert message.facts.keys() == rows[0]["facts"].keys()
