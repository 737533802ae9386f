"""The pages of the installation: how it is, its teams, its audiences, what was done."""

import pytest
from django.test import Client

from deploy import readiness, worker
from deploy.administration.health_shown import NAMES
from deploy.imap_server import imap_server
from events import job_leases
from events.models import Audience, AuditEntry, Event, Session, Team
from tests.bookings.inviting import PAT, account, answers, deliver, link_in
from tests.bookings.team_pages import join, roles
from tests.database import every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    make_audience,
    make_booking,
    make_event,
    make_organiser,
    make_team,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]

HERE = "/organiser/administration/"


@pytest.fixture
def ada(settings):
    """An administrator who is in no team."""
    settings.REQUIRE_TOTP = False
    ada = make_organiser(email="ada@westshire.example")
    ada.memberships.all().delete()
    ada.full_name, ada.is_administrator = "Ada Administrator", True
    ada.save(update_fields=["full_name", "is_administrator"])
    return ada


@pytest.fixture
def admin(client, ada):
    let_in(client, ada)
    return client


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "actor__full_name"))


def errors(response):
    return response.context_data["form"].errors


def test_signing_in_leads_an_administrator_without_a_team_here(admin):
    assert admin.get("/organiser/")["Location"] == HERE


def test_an_administrator_in_a_team_has_their_events_first_and_a_link(admin, ada):
    make_team().memberships.create(organiser=ada, role="organiser")

    assert f'href="{HERE}"' in admin.get("/organiser/").text


def test_it_says_how_the_service_is(admin):
    silent = words(admin.get(HERE))
    job_leases.claim(worker.SIGN_OF_LIFE.name, by="w", lasts=worker.LEASE, at=NOON)
    job_leases.finish(
        worker.SIGN_OF_LIFE.name, by="w", next_at=NOON + worker.SIGN_OF_LIFE.every, failures=0
    )

    seen = words(admin.get(HERE))

    assert "has never been seen" in silent
    assert "was last seen midday on Monday 2 November 2026" in seen
    assert "Database Answers." in seen
    assert "Worker Look at this Emails are not being sent at the moment." in silent
    assert "Worker Seen 0 min ago." in seen


def test_it_has_words_for_everything_that_is_asked(admin, settings):
    settings.REPLY_IMAP = imap_server("imaps://placecard:swordfish@mail.westshire.example")

    shown = words(admin.get(HERE))

    assert "Mailbox for replies Look at this Never read." in shown
    assert {"database", *readiness.CHECKS} == set(NAMES)


def test_it_shows_settings_and_no_secret(admin, settings):
    settings.MAIL = "smtps://placecard:swordfish@mail.westshire.example"

    response = admin.get(HERE)

    assert "MAIL A mail server" in words(response)
    assert "REQUIRE_TOTP No" in words(response)
    for secret in (settings.SECRET_KEY, "swordfish", *settings.SECOND_FACTOR_KEYS):
        assert secret not in response.text


def test_teams_are_listed_with_how_many_are_in_them(admin):
    join(make_team())
    join(make_team(), role="partner")
    make_team("Adult Learning")

    response = admin.get(f"{HERE}teams/")

    assert [
        (team.name, team.number_of_members, team.number_who_run_it)
        for team in response.context_data["teams"]
    ] == [("Adult Learning", 0, 0), ("Education Events", 2, 1)]
    Team.objects.filter(memberships=None).delete()


def test_without_a_team_it_says_so(admin):
    Team.objects.all().delete()

    assert "There are no teams yet." in words(admin.get(f"{HERE}teams/"))


def test_a_team_is_made_and_renamed(admin):
    made = admin.post(f"{HERE}teams/new/", {"name": "Early Years"})
    team = Team.objects.get(name="Early Years")
    address = f"{HERE}teams/{team.public_id}/"
    shown = admin.get(address).context_data["form"]["name"].value()
    again = admin.post(address, {"name": "Early Years"})
    renamed = admin.post(address, {"name": "Early Help"})

    led_to = [answer["Location"] for answer in (made, again, renamed)]
    assert led_to == [f"{HERE}teams/?done={done}" for done in ("made", "renamed", "renamed")]
    assert "Team renamed" in words(admin.get(led_to[2]))
    assert shown == "Early Years"
    assert Team.objects.get(pk=team.pk).name == "Early Help"
    assert actions() == [
        ("team_made", "Ada Administrator"),
        ("team_renamed", "Ada Administrator"),
    ]


