"""A waiting place: one attendee's line in the waiting list of a session, or of a whole course."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from bookings.models.attendee import Attendee
from events.models import Event, Session, new_public_id, new_uid


class WaitingState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    OFFERED = "offered", "Offered a place"
    ACCEPTED = "accepted", "Has the place"
    DECLINED = "declined", "Declined the offer"
    LAPSED = "lapsed", "Did not answer the offer"
    LEFT = "left", "Left the list"
    REMOVED = "removed", "Removed by an organiser"
    CLOSED = "closed", "The list was closed"


OPEN = [WaitingState.WAITING, WaitingState.OFFERED]
ENDED = [state for state in WaitingState if state not in OPEN]
IS_OPEN = Q(ended_at__isnull=True)


class WaitingPlaceQuerySet(models.QuerySet["WaitingPlace"]):
    def open(self) -> "WaitingPlaceQuerySet":
        """Of whoever still waits or has an offer to answer."""
        return self.filter(IS_OPEN)

    def offered(self) -> "WaitingPlaceQuerySet":
        return self.filter(IS_OPEN, state=WaitingState.OFFERED)

    def waiting(self) -> "WaitingPlaceQuerySet":
        return self.filter(IS_OPEN, state=WaitingState.WAITING)

    def of(self, attendee: Attendee) -> "WaitingPlaceQuerySet":
        return self.filter(attendee=attendee)

    def of_event(self, event: Event) -> "WaitingPlaceQuerySet":
        return self.filter(event=event)

    def for_session(self, session: Session | None) -> "WaitingPlaceQuerySet":
        """Of this session's list; without one, of those who wait for a whole course."""
        return self.filter(session=session)

    def that_hear_of(self, sessions: Collection[Session]) -> "WaitingPlaceQuerySet":
        """Of each of these sessions' lists, and of the course that it is part of."""
        courses = {session.event_id for session in sessions}
        return self.filter(
            Q(session__in=[session.pk for session in sessions])
            | Q(session__isnull=True, event__in=courses)
        )

    def named(self, public_ids: Collection[str]) -> "WaitingPlaceQuerySet":
        return self.filter(public_id__in=public_ids)

    def lapsed_by(self, at: datetime) -> "WaitingPlaceQuerySet":
        """Offers whose time is over."""
        return self.offered().filter(expires_at__lte=at)

    def closed_by(self, at: datetime) -> "WaitingPlaceQuerySet":
        """Of whoever waits for what can no longer be booked."""
        has_closed = Session.objects.not_cancelled().filter(closes_at__lte=at)
        of_course = has_closed.filter(event=OuterRef("event"))
        is_of_course = Q(session__isnull=True) & Exists(of_course)
        return self.open().filter(Q(session__closes_at__lte=at) | is_of_course)

    def with_address(self, email_key: str) -> "WaitingPlaceQuerySet":
        """Of whoever has this address now, or was booked for from it; with all they wait for."""
        own = Q(attendee__email_key=email_key) | Q(attendee__booker__email_key=email_key)
        found = self.filter(own, attendee__replaced_at__isnull=True)
        return found.with_people().to_show().with_courses()

    def in_personal_calendar(self, email_key: str) -> "WaitingPlaceQuerySet":
        """Those that are open of whoever has this address, with all they wait for."""
        own = self.open().filter(attendee__email_key=email_key)
        not_replaced = own.filter(attendee__replaced_at__isnull=True)
        return not_replaced.with_people().to_show().with_courses()

    def of_attendees(self, attendees: Iterable[Attendee]) -> "WaitingPlaceQuerySet":
        return self.filter(attendee__in=list(attendees))

    def with_courses(self) -> "WaitingPlaceQuerySet":
        """With all sessions of their events, of which a course consists; two queries more."""
        return self.prefetch_related("event__sessions__venue")

    def with_people(self) -> "WaitingPlaceQuerySet":
        """With whose they are."""
        return self.select_related("attendee__school", "attendee__booker")

    def to_show(self) -> "WaitingPlaceQuerySet":
        """With the sessions, in the order in which their owner prefers them."""
        shown = self.select_related("event", "session__event", "session__venue")
        return shown.order_by("preference", "pk")

    def with_position(self) -> "models.QuerySet[Any, Any]":
        """With `position`: 1 for whoever is next in the list."""
        waiting = WaitingPlace.objects.waiting().filter(event=OuterRef("event"))
        same_list = waiting.filter(Q(session=OuterRef("session")) | Q(session__isnull=True))
        before = same_list.filter(rank__lt=OuterRef("rank")).order_by().values("event")
        number = Subquery(before.annotate(number=Count("pk")).values("number"))
        return self.annotate(position=Coalesce(number, 0) + 1)

    def positions_shown(self) -> dict[int, int]:
        """By primary key, where the event shows them to whoever waits."""
        shown = self.waiting().filter(event__shows_waiting_position=True).with_position()
        return dict(shown.values_list("pk", "position"))

    def in_order(self) -> "WaitingPlaceQuerySet":
        """Whoever is first in the list first."""
        return self.order_by("rank", "pk")


class WaitingPlace(models.Model):
    """An offer holds its place: that counts as taken until it is answered or its time is over."""

    State = WaitingState

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="waiting_places")
    session = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="null: the whole course",
    )
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    rank = models.PositiveIntegerField(help_text="one order for all lists of an event")
    preference = models.PositiveSmallIntegerField(
        default=0, help_text="which of several sessions they would rather have: 0 is the first"
    )
    joined_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="until when an offer stands")
    told_free_at = models.DateTimeField(
        null=True, blank=True, help_text="when they were told that there is a place to claim"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(
        max_length=500, blank=True, default="", help_text="why an organiser removed them"
    )
    moved_because = models.CharField(
        max_length=500, blank=True, default="", help_text="why an organiser changed the order"
    )
    uid = models.CharField(max_length=255, unique=True, default=new_uid, editable=False)

    objects = WaitingPlaceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["event", "rank"], condition=IS_OPEN, name="waiting_in_order"),
            models.Index(fields=["expires_at"], condition=IS_OPEN, name="waiting_by_expiry"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["attendee", "session"],
                condition=IS_OPEN,
                name="waiting_once_for_a_session",
            ),
            models.UniqueConstraint(
                fields=["attendee"],
                condition=IS_OPEN & Q(session__isnull=True),
                name="waiting_once_for_a_course",
            ),
            models.CheckConstraint(
                name="waiting_ended_at_matches_state",
                condition=Q(state__in=OPEN, ended_at__isnull=True)
                | Q(state__in=ENDED, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="waiting_offer_has_its_times",
                condition=Q(state="waiting", offered_at__isnull=True, expires_at__isnull=True)
                | Q(state__in=ENDED)
                | Q(state="offered", offered_at__isnull=False, expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="waiting_answer_follows_an_offer",
                condition=~Q(state__in=["declined", "lapsed"]) | Q(offered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_offered(self) -> bool:
        return self.state == self.State.OFFERED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    def stands(self, at: datetime) -> bool:
        """Whether there is an offer that can still be accepted."""
        return self.is_offered and not self.expires_by(at)

    def expires_by(self, moment: datetime) -> bool:
        """Whether its time is over by then."""
        return self.expires_at is not None and self.expires_at <= moment
