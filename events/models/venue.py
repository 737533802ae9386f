"""Where people meet, and how they get there."""

from datetime import datetime

from django.db import models
from django.db.models import Count, Q
from django.utils.text import slugify

from events.models.identity import new_public_id


class VenueQuerySet(models.QuerySet["Venue"]):
    def announced(self) -> "VenueQuerySet":
        """Those where something is held that was made public; others are nobody's business yet."""
        return self.filter(sessions__event__state__in=["published", "cancelled"]).distinct()

    def with_number_of_coming_sessions(self, at: datetime) -> "VenueQuerySet":
        coming = Q(sessions__over_at__gt=at, sessions__state="scheduled")
        return self.annotate(coming_sessions=Count("sessions", filter=coming))

    def by_name(self) -> "VenueQuerySet":
        return self.order_by("name", "pk")


class Venue(models.Model):
    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200)
    address = models.TextField(blank=True, default="")
    postcode = models.CharField(max_length=10, blank=True, default="")
    map_link = models.URLField(blank=True, default="")
    coordinates = models.CharField(
        max_length=25, blank=True, default="", help_text="latitude,longitude as in RFC 5870"
    )
    travel = models.TextField("travel and parking", blank=True, default="")
    step_free_access = models.TextField(blank=True, default="")
    hearing_loop = models.TextField(blank=True, default="")
    telephone = models.CharField(max_length=30, blank=True, default="")

    objects = VenueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="venue_coordinates_are_two",
                condition=Q(coordinates="") | Q(coordinates__contains=","),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        return slugify(self.name)[:60].strip("-") or "venue"

    @property
    def directions(self) -> list[tuple[str, str]]:
        """What is known of how to get there, each with its name."""
        known = [
            ("Travel and parking", self.travel),
            ("Step-free access", self.step_free_access),
            ("Hearing loop", self.hearing_loop),
            ("Phone", self.telephone),
        ]
        return [(name, text) for name, text in known if text]

    @property
    def one_line(self) -> str:
        """Name, address and postcode on one line, as a calendar's LOCATION wants it."""
        parts = [self.name, *self.address.splitlines(), self.postcode]
        return ", ".join(part.strip() for part in parts if part.strip())
