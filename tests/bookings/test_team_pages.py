"""A team's page and what organisers do there: who is in it, another role, removing somebody."""

from datetime import timedelta

import pytest
from django.db import connection

from bookings.models import Message
from bookings.teams import members
from events.models import AuditEntry, Event, Membership, Organiser
from tests.bookings.team_pages import TEAMS, join, of_member, page, roles
from tests.database import every_row
from tests.events.pages import words
from tests.factories import NOON, make_event, make_organiser, make_team
from tests.signing_in import let_in, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]


def entries():
    """What the audit says of teams and of whom it concerns, oldest first."""
    of_teams = AuditEntry.objects.filter(action__startswith="member_").order_by("pk")
    return list(of_teams.values_list("action", "object_type", "object_id", "changed"))


def told():
    return [(mail.to, mail.facts["news"]) for mail in Message.objects.order_by("pk")]


def test_the_list_has_the_teams_that_one_runs(signed_in):
    olu = Organiser.objects.get()
    others = make_team("Adult Learning")
    others.memberships.create(organiser=olu, role="assistant")
    make_team("Strangers")

    response = signed_in.get(TEAMS)

    assert list(response.context_data["teams"]) == [make_team()]
    assert f'href="{page(make_team())}"' in response.text
    assert f'href="{TEAMS}"' in signed_in.get("/organiser/").text


def test_a_team_shows_its_members_with_role_and_last_sign_in(signed_in):
    pat = join(make_team(), role="partner", email="pat@partner.example")
    Organiser.objects.filter(pk=pat.organiser.pk).update(last_login=NOON - timedelta(days=3))
    cim = join(make_team(), role="check_in", name="Cim Check")
    Organiser.objects.filter(pk=cim.organiser.pk).update(is_active=False)
    join(make_team("Another team"), name="Somebody Else")

    shown = words(signed_in.get(page(make_team())))

    assert "Cim Check Closed" in shown
    assert "Pat Partner pat@partner.example Partner midday on Friday 30 October 2026" in shown
    assert "Olu Organiser" in shown
    assert "Somebody Else" not in shown


def test_signing_in_is_the_last_sign_in(client, settings):
    settings.REQUIRE_TOTP = False
    olu = make_organiser()
    sign_in(client, olu)

    shown = words(client.get(page(make_team())))

    assert "Organiser midday on Monday 2 November 2026" in shown


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_stays_the_same(signed_in, django_assert_num_queries, number):
    for _ in range(number):
        join(make_team())
    address = page(make_team())

    with django_assert_num_queries(6):
        signed_in.get(address)


def test_an_organiser_changes_a_role(signed_in):
    olu = Organiser.objects.get()
    pat = join(make_team(), role="partner")
    address = of_member(pat, "role")

    asked = signed_in.get(address)
    response = signed_in.post(address, {"role": "assistant"})
    again = signed_in.post(address, {"role": "assistant"})

    assert asked.context_data["form"]["role"].value() == "partner"
    assert response["Location"] == again["Location"] == f"{page(make_team())}?done=role"
    assert "Role changed" in signed_in.get(response["Location"]).text
    assert roles(make_team()) == {"Olu Organiser": "organiser", "Pat Partner": "assistant"}
    assert entries() == [
        ("member_role_changed", "team", make_team().public_id, ["role"]),
        ("member_role_changed", "organiser", pat.organiser.public_id, ["role"]),
    ]
    assert set(AuditEntry.objects.values_list("actor", flat=True)) == {olu.pk}
    assert told() == [(pat.organiser.email, "Your role in Education Events is now assistant")]


@pytest.mark.parametrize("typed", [{}, {"role": "king"}])
def test_without_a_role_of_the_list_it_asks_for_one(signed_in, typed):
    pat = join(make_team(), role="partner")

    response = signed_in.post(of_member(pat, "role"), typed)

    assert response.context_data["form"].errors == {"role": ["Select a role"]}
    assert roles(make_team())["Pat Partner"] == "partner"


