"""Organisers who leave a team at once take turns: one of them stays."""

import pytest

from bookings.teams import members
from events.memberships import LastOrganiser
from events.models import Team
from tests.bookings.team_pages import join
from tests.concurrency.test_locks import waits
from tests.concurrency.test_places import in_threads
from tests.factories import NOON, make_team

pytestmark = pytest.mark.django_db(transaction=True)


def remove(member):
    members.remove_member(member, at=NOON, by=member.organiser)


def give_up(member):
    members.change_role(member, role="assistant", at=NOON, by=member.organiser)


def outcome(story, member):
    try:
        story(member)
    except LastOrganiser:
        return "stays"
    return "goes"


@pytest.mark.parametrize("story", [remove, give_up])
def test_of_eight_organisers_who_all_leave_at_once_one_stays(story):
    everybody = [join(make_team()) for _ in range(8)]

    outcomes = in_threads(lambda member: outcome(story, member), everybody)

    assert sorted(outcomes) == ["goes"] * 7 + ["stays"]
    assert make_team().memberships.who_run_it().count() == 1


@pytest.mark.parametrize("story", [remove, give_up])
def test_a_change_waits_while_its_team_is_held(story):
    member, _ = join(make_team()), join(make_team())

    assert waits(lambda: story(member), while_held=Team.objects.filter(pk=member.team.pk))
