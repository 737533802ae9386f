"""What was done to an event, in sentences that name who did it and nobody else."""

import ast
from datetime import timedelta

import pytest

from bookings.lifecycle import event_changes
from events import history, planning
from events.models import AuditEntry
from events.planning import OWN_FIELDS, SESSION_FIELDS
from events.venue_details import VenueDetails
from tests.architecture import modules
from tests.factories import (
    NOON,
    amend_event,
    attach_document,
    cancel_session,
    make_booking,
    make_event,
    make_organiser,
    make_team,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

OF_PEOPLE = {  # what is no part of an event's history
    "absence_reported",
    "administrator_made",
    "attendee_noted",
    "attendee_replaced",
    "audience_changed",
    "audience_made",
    "audience_renamed",
    "booking_cancelled",
    "booking_moved",
    "change_proposed",
    "colleague_sent",
    "decline_questioned",
    "earlier_invitation_declined",
    "details_changed",
    "invitation_answered",
    "invitation_withdrawn",
    "mail_put_aside",
    "mail_queued_again",
    "member_added",
    "member_invited",
    "member_removed",
    "member_role_changed",
    "message_sent_again",
    "offer_declined",
    "offer_lapsed",
    "offer_taken",
    "organiser_created",
    "place_booked",
    "place_offered",
    "place_taken_back",
    "role_given_by_group",
    "session_joined",
    "sessions_given",
    "team_made",
    "team_renamed",
    "waiting_list_closed",
    "waiting_list_joined",
    "waiting_list_left",
    "waiting_list_removed",
    "waiting_list_reordered",
}


def page(event):
    return f"/organiser/events/{event.public_id}/history/"


def told(client, event):
    return [one.sentence for one in client.get(page(event)).context_data["told"]]


def test_it_says_who_did_what_newest_first(signed_in):
    olu = make_organiser()
    event = make_event(plan(label="Morning"), by=olu)
    session = event.sessions.get()
    make_booking(session, full_name="Secret Person")
    at = iter(NOON + timedelta(minutes=number) for number in range(1, 9))
    later = session.starts_at + timedelta(hours=1)
    changes = {"starts_at": later, "ends_at": None, "speakers": "Ann"}
    amend_event(event, sessions=[changes], at=next(at), by=olu)
    attach_document(event, at=next(at), by=olu)
    amend_event(event, title="Briefing for heads", at=next(at), by=olu)
    cancel_session(session, at=next(at))

    assert told(signed_in, event) == [
        "Placecard cancelled a session: Morning, Monday 30 November 2026, from 1pm, Online",
        "Olu Organiser changed the title",
        "Olu Organiser added a document: Agenda",
        "Olu Organiser changed the time and the speakers of a session: Morning, Monday 30 November"
        " 2026, from 1pm, Online",
        "Olu Organiser published the event",
        "Olu Organiser created the event",
    ]


def test_a_session_that_a_draft_lost_is_not_forgotten(signed_in):
    event = make_event(plan(), plan(), published=False, by=make_organiser())
    only_first = planning.plan_of(event, event.sessions.with_place().order_by("pk")[:1])

    event_changes.amend_event(event, only_first, seen={}, tell=True, at=NOON, by=None)

    assert told(signed_in, event)[0] == "Placecard removed a session from the draft"


def called(node):
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def recorded(module):
    """The actions that a module writes into the audit."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and called(node) in ("record", "record_all", "write_draft"):
            words = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "action")]
            yield from (
                word.value
                for word in words
                if isinstance(word, ast.Constant) and isinstance(word.value, str)
            )


def test_everything_that_is_done_to_an_event_has_a_sentence():
    actions = {action for module in modules("events", "bookings") for action in recorded(module)}

    assert len(actions) > 20
    assert actions - OF_PEOPLE == set(history.DONE)


def test_every_field_that_can_change_has_a_name():
    fields = {*OWN_FIELDS, *SESSION_FIELDS, *VenueDetails.__dataclass_fields__}

    assert fields <= set(history.FIELDS)


def test_another_teams_event_is_not_found_and_check_in_may_not(client, settings):
    settings.REQUIRE_TOTP = False
    event = make_event()
    let_in(client, make_organiser(team=make_team("Others")))
    others = client.get(page(event)).status_code
    let_in(client, make_organiser(role="check_in"))

    assert (others, client.get(page(event)).status_code) == (404, 403)


@pytest.mark.parametrize("number", [1, 30])
def test_the_number_of_queries_stays_the_same(signed_in, django_assert_num_queries, number):
    olu = make_organiser()
    event = make_event(by=olu)
    for count in range(number):
        amend_event(event, title=f"Briefing {count}", at=NOON + timedelta(minutes=count), by=olu)
    assert AuditEntry.objects.count() == number + 2

    with django_assert_num_queries(9):
        assert len(told(signed_in, event)) == number + 2
