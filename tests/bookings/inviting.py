"""Inviting somebody into a team as tests do it, and the link of the mail that they get."""

import re

from bookings.mail import delivery
from bookings.teams import inviting
from events.models import Invitation, Membership, Organiser
from tests.factories import NOON, make_organiser, make_team

LINK = re.compile(r"https://\S+(/join/team/\S+/)")
PAT = "pat@partner.example"
PASSWORD = "correct horse battery"


def inviter(team):
    member = Membership.objects.filter(team=team, role="organiser").first()
    return member.organiser if member else make_organiser(team=team)


def invite(email=PAT, *, team=None, role="assistant", sessions=(), at=NOON, by=None) -> Invitation:
    team = team or make_team()
    by = by or inviter(team)
    inviting.invite(team=team, email=email, role=role, sessions=sessions, at=at, by=by)
    return Invitation.objects.select_related("team", "invited_by").latest("pk")


def deliver(at=NOON):
    while delivery.deliver_due(worker="worker", clock=lambda: at):
        pass


def link_in(mail):
    [link] = LINK.findall(mail.body)
    return link


def invited(mailbox, *, at=NOON, **how):
    """The path of the link that was mailed."""
    invite(at=at, **how)
    deliver(at)
    return link_in(mailbox[-1])


def answers(**typed):
    return {"full_name": "Pat Partner", "password": PASSWORD} | typed


def account(email=PAT):
    return Organiser.objects.get(email=email)
