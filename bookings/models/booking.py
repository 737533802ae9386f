"""A booking: one attendee's place at one session."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from bookings.models.attendee import Attendee
from bookings.models.booker import Booker
from bookings.models.booking_state import (
    HANDED_ON,
    HOLDING,
    HOLDS_A_PLACE,
    BookingAnswer,
    BookingState,
    state_label,
)
from events.models import Event, Session, new_check_in_code, new_public_id, new_token, new_uid

OF_WHOM = ("attendee__event", "attendee__booker")
BY_SCHOOL = Coalesce("attendee__school__sort_key", "attendee__typed_school_key")
SORTED_BY: dict[str, tuple[Any, ...]] = {
    "session": ("session__sort_at", "pk"),
    "surname": ("attendee__name_key", "pk"),
    "school": (BY_SCHOOL, "attendee__name_key", "pk"),
    "newest": ("-booked_at", "-pk"),
}


def _says(folded: str, of_school: str) -> Q:
    """Whether a word stands in what is searched of a booking."""
    found = Q(attendee__search_key__contains=folded) | Q(attendee__public_id=folded)
    if any(letter.isdigit() for letter in folded):
        found |= Q(attendee__school__dfe_number__contains=folded)
    return found | Q(attendee__school__sort_key__contains=of_school) if of_school else found


def _has_mail(state: str) -> Q:
    """Whether a message about the attendee is in this state, or that of all whom one has booked."""
    told = Attendee.objects.filter(pk=OuterRef("attendee"), messages__state=state)
    booker = Booker.objects.filter(pk=OuterRef("attendee__booker"))
    of_all = booker.filter(messages__state=state, messages__kind="colleagues_booked")
    return Q(Exists(told)) | Q(Exists(of_all))


class BookingQuerySet(models.QuerySet["Booking"]):
    def holding_a_place(self) -> "BookingQuerySet":
        return self.filter(HOLDS_A_PLACE)

    def with_uids(self, uids: Iterable[str]) -> "BookingQuerySet":
        """Those that have one of these calendar UIDs, with what mails say of them."""
        return self.filter(uid__in=list(uids)).with_session()

    def for_join_link(self, token: str) -> "BookingQuerySet":
        return self.filter(join_token=token).with_session().select_related("attendee")

    def of(self, attendee: Attendee) -> "BookingQuerySet":
        return self.filter(attendee=attendee)

    def of_attendees(self, attendees: Iterable[Attendee]) -> "BookingQuerySet":
        return self.filter(attendee__in=list(attendees))

    def to_show(self, attendee: Attendee) -> list["Booking"]:
        """Those of an attendee whose event is loaded, with their sessions, in order."""
        found = list(self.of(attendee).select_related("session__venue").in_order())
        for booking in found:
            booking.attendee, booking.session.event = attendee, attendee.event
        return found

    def coming(self, at: datetime) -> "BookingQuerySet":
        """At sessions that are not over."""
        return self.filter(session__over_at__gt=at)

    def with_address(self, email_key: str) -> "BookingQuerySet":
        """Of whoever has this address now, with the attendees."""
        whose = self.filter(attendee__email_key=email_key, attendee__replaced_at__isnull=True)
        return whose.select_related("attendee")

    def in_personal_calendar(self, email_key: str, midnight: datetime) -> "BookingQuerySet":
        """The places with this address in the days that calendars show, and their events.

        With those that organisers ended with the session; not those that were given up.
        """
        ended_with_it = Q(state=BookingState.CANCELLED, cancelled_at=F("session__cancelled_at"))
        shown = self.filter(HOLDS_A_PLACE | ended_with_it, attendee__email_key=email_key)
        in_window = shown.filter(session__in=Session.objects.for_feed(midnight))
        not_replaced = in_window.filter(attendee__replaced_at__isnull=True)
        return not_replaced.with_session().select_related(*OF_WHOM).in_order()

    def booked_by(self, email_key: str) -> "BookingQuerySet":
        """What bookers with this address have booked for others, with attendees and bookers."""
        by_them = self.filter(attendee__booker__email_key=email_key)
        for_others = by_them.exclude(attendee__email_key=email_key)
        not_replaced = for_others.filter(attendee__replaced_at__isnull=True)
        return not_replaced.select_related("attendee__booker")

    def of_booker(self, booker: Booker) -> "BookingQuerySet":
        """Of all whom they booked for, with the attendees and their event, by name."""
        theirs = self.filter(attendee__booker=booker, attendee__replaced_at__isnull=True)
        return theirs.select_related("attendee__event")

    def with_session(self) -> "BookingQuerySet":
        return self.select_related("session__event", "session__venue")

    def at_sessions(self, pks: Iterable[int]) -> "BookingQuerySet":
        return self.filter(session_id__in=list(pks))

    def numbers_at_sessions(self) -> dict[int, int]:
        """How many there are by the primary key of the session, of those at which there are any."""
        of_each: Any = self.order_by().values("session").annotate(number=Count("pk"))
        return dict(of_each.values_list("session", "number"))

    def booked_until(self, moment: datetime) -> "BookingQuerySet":
        return self.filter(booked_at__lte=moment)

    def at_sessions_or_uids(self, pks: Iterable[int], uids: Iterable[str]) -> "BookingQuerySet":
        return self.filter(Q(session_id__in=list(pks)) | Q(uid__in=list(uids)))

    def by_attendee(self) -> "BookingQuerySet":
        """Each attendee's bookings together, in the order of their sessions."""
        return self.select_related("attendee__booker").order_by("attendee_id", "session_id", "pk")

    def of_events(self, events: models.QuerySet[Event]) -> "BookingQuerySet":
        return self.filter(session__event__in=events.order_by().values("pk"))

    def of_event(self, event: Event) -> "BookingQuerySet":
        return self.filter(session__event=event)

    def for_organisers(self) -> "BookingQuerySet":
        """With the attendee, the school, and whether a mail was not, or perhaps not, delivered."""
        return (
            self.with_session()
            .select_related("attendee__school", "attendee__booker")
            .annotate(
                has_undelivered_mail=_has_mail("dead"),
                has_unconfirmed_mail=_has_mail("unconfirmed"),
            )
        )

    def searched(self, words: Iterable[tuple[str, str]]) -> "BookingQuerySet":
        """Those whose name, school, address and reference have each of these words.

        Of each word: as names and addresses are folded, and as schools are.
        """
        return self.filter(*(_says(*word) for word in words))

    def shown_as(self, state: str) -> "BookingQuerySet":
        """Those of which state_label says this one of STATES_SHOWN."""
        if state in HANDED_ON:
            return self.filter(state=BookingState.CANCELLED, attendee__replaced_as=state)
        handed_on = Q(state=BookingState.CANCELLED, attendee__replaced_as__in=[*HANDED_ON])
        return self.filter(~handed_on, state=state)

    def with_access_needs(self) -> "BookingQuerySet":
        return self.exclude(attendee__access_needs="")

    def with_undelivered_mail(self) -> "BookingQuerySet":
        """Those of whom an email could not be delivered, to them or to whoever booked them all."""
        return self.filter(_has_mail("dead"))

    def sorted_by(self, order: str) -> "BookingQuerySet":
        """In one of the orders of SORTED_BY."""
        return self.order_by(*SORTED_BY[order])

    def in_order(self) -> "BookingQuerySet":
        return self.order_by("session__sort_at", "pk")


