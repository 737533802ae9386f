"""The database itself holds the rules of what is announced: each constraint by name."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from events.models import (
    Audience,
    Count,
    Document,
    DocumentVersion,
    Event,
    FormerMember,
    Invitation,
    Membership,
    Organiser,
    Session,
    Team,
    Venue,
)
from tests.factories import NOON, make_event, make_organiser, make_session, make_team, make_venue

pytestmark = pytest.mark.django_db

A_DAY = NOON.date()
NO_TIME = {"starts_at": None, "ends_at": None, "arrive_at": None}


def refused(constraint, change):
    """The change fails in the database, by the constraint of this name where it names one."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
    return constraint in str(error.value) or "UNIQUE" in str(error.value)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("event_outside_audience_is_known", {"outside_audience": "maybe"}),
        ("event_join_by_is_known", {"join_by": "letter"}),
        ("event_places_per_school_not_nothing", {"places_per_school": 0}),
        ("event_places_per_booking_in_range", {"places_per_booking": 0}),
        ("event_places_per_booking_in_range", {"places_per_booking": 11}),
        ("event_state_matches_its_times", {"published_at": None}),
        ("event_state_matches_its_times", {"state": "cancelled"}),
        ("event_state_matches_its_times", {"state": "draft"}),
        ("event_state_matches_its_times", {"state": "archived"}),
        ("event_attendance_is_known", {"attendance": "some"}),
        ("event_booking_by_is_known", {"booking_by": "fax"}),
        (
            "event_has_a_contact_when_published",
            {"contact_name": "", "contact_email": "", "contact_telephone": ""},
        ),
    ],
)
def test_an_event_that_breaks_a_rule_is_refused(constraint, values):
    event = make_event()

    assert refused(constraint, lambda: Event.objects.filter(pk=event.pk).update(**values))


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("session_not_overbooked", {"places_taken": 21}),
        ("session_not_overbooked", {"capacity": 1, "places_taken": 2}),
        ("places_taken", {"places_taken": -1}),
        ("session_places_to_claim_are_taken", {"places_to_claim": 1}),
        ("places_to_claim", {"places_to_claim": -1}),
        ("session_time_fits_its_precision", {"starts_at": None, "ends_at": None}),
        ("session_time_fits_its_precision", {"on_date": A_DAY}),
        ("session_time_fits_its_precision", {"half": "am"}),
        ("session_time_fits_its_precision", {"precision": "day", "on_date": A_DAY}),
        ("session_time_fits_its_precision", {"precision": "day", **NO_TIME}),
        ("session_time_fits_its_precision", {"precision": "half_day", "on_date": A_DAY, **NO_TIME}),
        (
            "session_time_fits_its_precision",
            {"precision": "month", "on_date": A_DAY, "half": "pm", **NO_TIME},
        ),
        ("session_time_fits_its_precision", {"precision": "none", "on_date": A_DAY, **NO_TIME}),
        ("session_time_fits_its_precision", {"precision": "year"}),
        ("session_starts_before_it_ends", {"ends_at": NOON}),
        ("session_arrival_not_after_start", {"arrive_at": NOON + timedelta(days=29)}),
        ("session_at_a_venue_or_by_link", {"mode": "in_person"}),
        ("session_at_a_venue_or_by_link", {"mode": "to_be_confirmed"}),
        ("session_at_a_venue_or_by_link", {"mode": "hybrid"}),
        ("session_cancelled_at_matches_state", {"state": "cancelled"}),
        ("session_cancelled_at_matches_state", {"cancelled_at": NOON}),
        ("session_cancelled_at_matches_state", {"state": "moved"}),
    ],
)
def test_a_session_that_breaks_a_rule_is_refused(constraint, values):
    session = make_session(capacity=20)

    assert refused(constraint, lambda: Session.objects.filter(pk=session.pk).update(**values))


