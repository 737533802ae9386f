"""A session: one time and one place of an event, with its number of places."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, F, Q, When

from events.models import session_places, session_time
from events.models.event import Event
from events.models.identity import new_public_id, new_uid
from events.models.session_places import FEW_PLACES_LEFT, places_in_words
from events.models.session_time import SessionHalf
from events.models.venue import Venue

FEED_BEFORE, FEED_AFTER = timedelta(days=90), timedelta(days=550)
DATE_TO_BE_CONFIRMED = datetime(9999, 1, 1, tzinfo=UTC)


class SessionQuerySet(models.QuerySet["Session"]):
    def published(self) -> "SessionQuerySet":
        return self.filter(event__state__in=[Event.State.PUBLISHED, Event.State.CANCELLED])

    def listed(self) -> "SessionQuerySet":
        return self.published().filter(event__is_listed=True)

    def upcoming(self, at: datetime) -> "SessionQuerySet":
        return self.filter(over_at__gt=at)

    def for_audience(self, slug: str) -> "SessionQuerySet":
        return self.filter(event__audiences__slug=slug)

    def not_cancelled(self) -> "SessionQuerySet":
        return self.filter(state=Session.State.SCHEDULED)

    def with_a_date(self) -> "SessionQuerySet":
        return self.exclude(precision__in=[Session.Precision.MONTH, Session.Precision.NONE])

    def without_a_date(self) -> "SessionQuerySet":
        return self.filter(precision__in=[Session.Precision.MONTH, Session.Precision.NONE])

    def past(self, at: datetime) -> "SessionQuerySet":
        return self.filter(over_at__lte=at)

    def matching(self, *, audience: str, mode: str) -> "SessionQuerySet":
        """What a visitor's filters ask for; an empty one asks for everything."""
        wanted = self.for_audience(audience) if audience else self
        return wanted.filter(mode=mode) if mode else wanted

    def with_venue(self) -> "SessionQuerySet":
        return self.select_related("venue")

    def with_place(self) -> "SessionQuerySet":
        """With the event, whose rules a session needs to know, and the venue."""
        return self.select_related("event", "venue")

    def for_cards(self) -> "SessionQuerySet":
        return self.with_place().prefetch_related("event__audiences")

    def for_calendar(self) -> "SessionQuerySet":
        """With everything that a calendar entry says."""
        return self.for_cards().prefetch_related("event__documents__versions", "event__sessions")

    def for_feed(self, at: datetime) -> "SessionQuerySet":
        """Dated sessions from 90 days back to 18 months ahead; cancelled ones until their end.

        `at` is a midnight: what a calendar holds does not change by itself within a day.
        """
        return (
            self.with_a_date()
            .filter(over_at__gt=at - FEED_BEFORE, sort_at__lt=at + FEED_AFTER)
            .exclude(state=Session.State.CANCELLED, over_at__lte=at)
            .exclude(event__state=Event.State.CANCELLED, over_at__lte=at)
        )

    def with_kept_entry(self, made_by: str) -> models.QuerySet[Any, Any]:
        """(pk, stamp, text) of each; no text where none is kept of its revision by this maker."""
        is_current = Q(feed_entry__revision=F("revision"), feed_entry__made_by=made_by)
        kept = self.annotate(kept=Case(When(is_current, then="feed_entry__text")))
        return kept.values_list("pk", "feed_entry__stamp", "kept")

    def places_taken_at(self, public_id: str) -> models.QuerySet[Any, Any]:
        """(pk, places taken) of each session of the event with this public id."""
        of_event = self.filter(event__public_id=public_id).order_by("pk")
        return of_event.values_list("pk", "places_taken")

    def next_of_each(self, events: models.QuerySet[Event]) -> models.QuerySet[Any, Any]:
        """(primary key, start of the first of these) of each of these events that has one."""
        theirs = self.filter(event__in=events.order_by().values("pk")).order_by().values("event")
        return theirs.annotate(next_at=models.Min("sort_at")).values_list("event", "next_at")

    def next_end(self, at: datetime) -> datetime | None:
        """When the next of them is over."""
        soonest: datetime | None = self.upcoming(at).aggregate(at=models.Min("over_at"))["at"]
        return soonest

    def to_change(self) -> "SessionQuerySet":
        """Locked in primary-key order, in which nobody's locks cross."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")

    def coming_to(self, venue: Venue, at: datetime) -> "SessionQuerySet":
        """What has been announced, is held there and is not over."""
        return self.published().not_cancelled().upcoming(at).filter(venue=venue)

    def to_move_to(self, session: "Session", at: datetime) -> "SessionQuerySet":
        """Where the people of this one can go instead: dated, not begun, not cancelled."""
        coming = self.not_cancelled().with_a_date().filter(sort_at__gt=at)
        return coming.exclude(pk=session.pk).in_order()

    def taking_place(self) -> "SessionQuerySet":
        """Announced, with a date, and not cancelled; with the event."""
        dated = self.not_cancelled().with_a_date().filter(event__state=Event.State.PUBLISHED)
        return dated.select_related("event")

    def in_order(self) -> "SessionQuerySet":
        return self.order_by("sort_at", "pk")

    def newest_first(self) -> "SessionQuerySet":
        return self.order_by("-sort_at", "-pk")


class Session(models.Model):
    class State(models.TextChoices):
        SCHEDULED = "scheduled", "Scheduled"
        CANCELLED = "cancelled", "Cancelled"

    class Precision(models.TextChoices):
        EXACT = "exact", "Date and time"
        HALF_DAY = "half_day", "Morning or afternoon"
        DAY = "day", "Date"
        MONTH = "month", "Month"
        NONE = "none", "To be confirmed"

    Half = SessionHalf

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        ONLINE = "online", "Online"
        TO_BE_CONFIRMED = "to_be_confirmed", "To be confirmed"

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sessions")
    label = models.CharField(max_length=100, blank=True, default="")

    precision = models.CharField(max_length=10, choices=Precision)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    arrive_at = models.DateTimeField(null=True, blank=True)
    on_date = models.DateField(null=True, blank=True)
    half = models.CharField(max_length=2, choices=Half, blank=True, default="")
    sort_at = models.DateTimeField(help_text="the earliest that it can start")
    over_at = models.DateTimeField(help_text="the latest that it can end")
    closes_at = models.DateTimeField(null=True, help_text="booking closes; null: not bookable")

    mode = models.CharField(max_length=20, choices=Mode, default=Mode.TO_BE_CONFIRMED)
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True
    )
    join_link = models.URLField(max_length=1000, blank=True, default="")
    speakers = models.TextField(blank=True, default="", help_text="one on a line")
    capacity = models.PositiveIntegerField(null=True, blank=True, help_text="null: unlimited")
    places_taken = models.PositiveIntegerField(default=0)
    places_to_claim = models.PositiveIntegerField(
        default=0, help_text="of those taken: kept for whoever waits and is first to claim one"
    )
    waiting_first_until = models.DateTimeField(
        null=True, blank=True, help_text="until then only those who wait are offered its places"
    )

    state = models.CharField(max_length=20, choices=State, default=State.SCHEDULED)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=500, blank=True, default="")

    uid = models.CharField(max_length=255, unique=True, default=new_uid, editable=False)
    revision = models.PositiveIntegerField(
        default=0, help_text="how often what the feed says of it has changed"
    )
    feed_sequence = models.PositiveIntegerField(default=0)
    schedule_sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="when what the feed says of it last changed")

    objects = SessionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["sort_at"], name="session_by_time"),
            models.Index(fields=["over_at"], name="session_by_end"),
        ]
        constraints = [
            *session_places.CONSTRAINTS,
            *session_time.CONSTRAINTS,
            models.CheckConstraint(
                name="session_at_a_venue_or_by_link",
                condition=Q(mode="in_person", join_link="")
                | Q(mode="online", venue__isnull=True)
                | Q(mode="to_be_confirmed", venue__isnull=True, join_link=""),
            ),
            models.CheckConstraint(
                name="session_cancelled_at_matches_state",
                condition=Q(state="scheduled", cancelled_at__isnull=True)
                | Q(state="cancelled", cancelled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.label}".strip()

    @property
    def is_online(self) -> bool:
        return self.mode == self.Mode.ONLINE

    @property
    def is_in_person(self) -> bool:
        return self.mode == self.Mode.IN_PERSON

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED or self.event.is_cancelled

    @property
    def places_left(self) -> int | None:
        """How many places are free; None where the number of places is not limited."""
        return None if self.capacity is None else self.capacity - self.places_taken

    @property
    def is_full(self) -> bool:
        return self.places_left == 0

    @property
    def has_few_places_left(self) -> bool:
        return places_in_words(self.capacity, self.places_taken) == FEW_PLACES_LEFT

    @property
    def places_in_words(self) -> str:
        """What the public calendar says of places; nothing where booking is not made here."""
        if self.event.booking_by != Event.BookingBy.HERE:
            return ""
        return places_in_words(self.capacity, self.places_taken)

    @property
    def speaker_names(self) -> list[str]:
        return [name.strip() for name in self.speakers.splitlines() if name.strip()]

    def has_started(self, at: datetime) -> bool:
        """Where only the month is known, nobody knows before it is over."""
        is_some_day = self.precision == self.Precision.MONTH
        return (self.over_at if is_some_day else self.sort_at) <= at

    def is_over(self, at: datetime) -> bool:
        return self.over_at <= at

    def has_closed(self, at: datetime) -> bool:
        return self.closes_at is None or self.closes_at <= at

    def is_for_the_waiting(self, at: datetime) -> bool:
        """Whether its places are offered to those who wait, before everybody can book them."""
        return self.waiting_first_until is not None and at < self.waiting_first_until

    def can_be_waited_for(self, at: datetime) -> bool:
        """Whether it would be open for booking if a place were free for everybody."""
        return self.event.state == Event.State.PUBLISHED and self._is_open(at)

    def is_open_for_booking(self, at: datetime) -> bool:
        """Whether a place may be taken now if there is one; not whether there is one."""
        return self.event.state == Event.State.PUBLISHED and self.takes_bookings(at)

    def takes_bookings(self, at: datetime) -> bool:
        """Whether it is open for booking, or would be if its draft were published now."""
        return self._is_open(at) and not self.is_for_the_waiting(at)

    def _is_open(self, at: datetime) -> bool:
        return (
            self.event.booking_by == Event.BookingBy.HERE
            and self.event.has_opened(at)
            and not self.is_cancelled
            and not self.has_closed(at)
        )
