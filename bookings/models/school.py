"""Schools, from the national list or added by hand, and which of them an audience means."""

import re
from collections.abc import Collection

from django.db import models
from django.db.models import Exists, Q

from events.models import Audience, Event, new_public_id


class SchoolKind(models.TextChoices):
    SCHOOL = "school", "School"
    COLLEGE = "college", "College"
    EARLY_YEARS = "early_years", "Early years setting"
    TRUST = "trust", "Trust"
    OTHER = "other", "Other"


class SchoolStatus(models.TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    CLOSING = "closing", "Open, but proposed to close"
    PROPOSED = "proposed", "Proposed to open"


class SchoolQuerySet(models.QuerySet["School"]):
    def open(self) -> "SchoolQuerySet":
        return self.exclude(status=School.Status.CLOSED)

    def named(self) -> "SchoolQuerySet":
        """With no more of each than its label says, and whether it is open."""
        return self.only("public_id", "name", "town", "dfe_number", "status")

    def with_kinds(self) -> "SchoolQuerySet":
        """With no more of each than what rules ask of it."""
        return self.only("phase", "type", "district")

    def numbered(self, numbers: Collection[str]) -> "SchoolQuerySet":
        """By their DfE numbers, like 886/2109, or URNs."""
        urns = [number for number in numbers if number.isdigit()]
        return self.filter(Q(dfe_number__in=list(numbers)) | Q(urn__in=urns))

    def phases(self) -> list[str]:
        """All that there are, in order."""
        named = self.exclude(phase="").order_by("phase")
        return list(named.values_list("phase", flat=True).distinct())

    def in_order(self) -> "SchoolQuerySet":
        return self.order_by("sort_key", "pk")


class School(models.Model):
    Kind = SchoolKind
    Status = SchoolStatus

    class Source(models.TextChoices):
        GIAS = "gias", "Get Information About Schools"
        ADDED = "added", "Added by an organiser"

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    urn = models.PositiveIntegerField(null=True, blank=True, unique=True)
    local_authority = models.CharField(max_length=3, blank=True, default="", help_text="886")
    dfe_number = models.CharField(max_length=8, blank=True, default="", help_text="886/2109")
    name = models.CharField(max_length=200)
    town = models.CharField(max_length=100, blank=True, default="")
    postcode = models.CharField(max_length=10, blank=True, default="")
    phase = models.CharField(max_length=50, blank=True, default="")
    type = models.CharField(max_length=100, blank=True, default="")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    trust = models.CharField(max_length=200, blank=True, default="")
    district = models.CharField(max_length=100, blank=True, default="")
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SCHOOL)
    succeeded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="predecessors", null=True, blank=True
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.ADDED)
    sort_key = models.CharField(max_length=400, help_text="the order on every database")
    changed_at = models.DateTimeField()

    objects = SchoolQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sort_key"], name="school_by_name")]
        constraints = [
            models.CheckConstraint(
                name="school_kind_is_known",
                condition=Q(kind__in=SchoolKind.values),
            ),
            models.CheckConstraint(
                name="school_status_is_known",
                condition=Q(status__in=SchoolStatus.values),
            ),
            models.CheckConstraint(
                name="school_from_the_list_has_a_urn",
                condition=Q(source="added") | Q(source="gias", urn__isnull=False),
            ),
            models.CheckConstraint(
                name="school_from_the_list_has_a_local_authority",
                condition=Q(source="added") | ~Q(local_authority=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.status != self.Status.CLOSED

    @property
    def label(self) -> str:
        """Name, town and DfE number, since names repeat: "Oak School, Ashby (875/2109)".

        The town is not said twice: "Ashby Grammar School (875/4001)".
        """
        names_town = re.search(rf"\b{re.escape(self.town)}\b", self.name, re.IGNORECASE)
        place = self.name if names_town else f"{self.name}, {self.town}"
        return f"{place} ({self.dfe_number})" if self.dfe_number else place


class AudienceRuleQuerySet(models.QuerySet["AudienceRule"]):
    def of_event(self, event: Event) -> "AudienceRuleQuerySet":
        """Those of its audiences; none where one of these has no rule, and may mean anybody."""
        without = event.audiences.exclude(pk__in=AudienceRule.objects.values("audience"))
        return self.filter(~Exists(without), audience__events=event).order_by("pk")


class AudienceRule(models.Model):
    audience = models.OneToOneField(Audience, on_delete=models.PROTECT, related_name="+")
    phases = models.JSONField(default=list, blank=True, help_text="any of these; empty: all")
    types = models.JSONField(default=list, blank=True, help_text="any of these; empty: all")
    districts = models.JSONField(default=list, blank=True, help_text="any of these; empty: all")
    schools_added = models.ManyToManyField(School, related_name="+", blank=True)
    schools_left_out = models.ManyToManyField(School, related_name="+", blank=True)

    objects = AudienceRuleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Schools of {self.audience}"
