"""The pages of a team as tests see them: their addresses, and who does what there."""

from events.models import Membership
from tests.factories import make_organiser

TEAMS = "/organiser/teams/"


def page(team, rest=""):
    return f"{TEAMS}{team.public_id}/{rest}"


def of_member(member, rest):
    return page(member.team, f"members/{member.organiser.public_id}/{rest}/")


def join(team, *, role="organiser", name="Pat Partner", **fields):
    """The membership of somebody new."""
    organiser = make_organiser(team=team, role=role, **fields)
    organiser.full_name = name
    organiser.save(update_fields=["full_name"])
    return Membership.objects.select_related("organiser", "team").get(organiser=organiser)


def roles(team):
    """By name, the role of everybody in it."""
    members = team.memberships.with_organiser().by_name()
    return {member.organiser.full_name: member.role for member in members}