def test_an_organiser_removes_somebody_whose_events_stay(signed_in):
    pat = join(make_team())
    event = make_event(by=pat.organiser)
    address = of_member(pat, "remove")

    asked = words(signed_in.get(address))
    response = signed_in.post(address)

    assert "Events they created stay with the team." in asked
    assert response["Location"] == f"{page(make_team())}?done=removed"
    assert "Member removed" in signed_in.get(response["Location"]).text
    assert roles(make_team()) == {"Olu Organiser": "organiser"}
    assert Event.objects.get(pk=event.pk).team == make_team()
    assert entries() == [
        ("member_removed", "team", make_team().public_id, []),
        ("member_removed", "organiser", pat.organiser.public_id, []),
    ]
    assert told() == [(pat.organiser.email, "You are no longer in the team Education Events")]


def test_who_is_removed_opens_nothing_of_the_team_from_then_on(signed_in, client):
    pat = join(make_team())
    event = make_event()
    let_in(client, pat.organiser)
    overview = f"/organiser/events/{event.public_id}/"
    before = client.get(overview).status_code

    members.remove_member(pat, at=NOON, by=pat.organiser)

    assert (before, client.get(overview).status_code) == (200, 403)


def test_who_gives_up_running_a_team_is_led_to_their_first_page(client, settings):
    settings.REQUIRE_TOTP = False
    pat = join(make_team())
    join(make_team(), name="Olu Organiser")
    let_in(client, pat.organiser)

    response = client.post(of_member(pat, "role"), {"role": "assistant"})

    assert (response.status_code, response["Location"]) == (302, "/organiser/")
    assert roles(make_team())["Pat Partner"] == "assistant"


@pytest.mark.parametrize(("page_of", "data"), [("role", {"role": "partner"}), ("remove", {})])
def test_the_only_organiser_who_can_sign_in_stays(signed_in, page_of, data):
    [only] = make_team().memberships.select_related("organiser", "team")
    closed = join(make_team(), name="Gone Away")
    Organiser.objects.filter(pk=closed.organiser.pk).update(is_active=False)
    join(make_team(), role="assistant")
    before = every_row()

    response = signed_in.post(of_member(only, page_of), data)

    assert response.status_code == 409
    assert "Olu Organiser is the only organiser" in words(response)
    assert f'href="{page(make_team())}"' in response.text
    assert every_row() == before


@pytest.mark.parametrize(("page_of", "data"), [("role", {"role": "assistant"}), ("remove", {})])
def test_who_is_removed_before_the_team_is_held_is_told_of(signed_in, page_of, data):
    pat = join(make_team(), role="partner")

    def remove_before_it_is_held(execute, sql, *rest):
        if 'WHERE "events_team"."id" = ' in sql:
            Membership.objects.filter(pk=pat.pk).delete()
        return execute(sql, *rest)

    with connection.execute_wrapper(remove_before_it_is_held):
        response = signed_in.post(of_member(pat, page_of), data)

    assert response.status_code == 409
    assert "Pat Partner is no longer in the team" in words(response)
    assert entries() == []


def pages_of_a_team(member):
    return [page(member.team), of_member(member, "role"), of_member(member, "remove")]


def test_another_teams_pages_are_not_found(signed_in):
    member = join(make_team("Another team"))

    statuses = {
        getattr(signed_in, method)(address).status_code
        for address in pages_of_a_team(member)[1:]
        for method in ("get", "post")
    }

    assert statuses == {404}
    assert signed_in.get(page(member.team)).status_code == 404


def test_somebody_of_another_team_is_no_member_of_ones_own(signed_in):
    member = join(make_team("Another team"))
    address = page(make_team(), f"members/{member.organiser.public_id}/remove/")

    assert signed_in.post(address).status_code == 404


@pytest.mark.parametrize("role", ["assistant", "partner", "check_in"])
def test_ones_own_team_in_another_role_is_refused_in_words(client, settings, role):
    settings.REQUIRE_TOTP = False
    olu, pat = join(make_team(), name="Olu Organiser"), join(make_team(), role=role)
    make_team("Another team").memberships.create(organiser=pat.organiser, role="organiser")
    let_in(client, pat.organiser)

    answers = [client.get(address) for address in pages_of_a_team(olu)]

    assert {answer.status_code for answer in answers} == {403}
    assert "Your account does not have the role that this page is for." in words(answers[0])


def test_what_changes_something_is_not_done_by_looking(signed_in):
    pat = join(make_team(), role="partner")
    before = every_row()

    for address in pages_of_a_team(pat):
        signed_in.get(address)

    assert every_row() == before
    assert signed_in.post(page(make_team())).status_code == 405
