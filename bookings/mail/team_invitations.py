"""The mail that invites somebody into a team; its link is made when it is sent."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from bookings.mail.facts import Facts
from bookings.mail.queue import Limit, Notice
from bookings.models import Message
from events import invitations
from events.models import Invitation


@dataclass(frozen=True)
class TeamInvitationFacts(Facts):
    """Into which team, by whom, and until when; `link` is recorded nowhere."""

    invitation: str
    team: str
    invited_by: str
    expires_at: datetime
    link: str = ""


def notice(invitation: Invitation) -> Notice:
    """Whoever queues it counts the invitations to an address."""
    facts = TeamInvitationFacts(
        invitation=invitation.public_id,
        team=invitation.team.name,
        invited_by=invitation.invited_by.full_name,
        expires_at=invitation.expires_at,
    )
    return Notice(
        kind=Message.Kind.TEAM_INVITATION,
        to=invitation.email,
        key=invitation.public_id,
        facts=facts,
        limit=Limit.NONE,
    )


def is_still_due(message: Message, at: datetime) -> bool:
    """Neither used, withdrawn nor too old."""
    found = Invitation.objects.filter(public_id=message.facts["invitation"]).first()
    return found is not None and found.is_open(at)


def with_link(facts: TeamInvitationFacts, message: Message) -> TeamInvitationFacts:
    secret = invitations.secret_of(facts.invitation)
    return replace(facts, link=settings.SITE_ADDRESS + reverse("join_team", args=[secret]))
