"""An attendee: one person at one event, with one secret link."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from bookings.models.booker import Booker
from bookings.models.school import School
from events.models import Event, new_public_id, new_token


class ReplacedBy(models.TextChoices):
    CORRECTION = "correction", "The same person with another address"
    COLLEAGUE = "colleague", "A colleague whom they sent"
    BOOKED_AGAIN = "booked_again", "The same person, who has booked again"


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    def for_link(self, token: str) -> "AttendeeQuerySet":
        own = self.filter(link_token=token)
        return own.select_related("event", "school", "booker", "books_as")

    def for_organisers(self, event: Event) -> "AttendeeQuerySet":
        """All of an event, with what belongs to them."""
        return self.filter(event=event).select_related("school", "booker", "replaced_by")

    def for_booker_link(self, token: str) -> "AttendeeQuerySet":
        """Those who were booked from the page with this link."""
        of_booker = self.filter(booker__link_token=token)
        return of_booker.select_related("event", "school", "booker")

    def with_bookings(self, bookings: "models.QuerySet[Any, Any]") -> "AttendeeQuerySet":
        return self.filter(pk__in=bookings.order_by().values("attendee"))

    def with_bookings_or_offers(
        self, bookings: "models.QuerySet[Any, Any]", offers: "models.QuerySet[Any, Any]"
    ) -> "AttendeeQuerySet":
        has_place = Q(pk__in=bookings.order_by().values("attendee"))
        return self.filter(has_place | Q(pk__in=offers.order_by().values("attendee")))

    def with_school(self) -> "AttendeeQuerySet":
        return self.select_related("school")

    def besides(self, attendee: "Attendee | None") -> "AttendeeQuerySet":
        return self.exclude(pk=attendee.pk) if attendee else self

    def without_keys(self, email_keys: Iterable[str]) -> "AttendeeQuerySet":
        """All but those who have one of these addresses."""
        return self.exclude(email_key__in=list(email_keys))

    def of_schools(self, pks: Iterable[int]) -> "AttendeeQuerySet":
        return self.filter(school_id__in=list(pks))

    def of_typed_school(self, key: str) -> "AttendeeQuerySet":
        return self.filter(school__isnull=True, typed_school_key=key)

    def newest_first(self) -> "AttendeeQuerySet":
        return self.order_by("-pk")

    def by_name(self) -> "AttendeeQuerySet":
        return self.order_by("name_key", "pk")

    def who_sent(self, attendee: "Attendee") -> "AttendeeQuerySet":
        """The colleague instead of whom somebody attends, if there is one."""
        return self.filter(replaced_by=attendee, replaced_as=ReplacedBy.COLLEAGUE)

    def same_person_before(self, attendees: Iterable["Attendee"]) -> "AttendeeQuerySet":
        """Those whom these replaced with another address, or by booking again."""
        why = [ReplacedBy.CORRECTION, ReplacedBy.BOOKED_AGAIN]
        return self.filter(replaced_by__in=list(attendees), replaced_as__in=why)

    def with_key(self, email_key: str) -> "AttendeeQuerySet":
        """Whoever has this address, over all events."""
        return self.not_replaced().filter(email_key=email_key)

    def not_replaced(self) -> "AttendeeQuerySet":
        return self.filter(replaced_at__isnull=True)


class Attendee(models.Model):
    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, default="", help_text="as sorted, surname first")
    search_key = models.TextField(default="", help_text="what is searched, letters folded")
    email = models.CharField(max_length=254, help_text="as typed")
    email_key = models.CharField(max_length=254, help_text="as compared")
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="attendees", null=True, blank=True
    )
    typed_school = models.CharField(max_length=200, blank=True, default="")
    typed_school_key = models.CharField(
        max_length=200, blank=True, default="", help_text="as compared"
    )
    role = models.CharField(max_length=100, blank=True, default="")
    access_needs = models.TextField(blank=True, default="")
    dietary_needs = models.TextField(blank=True, default="")
    answers = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True, default="", help_text="of the organisers, for them alone")
    word_to_organiser = models.CharField(
        max_length=500, blank=True, default="", help_text="why somebody outside the audience comes"
    )
    booker = models.ForeignKey(
        Booker, on_delete=models.PROTECT, related_name="attendees", null=True, blank=True
    )
    books_as = models.OneToOneField(
        Booker,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="the booker of whom they have booked for from their own page",
    )
    link_token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    form_uuid = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="replaced", null=True, blank=True
    )
    replaced_as = models.CharField(max_length=20, choices=ReplacedBy, blank=True, default="")
    replaced_reason = models.CharField(
        max_length=500, blank=True, default="", help_text="why a colleague was sent, as typed"
    )

    objects = AttendeeQuerySet.as_manager()

    Replaced = ReplacedBy

    class Meta:
        indexes = [models.Index(fields=["email_key"], name="attendee_by_email_key")]
        constraints = [
            models.CheckConstraint(
                name="attendee_replaced_as_is_known",
                condition=Q(replaced_as__in=["", *ReplacedBy.values]),
            ),
            models.UniqueConstraint(
                fields=["event", "email_key"],
                condition=Q(replaced_at__isnull=True),
                name="attendee_one_person_per_event",
            ),
            models.CheckConstraint(
                name="attendee_replaced_at_matches_replaced_by",
                condition=Q(replaced_at__isnull=True, replaced_by__isnull=True)
                | Q(replaced_at__isnull=False),
            ),
            models.CheckConstraint(
                name="attendee_has_one_school",
                condition=Q(school__isnull=True) | Q(typed_school=""),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def booked_by_name(self) -> str:
        """Of whoever booked for them, with whom they are loaded; empty where nobody did."""
        return self.booker.name if self.booker else ""

    @property
    def booked_by_email(self) -> str:
        return self.booker.email if self.booker else ""

    @property
    def is_replaced(self) -> bool:
        return self.replaced_at is not None

    @property
    def is_handed_over(self) -> bool:
        """Whether a colleague has the place now."""
        return self.replaced_as == self.Replaced.COLLEAGUE

    @property
    def school_label(self) -> str:
        """With the town and the DfE number, where they are known: names repeat."""
        return self.school.label if self.school else self.typed_school
