"""A personal calendar: all that is booked with one address, under two secret links."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef

from bookings.models.attendee import Attendee
from events.models import new_token


class PersonalCalendarQuerySet(models.QuerySet["PersonalCalendar"]):
    def for_page(self, token: str) -> "PersonalCalendarQuerySet":
        return self.filter(page_token=token)

    def for_feed(self, token: str) -> "PersonalCalendarQuerySet":
        return self.filter(feed_token=token)

    def of_addresses(self, email_keys: Iterable[str]) -> "PersonalCalendarQuerySet":
        """By primary key, in which order nobody's locks cross."""
        found = self.filter(email_key__in=set(email_keys))
        in_order = found.select_for_update(no_key=True).order_by("pk").values("pk")
        return self.filter(pk__in=in_order)

    def of_nobody(self) -> "PersonalCalendarQuerySet":
        """Those of addresses that no attendee has, nor had."""
        return self.exclude(Exists(Attendee.objects.filter(email_key=OuterRef("email_key"))))

    def as_read(self, calendar: "PersonalCalendar") -> "PersonalCalendarQuerySet":
        """This one, if no booking and no address was changed since it was read."""
        return self.filter(pk=calendar.pk, number=calendar.number, feed_token=calendar.feed_token)


class PersonalCalendar(models.Model):
    """Made when somebody asks for it. Its links are mailed to its address, and shown nowhere else.

    `number` tells how often a booking of theirs was changed; `etag` is that of what is `made_of`.
    """

    email_key = models.CharField(max_length=254, unique=True, help_text="the address as compared")
    page_token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    feed_token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField()
    last_fetched_at = models.DateTimeField(null=True, help_text="to the hour, by a calendar app")
    number = models.PositiveBigIntegerField(default=0)
    raised_at = models.DateTimeField(null=True)
    made_of = models.CharField(max_length=32, blank=True, default="")
    etag = models.CharField(max_length=50, blank=True, default="")

    objects = PersonalCalendarQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Calendar {self.pk}"