class Booking(models.Model):
    State = BookingState
    Answer = BookingAnswer

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="bookings")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    state = models.CharField(max_length=20, choices=State)
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    uid = models.CharField(max_length=255, unique=True, default=new_uid, editable=False)
    check_in_code = models.CharField(
        max_length=16,
        unique=True,
        default=new_check_in_code,
        editable=False,
        help_text="in the QR code of a badge; of use to organisers who have signed in",
    )
    join_token = models.CharField(
        max_length=22,
        unique=True,
        default=new_token,
        editable=False,
        help_text="of the link to join, which is in diaries; opens nothing else",
    )
    sequence = models.PositiveIntegerField(default=0)
    partstat = models.CharField(max_length=20, choices=Answer, default=Answer.NEEDS_ACTION)
    cancel_reason = models.CharField(
        max_length=500, blank=True, default="", help_text="what the organisers who cancelled said"
    )
    absent_at = models.DateTimeField(
        null=True, blank=True, help_text="when they told that they could not come"
    )
    joined_at = models.DateTimeField(
        null=True, blank=True, help_text="when they first followed their link into the meeting"
    )
    exclusive = models.BooleanField(help_text="the event's rule is to attend one session")

    objects = BookingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["booked_at"], name="booking_by_time"),
            models.Index(
                fields=["cancelled_at"],
                condition=Q(cancelled_at__isnull=False),
                name="booking_by_cancellation",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["attendee", "session"],
                condition=HOLDS_A_PLACE,
                name="booking_one_live_per_attendee_and_session",
            ),
            models.UniqueConstraint(
                fields=["attendee"],
                condition=HOLDS_A_PLACE & Q(exclusive=True),
                name="booking_one_live_per_attendee_where_one_is_attended",
            ),
            models.CheckConstraint(
                name="booking_cancelled_at_matches_state",
                condition=HOLDS_A_PLACE & Q(cancelled_at__isnull=True)
                | Q(state=BookingState.CANCELLED, cancelled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_answer_is_known",
                condition=Q(partstat__in=BookingAnswer.values),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def holds_a_place(self) -> bool:
        return self.state in HOLDING

    @property
    def is_booked(self) -> bool:
        return self.state == self.State.BOOKED

    @property
    def was_declined(self) -> bool:
        """Whether it ended because the invitation was declined; such a place is taken back."""
        return self.state == self.State.CANCELLED and self.partstat == self.Answer.DECLINED

    @property
    def state_label(self) -> str:
        return state_label(self.state, self.attendee.replaced_as)

    def can_be_changed(self, at: datetime) -> bool:
        """Whether it holds a place and its session has not started."""
        return self.holds_a_place and not self.session.has_started(at)

    def has_begun(self, at: datetime) -> bool:
        """Whether it holds a place at a session that has started and was not cancelled."""
        has_started = self.session.has_started(at) and not self.session.is_cancelled
        return self.holds_a_place and has_started


def to_come(bookings: Iterable[Booking], at: datetime) -> list[Booking]:
    """Those of them that can still be changed, handed over and cancelled."""
    return [booking for booking in bookings if booking.can_be_changed(at)]


def begun(bookings: Iterable[Booking], at: datetime) -> list[Booking]:
    """Those of them that can no longer be cancelled, but can be said to have been missed."""
    return [booking for booking in bookings if booking.has_begun(at)]


def not_exchanged(bookings: Collection[Booking]) -> list[Booking]:
    """Without the places that were given up for another one, which was booked at that moment.

    The end of a session that was cancelled is shown all the same.
    """
    booked_at = {booking.booked_at for booking in bookings}
    return [
        booking
        for booking in bookings
        if booking.session.is_cancelled
        or booking.cancelled_at not in booked_at - {booking.booked_at}
    ]
