"""Partners and who checks people in, with the sessions that they were given."""

from bookings.teams import members
from tests.bookings.inviting import inviter
from tests.bookings.team_pages import join
from tests.factories import NOON, make_team
from tests.signing_in import let_in

SESSIONS = "/organiser/sessions/"


def page(session, rest=""):
    return f"{SESSIONS}{session.public_id}/{rest}"


def give(member, *sessions, by=None):
    members.give_sessions(member, sessions, at=NOON, by=by or inviter(member.team))


def member_with(*sessions, role="partner", team=None, **fields):
    member = join(team or make_team(), role=role, **fields)
    give(member, *sessions)
    return member


def enter(client, *sessions, role="partner", **fields):
    """Sign in as somebody new who was given these."""
    member = member_with(*sessions, role=role, **fields)
    let_in(client, member.organiser)
    return member