def test_a_session_is_not_online_and_at_a_venue():
    session, venue = make_session(), make_venue()

    assert refused(
        "session_at_a_venue_or_by_link",
        lambda: Session.objects.filter(pk=session.pk).update(venue=venue),
    )


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("document_kind_is_known", {"kind": "poster"}),
        ("document_visibility_is_known", {"visible_to": "nobody"}),
        ("document_stage_is_known", {"stage": "never"}),
    ],
)
def test_a_document_that_breaks_a_rule_is_refused(constraint, values):
    document = {"event": make_event(), "title": "Agenda", "kind": "agenda"}

    assert refused(constraint, lambda: Document.objects.create(**document | values))


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("document_version_numbered_once", {"number": 1, "link": "https://westshire.example"}),
        ("document_version_is_a_file_or_a_link", {"number": 2}),
        (
            "document_version_is_a_file_or_a_link",
            {"number": 2, "file": "a.pdf", "link": "https://westshire.example"},
        ),
    ],
)
def test_a_version_that_breaks_a_rule_is_refused(constraint, values):
    document = Document.objects.create(event=make_event(), title="Agenda", kind="agenda")
    DocumentVersion.objects.create(document=document, number=1, file="a.pdf", at=NOON)

    assert refused(
        constraint,
        lambda: DocumentVersion.objects.create(document=document, at=NOON, **values),
    )


def test_an_organiser_signs_in_with_one_lower_case_address():
    organiser = make_organiser(email="olu@westshire.example")

    assert refused(
        "organiser_email_is_lower_case",
        lambda: Organiser.objects.filter(pk=organiser.pk).update(email="Olu@westshire.example"),
    )
    assert refused("email", lambda: make_organiser(email="olu@westshire.example"))


def test_an_organiser_has_one_known_role_in_a_team():
    organiser, other_team = make_organiser(), make_team("Another team")
    team = organiser.teams.get()

    def join(team, role):
        return Membership.objects.create(team=team, organiser=organiser, role=role)

    assert refused("membership_one_role_per_team", lambda: join(team, "assistant"))
    assert refused("membership_role_is_known", lambda: join(other_team, "king"))


def test_somebody_was_removed_from_a_team_once():
    organiser = make_organiser()
    row = {"team": organiser.teams.get(), "organiser": organiser}
    FormerMember.objects.create(**row)

    assert refused("former_member_once_of_a_team", lambda: FormerMember.objects.create(**row))


def test_the_limiter_has_one_row_for_a_key_and_window():
    row = {"key": "k", "window_starts_at": NOON}
    Count.objects.create(**row)

    assert refused("count_one_row_per_key_and_window", lambda: Count.objects.create(**row))


def test_names_are_unique():
    make_team("Education")
    Audience.objects.create(slug="heads", label="Headteachers")

    assert refused("name", lambda: Team.objects.create(name="Education"))
    assert refused("slug", lambda: Audience.objects.create(slug="heads", label="Heads"))


@pytest.mark.parametrize("model", [Event, Session, Document, Venue, Team, Organiser])
def test_a_public_id_is_text_to_a_spreadsheet_and_has_no_look_alikes(model):
    ids = [model._meta.get_field("public_id").get_default() for _ in range(300)]

    shape = re.compile("[a-z][2-9a-z]{6}[a-z]")
    assert [public_id for public_id in ids if not shape.fullmatch(public_id)] == []
    assert set("".join(ids)).isdisjoint("01ilo")
    assert len(set(ids)) == 300


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("invitation_email_is_lower_case", {"email": "Pat@partner.example"}),
        ("invitation_role_is_known", {"role": "king"}),
        ("invitation_is_used_or_withdrawn", {"used_at": NOON, "withdrawn_at": NOON}),
        ("invitation_one_open_for_each_address", {"email": "ann@partner.example"}),
    ],
)
def test_an_invitation_that_breaks_a_rule_is_refused(constraint, values):
    team, olu = make_team(), make_organiser()
    for number, email in enumerate(["ann@partner.example", "pat@partner.example"]):
        invitation = Invitation.objects.create(
            team=team,
            email=email,
            role="partner",
            secret_hash=str(number),
            invited_by=olu,
            invited_at=NOON,
            expires_at=NOON,
        )
    of_pat = Invitation.objects.filter(pk=invitation.pk)

    assert str(invitation) == invitation.public_id
    assert refused(constraint, lambda: of_pat.update(**values))
