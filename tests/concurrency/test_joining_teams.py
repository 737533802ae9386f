"""Whoever joins a team at once with somebody else, or names one, is answered and not in error."""

import re
import threading

import pytest
from django.db import connection

from bookings.schools.audience_changes import rename_audience
from bookings.teams import inviting
from deploy.closing import close_account
from deploy.identity_accounts import Person, organiser_for
from deploy.identity_provider import read_groups
from events import teams
from events.invitations import InvitationOver
from events.models import Audience, AuditEntry, Membership, Organiser, Team
from events.organisers import AlreadyAnOrganiser
from events.teams import NameTaken
from tests.bookings.inviting import PAT, account, answers, invite
from tests.concurrency.test_locks import waits
from tests.concurrency.test_places import in_threads
from tests.factories import NOON, make_audience, make_organiser, make_team

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 8


def outcomes(story, jobs):
    """The name of what each job was refused with, or "done"."""

    def run(job):
        try:
            story(job)
        except (InvitationOver, AlreadyAnOrganiser, NameTaken) as refusal:
            return type(refusal).__name__
        return "done"

    return sorted(in_threads(run, jobs))


def together(sql, number):
    """Statements that begin like this wait for each other, where the database lets them."""
    barrier = threading.Barrier(number)

    def wait_for_the_others(execute, statement, *rest):
        if connection.vendor == "postgresql" and statement.startswith(sql):
            barrier.wait(10)
        return execute(statement, *rest)

    return wait_for_the_others


def join_with_new_account(invitation):
    inviting.join_with_new_account(invitation, **answers(), at=NOON)


def test_an_invitation_that_is_used_eight_times_at_once_is_used_once():
    pat, invitation = make_organiser(email=PAT, team=make_team("Another team")), invite()

    done = outcomes(lambda _: inviting.join(invitation, pat, at=NOON), range(AT_ONCE))

    assert done == [*["InvitationOver"] * (AT_ONCE - 1), "done"]
    assert Membership.objects.filter(team=make_team(), organiser=pat).count() == 1


def test_an_invitation_makes_one_account_however_often_it_is_used_at_once():
    invitation = invite()

    done = outcomes(lambda _: join_with_new_account(invitation), range(AT_ONCE))

    assert done == [*["InvitationOver"] * (AT_ONCE - 1), "done"]
    assert Organiser.objects.filter(email=PAT).count() == 1


@pytest.mark.parametrize("has_account", [True, False])
def test_joining_waits_while_the_team_is_held(has_account):
    invitation = invite()
    if has_account:
        pat = make_organiser(email=PAT, team=make_team("Another team"))

    def story():
        if has_account:
            inviting.join(invitation, pat, at=NOON)
        else:
            join_with_new_account(invitation)

    assert waits(story, while_held=Team.objects.filter(pk=invitation.team_id))


def test_two_teams_that_somebody_new_joins_at_once_make_one_account():
    invitations = [invite(team=make_team(name)) for name in ("Early Years", "Admissions")]
    meeting = together('INSERT INTO "events_organiser"', len(invitations))

    def answer(invitation):
        with connection.execute_wrapper(meeting):
            join_with_new_account(invitation)

    done = outcomes(answer, invitations)

    assert done == ["AlreadyAnOrganiser", "done"]
    assert Membership.objects.filter(organiser=account()).count() == 1


def test_who_signs_in_twice_at_once_for_the_first_time_gets_one_account_and_both_roles():
    roles = read_groups(["editors=organiser:Early Years", "desk=check_in:SEND"])
    for role in roles:
        make_team(role.team)
    meeting = together('INSERT INTO "events_organiser"', len(roles))

    def sign_in(role):
        with connection.execute_wrapper(meeting):
            organiser_for(Person(PAT, "Pat Partner", [role]), at=NOON)

    assert outcomes(sign_in, roles) == ["done", "done"]
    assert sorted(map(str, account().memberships.all())) == [
        "Pat Partner: Check-in of SEND",
        "Pat Partner: Organiser of Early Years",
    ]
    assert AuditEntry.objects.filter(action="organiser_created").count() == 1


def test_two_teams_that_are_given_one_name_at_once_do_not_both_have_it():
    ann = make_organiser()
    both = [make_team("Early Years"), make_team("Early Help")]
    meeting = together('UPDATE "events_team"', len(both))

    def rename(team):
        with connection.execute_wrapper(meeting):
            teams.rename_team(team, name="Early", at=NOON, by=ann)

    assert outcomes(rename, both) == ["NameTaken", "done"]
    assert Team.objects.filter(name="Early").count() == 1


def test_two_audiences_that_are_given_one_name_at_once_do_not_both_have_it():
    ann = make_organiser()
    both = [make_audience("Heads"), make_audience("Governors")]
    meeting = together('UPDATE "events_audience"', len(both))

    def rename(audience):
        with connection.execute_wrapper(meeting):
            rename_audience(audience, label="Leaders", at=NOON, by=ann)

    assert outcomes(rename, both) == ["NameTaken", "done"]
    assert Audience.objects.filter(label="Leaders").count() == 1


def test_an_account_is_closed_once_its_teams_are_free():
    olu, ann = make_organiser(), make_organiser()
    Organiser.objects.filter(pk=ann.pk).update(is_administrator=True)

    assert waits(
        lambda: close_account(olu, at=NOON, by=ann),
        while_held=Team.objects.filter(name=olu.teams.get().name),
    )


def order_of_locks(story):
    """The tables of the rows that the story holds, each where it is held first."""
    held = []

    def note(execute, sql, *rest):
        if sql.endswith(" FOR NO KEY UPDATE"):
            held.extend(re.findall('FROM "([a-z_]+)"', sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        story()
    return list(dict.fromkeys(held))


def test_who_signs_in_and_who_closes_the_account_hold_the_same_rows_in_one_order():
    """Otherwise each could wait for the other; SQLite lets one write at a time."""
    olu, ann = make_organiser(), make_organiser()
    Organiser.objects.filter(pk=ann.pk).update(is_administrator=True)
    roles = read_groups(["editors=organiser:Education Events"])

    found = [
        order_of_locks(lambda: organiser_for(Person(olu.email, "Olu", roles), at=NOON)),
        order_of_locks(lambda: close_account(olu, at=NOON, by=ann)),
    ]

    tables = ["events_team", "events_organiser"]
    assert found == [tables if connection.features.has_select_for_update else []] * 2