@pytest.mark.parametrize("what", ["teams", "audiences"])
def test_a_name_that_is_taken_or_missing_is_told(admin, what):
    team, _ = make_team("Early Years"), make_team("Early Help")
    make_audience("Early Years")
    audience = make_audience("Early Help")
    address = {
        "teams": f"{HERE}teams/{team.public_id}/",
        "audiences": f"{HERE}audiences/{audience.slug}/name/",
    }[what]
    name = {"teams": "Early Help", "audiences": "early years"}[what]
    before = every_row()

    taken = [
        admin.post(f"{HERE}{what}/new/", {"name": "Early Years"}),
        admin.post(address, {"name": name}),
    ]
    missing = admin.post(f"{HERE}{what}/new/")

    assert [answer.status_code for answer in taken] == [409, 409]
    assert "This name is taken" in words(taken[0])
    assert errors(missing) == {"name": [f"Enter the name of the {what[:-1]}"]}
    assert every_row() == before


def test_an_audience_is_made_and_renamed_and_pages_follow_at_once(admin, client):
    admin.post(f"{HERE}audiences/new/", {"name": "Heads"})
    audience = Audience.objects.get()
    event = make_event(audiences=[audience])
    make_event(audiences=[audience], published=False)
    page = f"/events/{event.public_id}/{event.slug}/"
    before = Client().get(page).text
    address = f"{HERE}audiences/{audience.slug}/name/"

    looked = admin.get(address)
    admin.post(address, {"name": "Heads"})
    sequence = Session.objects.filter(event=event).values_list("feed_sequence", flat=True)
    as_before = list(sequence)
    admin.post(address, {"name": "Headteachers"})

    assert looked.context_data["form"]["name"].value() == "Heads"
    assert "Heads" in before
    assert "Headteachers" in Client().get(page).text
    assert "Headteachers" in admin.get(f"{HERE}audiences/").text
    assert [as_before, list(sequence.all())] == [[0], [1]]
    assert [what for what, _ in actions() if what.startswith("audience")] == [
        "audience_made",
        "audience_renamed",
    ]


def test_without_an_audience_it_says_so(admin):
    assert "There are no audiences yet." in words(admin.get(f"{HERE}audiences/"))


def test_an_administrator_invites_the_first_organiser_of_a_team(admin, mailbox):
    team = make_team("Early Years")
    address = f"{HERE}teams/{team.public_id}/invite/"

    looked = admin.get(address)
    wrong = admin.post(address, {"email": "pat"})
    response = admin.post(address, {"email": PAT})
    waiting = words(admin.get(response["Location"]))
    deliver()
    Client().post(link_in(mailbox[-1]), answers())
    again = admin.post(address, {"email": PAT})

    assert looked.status_code == 200
    assert errors(wrong)
    assert response["Location"] == f"{HERE}teams/?done=invited"
    assert "We are emailing them the invitation." in waiting
    assert (
        f"{PAT} , Early Years, organiser The link works until midday on Thursday 5 November 2026."
    ) in waiting
    assert "Invitations not answered yet" not in words(admin.get(f"{HERE}teams/"))
    assert roles(team) == {"Pat Partner": "organiser"}
    assert not account().is_administrator
    assert (again.status_code, "is already in the team" in words(again)) == (409, True)


def test_the_audit_trail_of_all_teams_names_nobody_who_comes(admin):
    attendee = make_booking()
    olu = make_organiser()
    make_event(by=olu, team=make_team("Another team"))

    response = admin.get(f"{HERE}audit/")

    shown = words(response)
    assert f"Event published event {Event.objects.latest('pk').public_id} Olu Organiser" in shown
    assert f"Place booked attendee {attendee.public_id} Nobody who was signed in" in shown
    assert attendee.full_name not in shown
    assert attendee.email not in response.text


def test_long_trails_have_pages(admin):
    olu = make_organiser()
    for _ in range(26):
        make_event(by=olu)

    response = admin.get(f"{HERE}audit/", {"page": "2"})

    assert "Audit trail (page 2 of 2)" in words(response)
    assert len(response.context_data["page"]) == 2


def test_whoever_is_no_administrator_is_refused(client, settings):
    settings.REQUIRE_TOTP = False
    let_in(client, make_organiser())

    assert client.get(HERE).status_code == 403
    assert HERE not in client.get("/organiser/").text


def test_a_password_alone_opens_nothing_where_a_code_is_asked_for(client, ada, settings):
    settings.REQUIRE_TOTP = True
    let_in(client, ada)

    assert client.get(HERE)["Location"] == "/accounts/2fa/totp/activate/"
