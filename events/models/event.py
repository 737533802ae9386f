"""An event: what an update announces, held as one or several sessions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Max, Q
from django.utils.text import slugify

from events.models.audience import Audience
from events.models.identity import new_public_id
from events.models.organiser import Team
from events.models.series import Series
from events.models.update import Update

NO_CONTACT = Q(contact_name="", contact_email="", contact_telephone="")


class EventAttendance(models.TextChoices):
    ONE = "one", "Attend one session"
    ANY = "any", "Attend any of the sessions"
    ALL = "all", "Attend every session"


class EventBookingBy(models.TextChoices):
    HERE = "here", "On this site"
    LINK = "link", "On another site"
    EMAIL = "email", "By email"
    INVITATION = "invitation", "By invitation"


class EventOutsideAudience(models.TextChoices):
    WELCOME = "welcome", "Can book like everyone else"
    ASK = "ask", "Can book, and are asked why they want to come"
    REFUSE = "refuse", "Cannot book"


class EventJoinBy(models.TextChoices):
    BOTH = "both", "Their own link and the meeting’s"
    PERSONAL = "personal", "Only their own link"


MOST_PLACES_PER_BOOKING = 10


class EventQuerySet(models.QuerySet["Event"]):
    def published(self) -> "EventQuerySet":
        """What the public may see by its address; a cancelled event stays to say so."""
        return self.filter(state__in=[Event.State.PUBLISHED, Event.State.CANCELLED])

    def drafts(self) -> "EventQuerySet":
        return self.filter(state=Event.State.DRAFT)

    def listed(self) -> "EventQuerySet":
        return self.published().filter(is_listed=True)

    def announced_by(self, update: Update) -> "EventQuerySet":
        return self.filter(update=update)

    def managed_by(self, organiser: Any, *roles: str) -> "EventQuerySet":
        """The events of the teams in which this organiser has one of these roles."""
        return self.filter(team__in=Team.objects.run_by(organiser, *roles).values("pk"))

    def beside(self, event: "Event") -> "EventQuerySet":
        """What else of its series is on the public list; nothing where it is in none."""
        of_series = self.filter(series__isnull=False, series=event.series_id)
        of_series = of_series.filter(state=Event.State.PUBLISHED, is_listed=True)
        return of_series.exclude(pk=event.pk).in_order()

    def for_display(self) -> "EventQuerySet":
        return self.select_related("team", "update", "series").prefetch_related(
            "audiences", "sessions__venue", "documents__versions"
        )

    def to_change(self) -> "EventQuerySet":
        """Locked in primary-key order, in which nobody's locks cross."""
        return self.select_for_update(no_key=True).order_by("pk")

    def titled(self, words: Iterable[str]) -> "EventQuerySet":
        """Those in whose title each of these words stands, folded as titles are."""
        return self.filter(*(Q(title_key__contains=word) for word in words))

    def announced(self) -> "EventQuerySet":
        """Published and not cancelled."""
        return self.filter(state=Event.State.PUBLISHED)

    def cancelled(self) -> "EventQuerySet":
        return self.filter(state=Event.State.CANCELLED)

    def latest_first(self) -> "EventQuerySet":
        """By their last sessions."""
        return self.annotate(last_at=Max("sessions__sort_at")).order_by("-last_at", "-pk")

    def with_sessions_and_documents(self) -> "EventQuerySet":
        return self.select_related("team").prefetch_related("sessions", "documents")

    def in_order(self) -> "EventQuerySet":
        """As they were announced."""
        return self.order_by("created_at", "pk")

    def newest_first(self) -> "EventQuerySet":
        return self.order_by("-created_at", "-pk")


