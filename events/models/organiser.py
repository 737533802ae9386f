"""Organisers, who sign in, and the teams that own events."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower

from events.models.identity import new_public_id


class MembershipRole(models.TextChoices):
    ORGANISER = "organiser", "Organiser"
    ASSISTANT = "assistant", "Assistant"
    PARTNER = "partner", "Partner"
    CHECK_IN = "check_in", "Check-in"


SEE_GIVEN_SESSIONS = (MembershipRole.PARTNER, MembershipRole.CHECK_IN)


class Organiser(AbstractBaseUser):
    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    email = models.EmailField("email address", max_length=254, unique=True)
    full_name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False, help_text="of the installation")
    joined_at = models.DateTimeField()

    objects = BaseUserManager["Organiser"]()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name", "joined_at"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organiser_email_is_lower_case", condition=models.Q(email=Lower("email"))
            )
        ]

    def __str__(self) -> str:
        return self.full_name


class TeamQuerySet(models.QuerySet["Team"]):
    def run_by(self, organiser: Any, *roles: str) -> "TeamQuerySet":
        """The teams in which this organiser has one of these roles, by name."""
        own = self.filter(memberships__organiser_id=organiser.pk, memberships__role__in=roles)
        return own.order_by("name", "pk")

    def with_numbers(self) -> "TeamQuerySet":
        """With how many are in each, and how many who can sign in run it."""
        run_it = Q(
            memberships__role=MembershipRole.ORGANISER, memberships__organiser__is_active=True
        )
        return self.annotate(
            number_of_members=Count("memberships", distinct=True),
            number_who_run_it=Count("memberships", filter=run_it, distinct=True),
        )


class Team(models.Model):
    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200, unique=True)
    organisers = models.ManyToManyField(Organiser, through="Membership", related_name="teams")

    objects = TeamQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def with_organiser(self) -> "MembershipQuerySet":
        return self.select_related("organiser")

    def by_name(self) -> "MembershipQuerySet":
        return self.order_by("organiser__full_name", "pk")

    def who_run_it(self) -> "MembershipQuerySet":
        """Organisers who can sign in: a team needs one."""
        return self.filter(role=MembershipRole.ORGANISER, organiser__is_active=True)


class Membership(models.Model):
    Role = MembershipRole

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "organiser"], name="membership_one_role_per_team"
            ),
            models.CheckConstraint(
                name="membership_role_is_known",
                condition=models.Q(role__in=MembershipRole.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organiser}: {self.get_role_display()} of {self.team}"

    @property
    def sees_given_sessions(self) -> bool:
        """Whether they see the sessions that they are given, instead of the team's events."""
        return self.role in SEE_GIVEN_SESSIONS


class FormerMember(models.Model):
    """Whoever was removed from a team by hand: no group brings them back."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="former_members")
    organiser = models.ForeignKey(Organiser, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "organiser"], name="former_member_once_of_a_team"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organiser}, no longer of {self.team}"
