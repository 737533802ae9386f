"""Events from draft to cancelled: what each change writes, once."""

from datetime import UTC, datetime, timedelta

import pytest

from events import lifecycle
from events.models import AuditEntry, Session
from events.plans import DocumentPlan, EventPlan, SessionPlan
from tests.factories import (
    NOON,
    cancel_event,
    cancel_session,
    make_audience,
    make_event,
    make_organiser,
    make_session,
    make_team,
    plan,
)

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "object_type", "at"))


def test_a_draft_is_written_with_its_sessions_and_documents():
    organiser, audience = make_organiser(), make_audience("SENCOs")
    agenda = DocumentPlan(title="Agenda", kind="agenda", content=b"%PDF-1.7", extension="pdf")

    event_plan = EventPlan(
        title="SEND workshops",
        sessions=(plan(label="One"), SessionPlan(label="Two")),
        audiences=(audience,),
        documents=(agenda,),
        closes_working_days=1,
    )
    event = lifecycle.create_event(event_plan, team=make_team(), at=NOON, by=organiser)

    one, two = event.sessions.order_by("label")
    assert (event.state, list(event.audiences.all())) == ("draft", [audience])
    assert (one.sort_at, one.over_at) == (one.starts_at, one.ends_at)
    assert one.closes_at == datetime(2026, 11, 27, 23, 59, tzinfo=UTC)
    assert (two.precision, two.closes_at) == ("none", None)
    assert event.documents.get().newest.size == 8
    assert actions() == [
        ("document_attached", "document", NOON),
        ("event_created", "event", NOON),
    ]
    assert AuditEntry.objects.latest("pk").actor == organiser


def test_publishing_makes_it_public_once():
    event = make_event(published=False)

    lifecycle.publish_event(event, at=NOON, by=None)
    published = lifecycle.publish_event(event, at=LATER, by=None)

    assert (published.state, published.published_at) == ("published", NOON)
    assert [action for action, _, _ in actions()] == ["event_created", "event_published"]


def test_an_event_without_a_contact_is_not_published():
    event = make_event(published=False, contact_name="", contact_email="")

    with pytest.raises(lifecycle.ContactMissing):
        lifecycle.publish_event(event, at=NOON, by=None)

    event.refresh_from_db()
    assert event.state == "draft"


def test_an_event_without_sessions_is_not_published():
    event = lifecycle.create_event(
        EventPlan("Empty", contact_name="Us"), team=make_team(), at=NOON, by=None
    )

    with pytest.raises(lifecycle.SessionsMissing):
        lifecycle.publish_event(event, at=NOON, by=None)


def test_cancelling_an_event_cancels_its_sessions_once():
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)))

    cancel_event(event)
    cancelled = cancel_event(event, reason="Again", at=LATER)

    assert (cancelled.state, cancelled.cancelled_at) == ("cancelled", NOON)
    assert (
        list(Session.objects.values_list("state", "cancel_reason", "feed_sequence", "changed_at"))
        == [("cancelled", "Snow", 1, NOON)] * 2
    )


def test_cancelling_a_session_leaves_the_others():
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)))
    first, second = event.sessions.order_by("sort_at")

    cancel_session(first)
    cancel_session(first, reason="Again", at=LATER)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.cancel_reason, first.cancelled_at, second.state) == ("Snow", NOON, "scheduled")
    assert [action for action, _, _ in actions()].count("session_cancelled") == 1


def test_a_session_that_is_over_or_has_begun_says_so():
    session = make_session()
    start, end = session.starts_at, session.ends_at

    assert [session.has_started(at) for at in (start - timedelta(1), start)] == [False, True]
    assert [session.is_over(at) for at in (start, end)] == [False, True]


def test_a_session_without_a_date_is_believed_to_come_for_eighteen_months():
    session = make_session(precision="none")

    assert (session.sort_at.year, session.over_at) == (9999, NOON + timedelta(days=550))


def test_the_slug_of_a_title_without_letters_is_still_an_address():
    assert make_event(title="שלום 🎉").slug == "event"
