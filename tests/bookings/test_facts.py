"""What messages have recorded outlives the release that recorded it, in both directions."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bookings.mail import delivery
from bookings.mail.building import Envelope
from bookings.mail.digest import Digest, DigestFacts, EventNews
from bookings.mail.facts import BookingFacts, Facts, PlaceFacts
from bookings.mail.finding import FindFacts, Found, FoundBooking, FoundPlace
from bookings.mail.messages import MAIL_TYPES
from bookings.mail.organiser_facts import NewPasswordFacts
from bookings.mail.written import WrittenFacts, WrittenFor
from bookings.models import Message
from events.models import Event
from tests.factories import (
    NOON,
    make_booking,
    make_event,
    make_venue,
    plan,
    write_to_attendees,
)

SAMPLES = sorted((Path(__file__).parent / "stored_facts").glob("*.json"))
NEWEST = SAMPLES[-1]
RENAMED = {"place_moved": "address_changed"}  # by a migration, for what waits in the queue
OF_NO_ATTENDEE = {
    *("colleagues_booked", "find_bookings", "organiser_told", "new_password"),
    *("sign_in_changed", "sign_in_code"),
    *("written", "written_copy", "export_ready", "digest", "calendar_address"),
    "team_invitation",
}
OF_THOSE_WHO_WAIT = {  # of which an older version knows no words
    *("waiting_list_joined", "place_offered", "place_to_claim", "offer_lapsed"),
    *("waiting_list_left", "waiting_session_changed"),
}
WITHOUT_AN_EVENT = {
    "team_invitation": "Join the team",
    "new_password": "Choose a new password",
    "sign_in_changed": "Your password has been changed",
    "sign_in_code": "BCDF-GHJK",
    "find_bookings": "Budget briefing",
    "written": "Parking at Ashby Hall",
    "digest": "Budget briefing",
    "calendar_address": "See how to subscribe",
}
PLACE = PlaceFacts.from_json(json.loads(SAMPLES[0].read_text())[0]["facts"]["places"][0])
LINK = "https://placecard.example.gov.uk/b/x/"
FOUND = Found(  # what is not recorded, but looked up when it is sent
    to="ann@school.example",
    own=[FoundBooking("Budget briefing", "Ann Example", [FoundPlace(PLACE)], LINK, NOON)],
    for_colleagues=[],
)
WRITTEN = WrittenFacts.from_json(
    json.loads(SAMPLES[0].read_text())[0]["facts"]
    | {"subject": "Parking", "text": "Parking at Ashby Hall"}
)
DIGEST = Digest(NOON, NOON, [EventNews(Event(title="Budget briefing"), 1, 0, [])])
STORED = [
    pytest.param(
        RENAMED.get(row["kind"], row["kind"]), row["facts"], id=f"{path.stem}-{row['kind']}"
    )
    for path in SAMPLES
    for row in json.loads(path.read_text())
]


def mail_of(kind, stored):
    mail_type = MAIL_TYPES[Message.Kind(kind)]
    facts = mail_type.facts.from_json(stored)
    if mail_type.facts is FindFacts:
        return mail_type.build(FOUND, Envelope(kind, "typed@school.example", "<1@x>"))
    if mail_type.facts is DigestFacts:
        return mail_type.build(DIGEST, Envelope(kind, "ann@school.example", "<1@x>"))
    if mail_type.facts is WrittenFor:
        return mail_type.build(WRITTEN, Envelope(kind, "ann@school.example", "<1@x>"))
    return mail_type.build(facts, Envelope(kind, "ann@school.example", "<1@x>"))


def test_every_kind_of_message_has_its_mail():
    assert set(MAIL_TYPES) == set(Message.Kind)


def test_the_newest_sample_holds_every_kind():
    assert {row["kind"] for row in json.loads(NEWEST.read_text())} == set(Message.Kind.values)


@pytest.mark.parametrize(("kind", "stored"), STORED)
def test_what_an_older_release_queued_is_a_mail_today(kind, stored):
    mail = mail_of(kind, stored)

    assert mail.to == "ann@school.example"
    assert mail.subject
    assert stored.get("event_title", WITHOUT_AN_EVENT.get(kind)) in mail.text
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


def go_to(name):
    """The Message model as it was at that migration of bookings, with the database made so."""
    executor = MigrationExecutor(connection)
    executor.migrate([("bookings", name)])
    state = executor.loader.project_state([("bookings", name)])
    return state.apps.get_model("bookings", "Message")


def add(model, number, stored, **fields):
    model.objects.create(
        public_id=f"m{number:07}",
        dedupe_key=str(number),
        queued_at=NOON,
        not_before=NOON,
        kind=stored["kind"],
        facts=stored["facts"],
        **fields,
    )


@pytest.fixture
def migrating(transactional_db):
    yield
    graph = MigrationExecutor(connection)
    graph.migrate(graph.loader.graph.leaf_nodes())


def about(booking, stored):
    """What is stored, as if it told of this booking, which still holds its place."""
    places = [place | {"uid": booking.uid} for place in stored["facts"].get("places", ())]
    whose = {"places": places, "to": "ann@school.example"}
    return stored | {"facts": stored["facts"] | whose}


def test_every_kind_that_the_version_before_queued_is_delivered_after_the_upgrade(
    migrating, mailbox
):
    attendee = make_booking()
    booking = attendee.bookings.get()
    Message.objects.all().delete()
    older = [about(booking, row) for row in json.loads(SAMPLES[0].read_text())]

    model = go_to("0001_initial")
    for number, stored in enumerate(older):
        add(model, number, stored, attendee_id=attendee.pk)
    graph = MigrationExecutor(connection)
    graph.migrate(graph.loader.graph.leaf_nodes())
    for _ in range(2):
        delivery.deliver_due(worker="worker", clock=lambda: NOON)

    assert len(older) == 9
    unsent = Message.objects.exclude(state="sent").values_list("kind", "state")
    left_out = ["cancelled_copy", "place_cancelled"]  # the place is held
    assert sorted(unsent) == [(kind, "skipped") for kind in left_out]
    assert sorted(mail.to[0] for mail in mailbox) == sorted(
        stored["facts"]["to"] for stored in older if stored["kind"] not in left_out
    )


def test_what_organisers_wrote_is_left_out_by_the_version_before(migrating):
    written = write_to_attendees(make_booking().event)
    add(Message, 1, {"kind": "written_copy", "facts": {"text": "Hello"}}, to="olu@x.example")
    add(Message, 2, {"kind": "digest", "facts": {"organiser": "kw7p2mzd"}}, to="olu@x.example")
    add(Message, 3, {"kind": "calendar_address", "facts": {"link": LINK}}, to="ann@x.example")
    Message.objects.filter(kind="place_booked").delete()

    left = go_to("0011_one_row_for_each_booker").objects.order_by("pk")

    assert written.recipients == 1
    assert (
        list(left.values_list("kind", "state", "facts", "emptied_at"))
        == [("booking_again", "skipped", {}, NOON)] * 4
    )


def test_what_waits_is_left_to_the_version_before_in_its_own_words(migrating):
    attendee = make_booking()
    Message.objects.all().delete()
    newer = json.loads(NEWEST.read_text())
    old_keys = json.loads(SAMPLES[0].read_text())[0]["facts"].keys()

    model = go_to(NEWEST.stem)
    for number, stored in enumerate(newer):
        whose = None if stored["kind"] in OF_NO_ATTENDEE else attendee.pk
        add(model, number, stored, to=stored["to"], attendee_id=whose)
    left_out, left = [], []
    for message in go_to("0001_initial").objects.order_by("pk"):
        (left if message.facts else left_out).append(message)

    in_older_words = {
        "session_cancelled": "place_cancelled",
        "address_changed": "place_moved",
        "session_cancelled_copy": "cancelled_copy",
        "session_changed": "booking_again",
        "session_changed_copy": "booking_copy",
        "moved_to_session": "booking_again",
        "moved_from_session": "place_cancelled",
        "moved_copy": "booking_copy",
        "document_replaced": "booking_again",
        "booking_moved": "booking_again",
        "booking_moved_copy": "booking_copy",
        "place_handed_over": "place_moved",
        "place_taken_over": "place_booked",
        "handed_over_copy": "booking_copy",
        "reminder_week": "booking_again",
        "reminder_day": "booking_again",
        "place_declined": "place_cancelled",
        "confirm_decline": "booking_again",
        "no_place_left": "booking_again",
    }
    unknown = OF_NO_ATTENDEE | OF_THOSE_WHO_WAIT
    expected = [stored for stored in newer if stored["kind"] not in unknown]
    assert {(one.kind, one.state) for one in left_out} == {("booking_again", "skipped")}
    assert len(left_out) == len(OF_THOSE_WHO_WAIT)
    assert [message.kind for message in left] == [
        in_older_words.get(stored["kind"], stored["kind"]) for stored in expected
    ]
    assert [message.facts["to"] for message in left] == [stored["to"] for stored in expected]
    assert all(message.facts.keys() == old_keys for message in left)
