"""An invitation into a team, by mail: its link works once, for a time."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from events.models.identity import new_public_id
from events.models.organiser import MembershipRole, Organiser, Team
from events.models.session import Session


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither used nor withdrawn; their time may be over."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True)

    def with_team(self) -> "InvitationQuerySet":
        return self.select_related("team", "invited_by")

    def newest_first(self) -> "InvitationQuerySet":
        return self.order_by("-invited_at", "-pk")


class Invitation(models.Model):
    """The secret of its link is stored nowhere, only what tells whether one is it."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=MembershipRole)
    sessions = models.ManyToManyField(Session, related_name="+", help_text="given with the role")
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "email"],
                name="invitation_one_open_for_each_address",
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_email_is_lower_case", condition=Q(email=Lower("email"))
            ),
            models.CheckConstraint(
                name="invitation_role_is_known", condition=Q(role__in=MembershipRole.values)
            ),
            models.CheckConstraint(
                name="invitation_is_used_or_withdrawn",
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and self.withdrawn_at is None and at < self.expires_at