class Event(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        CANCELLED = "cancelled", "Cancelled"

    Attendance = EventAttendance
    BookingBy = EventBookingBy
    OutsideAudience = EventOutsideAudience
    JoinBy = EventJoinBy

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    title = models.CharField(max_length=200)
    title_key = models.TextField(default="", help_text="the title as searched, letters folded")
    summary = models.CharField(max_length=500, blank=True, default="")
    body = models.TextField(blank=True, default="", help_text="Markdown")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="events")
    update = models.ForeignKey(
        Update, on_delete=models.PROTECT, related_name="events", null=True, blank=True
    )
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, related_name="events", null=True, blank=True
    )
    audiences = models.ManyToManyField(Audience, related_name="events", blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    is_listed = models.BooleanField(default=True)
    attendance = models.CharField(max_length=10, choices=Attendance, default=Attendance.ONE)
    booking_by = models.CharField(max_length=20, choices=BookingBy, default=BookingBy.HERE)
    booking_address = models.CharField(
        max_length=500, blank=True, default="", help_text="web or email address, if not here"
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_working_days = models.PositiveSmallIntegerField(default=0)
    substitution_working_days = models.PositiveSmallIntegerField(
        default=0, help_text="so long before the start a colleague can be sent instead; 0: until it"
    )
    places_per_school = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="people from one school; null: unlimited"
    )
    places_per_booking = models.PositiveSmallIntegerField(
        default=MOST_PLACES_PER_BOOKING, help_text="people booked with one form"
    )
    outside_audience = models.CharField(
        max_length=10,
        choices=OutsideAudience,
        default=OutsideAudience.WELCOME,
        help_text="what people from schools that the event is not for can do",
    )
    reminds_week_before = models.BooleanField(default=True)
    reminds_day_before = models.BooleanField(default=True)
    join_by = models.CharField(
        max_length=10,
        choices=JoinBy,
        default=JoinBy.BOTH,
        help_text="which links to online sessions are mailed to whoever has a place",
    )
    shows_waiting_position = models.BooleanField(
        default=False, help_text="whether people who wait are told how many are before them"
    )
    contact_name = models.CharField(max_length=200, blank=True, default="")
    contact_email = models.EmailField(max_length=254, blank=True, default="")
    contact_telephone = models.CharField(max_length=30, blank=True, default="")
    submission = models.UUIDField(
        null=True, unique=True, editable=False, help_text="the form that was sent, with its answers"
    )
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="event_by_creation"),
            models.Index(fields=["team", "state"], name="event_by_team"),
        ]
        constraints = [
            models.CheckConstraint(
                name="event_state_matches_its_times",
                condition=Q(state="draft", published_at__isnull=True, cancelled_at__isnull=True)
                | Q(state="published", published_at__isnull=False, cancelled_at__isnull=True)
                | Q(state="cancelled", published_at__isnull=False, cancelled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="event_attendance_is_known",
                condition=Q(attendance__in=EventAttendance.values),
            ),
            models.CheckConstraint(
                name="event_booking_by_is_known",
                condition=Q(booking_by__in=EventBookingBy.values),
            ),
            models.CheckConstraint(
                name="event_outside_audience_is_known",
                condition=Q(outside_audience__in=EventOutsideAudience.values),
            ),
            models.CheckConstraint(
                name="event_join_by_is_known",
                condition=Q(join_by__in=EventJoinBy.values),
            ),
            models.CheckConstraint(
                name="event_places_per_school_not_nothing",
                condition=Q(places_per_school__isnull=True) | Q(places_per_school__gte=1),
            ),
            models.CheckConstraint(
                name="event_places_per_booking_in_range",
                condition=Q(places_per_booking__range=(1, MOST_PLACES_PER_BOOKING)),
            ),
            models.CheckConstraint(
                name="event_has_a_contact_when_published",
                condition=Q(state="draft") | ~NO_CONTACT,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        return slugify(self.title)[:60].strip("-") or "event"

    @property
    def feed_name(self) -> str:
        """What calendar apps call its calendar."""
        return f"{self.slug}-{self.public_id}"

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    def has_opened(self, at: datetime) -> bool:
        return self.opens_at is None or self.opens_at <= at
