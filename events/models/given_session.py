"""A session that a partner, or who checks people in, may see."""

from typing import Any

from django.db import models
from django.db.models import F

from events.models.organiser import Membership
from events.models.session import Session


class GivenSessionQuerySet(models.QuerySet["GivenSession"]):
    def to(self, organiser: Any, *roles: str) -> "GivenSessionQuerySet":
        """What this organiser was given in one of these roles, of sessions that are announced."""
        theirs = self.filter(membership__organiser_id=organiser.pk, membership__role__in=roles)
        of_the_team = theirs.filter(session__event__team=F("membership__team"))
        return of_the_team.filter(session__in=Session.objects.published())

    def with_session(self) -> "GivenSessionQuerySet":
        return self.select_related("membership", "session__event", "session__venue")

    def in_order(self) -> "GivenSessionQuerySet":
        return self.order_by("session__sort_at", "pk")


class GivenSession(models.Model):
    """One session given to one member; it ends with the membership, or with a draft's session."""

    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="given_sessions"
    )
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")

    objects = GivenSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "session"], name="given_session_once_to_a_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} to {self.membership}"
