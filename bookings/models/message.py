"""The outbox: messages that commit with the change they tell of and are sent later."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any, TypeAlias

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from bookings.models.attendee import Attendee
from bookings.models.booker import Booker
from bookings.models.booking import Booking
from bookings.models.message_kind import CHANGES, MessageKind
from bookings.models.written_message import WrittenMessage
from events.models import Event, new_public_id


class MessageState(models.TextChoices):
    QUEUED = "queued", "Waiting to be sent"
    LEASED = "leased", "Being sent"
    SENT = "sent", "Sent"
    DEAD = "dead", "Not delivered"
    SKIPPED = "skipped", "No longer needed"
    UNCONFIRMED = "unconfirmed", "Probably delivered"


WAITING = [MessageState.QUEUED, MessageState.LEASED]
DONE = [state for state in MessageState if state not in WAITING]
KEPT_FOR = timedelta(days=30)  # as the privacy notice promises
# By what the last try left behind. A server that answers x.7.x (RFC 3463, section 3.8) will not
# deliver for us at all, or not yet: that is about nobody's address.
POLICY = Q(last_error__contains=" 5.7.") | Q(last_error__contains=" 4.7.")
BOUNCED = "Bounced"
REFUSED_FOR_ITS_RECIPIENT = (
    Q(last_error__startswith=SMTPRecipientsRefused.__name__) | Q(last_error__startswith=BOUNCED)
) & ~POLICY
MET_A_FAULT = Q(last_error__contains=".py:")


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> "MessageQuerySet":
        """Neither sent nor given up; said so that the index of the few that may be is used."""
        return self.filter(state__in=WAITING, sent_at__isnull=True)

    def due(self, at: datetime) -> "MessageQuerySet":
        """Queued and not held back, or leased by a worker that has not kept its lease.

        A copy waits until what it is a copy of has gone out, or surely never will. What tells of a
        change waits while something older is on its way to the same person: it may tell of before.
        """
        older = Message.objects.being_sent(at).filter(
            attendee=OuterRef("attendee"), pk__lt=OuterRef("pk")
        )
        original = Message.objects.waiting().filter(
            attendee=OuterRef("attendee"), kind=Message.Kind.PLACE_BOOKED, handed_over=0
        )
        return (
            self.waiting()
            .filter(not_before__lte=at)
            .filter(Q(state=Message.State.QUEUED) | Q(locked_until__lte=at))
            .exclude(Q(kind=Message.Kind.BOOKING_COPY) & Exists(original))
            .exclude(Q(kind__in=CHANGES) & Exists(older))
        )

    def put_off(self, at: datetime) -> "MessageQuerySet":
        """Tried, not sent, and to be tried again later."""
        tried = Q(state=Message.State.QUEUED, attempts__gt=0)
        return self.waiting().filter(tried, not_before__gt=at)

    def refused_by_server(self) -> "MessageQuerySet":
        """The last try failed for a reason that is neither the recipient's nor our own."""
        return self.exclude(REFUSED_FOR_ITS_RECIPIENT).exclude(MET_A_FAULT)

    def given_up(self) -> "MessageQuerySet":
        """Said so that the index of the few that were not sent is used."""
        return self.filter(state=Message.State.DEAD, sent_at__isnull=True)

    def broken(self) -> "MessageQuerySet":
        """The last try met a fault in our own code."""
        return self.filter(MET_A_FAULT)

    def being_sent(self, at: datetime) -> "MessageQuerySet":
        return self.waiting().filter(state=Message.State.LEASED, locked_until__gt=at)

    def done_since(self, moment: datetime) -> "MessageQuerySet":
        """Queued since then, and sent or given up; for no longer than facts are kept."""
        return self.filter(state__in=DONE, emptied_at__isnull=True, queued_at__gt=moment)

    def held_by(self, message: "Message") -> "MessageQuerySet":
        """This message, if whoever loaded it still holds the lease and nobody has tried since."""
        return self.filter(
            pk=message.pk,
            state=Message.State.LEASED,
            locked_by=message.locked_by,
            attempts=message.attempts,
        )

    def of_kinds(self, kinds: Iterable[str]) -> "MessageQuerySet":
        return self.filter(kind__in=list(kinds))

    def queued_since(self, moment: datetime) -> "MessageQuerySet":
        return self.filter(queued_at__gte=moment)

    def about(self, message: "Message") -> "MessageQuerySet":
        """About the same booking, to the same address."""
        return self.filter(booking=message.booking_id, to=message.to)

    def perhaps_sent(self) -> "MessageQuerySet":
        """All but those that surely never left."""
        never = Q(state__in=[Message.State.SKIPPED, Message.State.DEAD])
        waiting = Q(state=Message.State.QUEUED, handed_over=0)
        return self.exclude(never | waiting)

    def perhaps_taken(self) -> "MessageQuerySet":
        """A server has taken it, or was handed it and has not answered yet."""
        taken = Q(state__in=[Message.State.SENT, Message.State.UNCONFIRMED])
        return self.filter(taken | Q(state__in=WAITING, handed_over__gt=0))

    def unsent(self) -> "MessageQuerySet":
        """Waiting, and surely not with any server yet, nor on its way to one."""
        return self.waiting().filter(state=Message.State.QUEUED, handed_over=0)

    def facts_about(self, event: Event) -> models.QuerySet["Message", Any]:
        """(primary key of the attendee, what was recorded) of each, the oldest first."""
        of_event = self.filter(attendee__event=event).order_by("pk")
        return of_event.values_list("attendee_id", "facts")

    def later_than(self, message: "Message") -> "MessageQuerySet":
        """To the same address about the same attendee, queued after it and not left out."""
        return self.filter(attendee=message.attendee_id, to=message.to, pk__gt=message.pk).exclude(
            state=Message.State.SKIPPED
        )

    def beside(self, message: "Message") -> "MessageQuerySet":
        """The others to the same address about the same attendee."""
        of_attendee = self.filter(attendee=message.attendee_id, to=message.to)
        return of_attendee.exclude(pk=message.pk)

    def about_attendee(self, pk: int | None) -> "MessageQuerySet":
        """To the attendee, and the copies to whoever booked."""
        return self.filter(attendee=pk)

    def about_attendee_or_colleagues(self, message: "Message") -> "MessageQuerySet":
        """About the same attendee, or the one to their booker about all who were booked at once."""
        to_booker = Q(kind=Message.Kind.COLLEAGUES_BOOKED, booker=message.booker_id)
        about_attendee = Q(attendee=message.attendee_id)
        return self.filter(about_attendee | to_booker & Q(booker__isnull=False))

    def for_attendee(self, attendee: Attendee) -> "MessageQuerySet":
        """About one attendee, to them or to whoever booked for them; the newest first."""
        to_booker = Q(kind=Message.Kind.COLLEAGUES_BOOKED, booker=attendee.booker_id)
        of_booker = to_booker & Q(booker__isnull=False)
        found = self.filter(Q(attendee=attendee) | of_booker).select_related("written", "booking")
        return found.order_by("-queued_at", "-pk")

    def to_empty(self, at: datetime) -> "MessageQuerySet":
        """Sent, or given up, so long ago that their facts may no longer be kept."""
        return self.filter(
            state__in=DONE,
            emptied_at__isnull=True,
            queued_at__lte=at - KEPT_FOR,
        ).exclude(sent_at__gt=at - KEPT_FOR)

    def of_written(self, written: Iterable[WrittenMessage]) -> "MessageQuerySet":
        """The mails of what organisers wrote."""
        return self.filter(written__in=list(written))

    def undelivered_first(self) -> "MessageQuerySet":
        """With the attendees, by name, after those whom none has reached."""
        is_dead = Case(When(state=MessageState.DEAD, then=Value(0)), default=Value(1))
        return self.select_related("attendee").order_by(is_dead, "attendee__name_key", "pk")

    def in_order(self) -> "MessageQuerySet":
        """What one person waits for comes before what organisers wrote to many."""
        can_wait = Case(When(kind=Message.Kind.WRITTEN, then=Value(1)), default=Value(0))
        return self.order_by(can_wait, "not_before", "pk")


class Message(models.Model):
    Kind: TypeAlias = MessageKind
    State = MessageState

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=30, choices=Kind)
    to = models.CharField(max_length=254, help_text="the address, as typed")
    attendee = models.ForeignKey(
        Attendee, on_delete=models.PROTECT, related_name="messages", null=True, blank=True
    )
    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, related_name="messages", null=True, blank=True
    )
    booker = models.ForeignKey(
        Booker, on_delete=models.PROTECT, related_name="messages", null=True, blank=True
    )
    written = models.ForeignKey(
        WrittenMessage,
        on_delete=models.PROTECT,
        related_name="messages",
        null=True,
        blank=True,
    )
    dedupe_key = models.CharField(max_length=200, unique=True)
    facts = models.JSONField(help_text="what was true when it was queued; emptied after 30 days")
    state = models.CharField(max_length=15, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    unanswered = models.PositiveSmallIntegerField(
        default=0, help_text="attempts since the last one whose outcome is known"
    )
    handed_over = models.PositiveSmallIntegerField(
        default=0, help_text="attempts in which a server took the text and did not answer"
    )
    locked_by = models.CharField(max_length=100, blank=True, default="")
    locked_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True, help_text="when its facts were")

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            # SQLite uses no index whose condition has values to compare with.
            models.Index(
                fields=["state", "not_before"],
                condition=Q(sent_at__isnull=True),
                name="message_unsent",
            ),
            models.Index(
                fields=["queued_at"],
                condition=Q(emptied_at__isnull=True),
                name="message_to_empty",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_state_is_known",
                condition=Q(state__in=MessageState.values),
            ),
            models.CheckConstraint(
                name="message_lease_matches_state",
                condition=Q(state="leased", locked_until__isnull=False)
                | (~Q(state="leased") & Q(locked_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="message_sent_at_matches_state",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def can_go_again(self) -> bool:
        """Unless it waits, was left out or is forgotten; what is written reaches nobody twice."""
        again = [MessageState.DEAD, MessageState.UNCONFIRMED]
        may_go = self.state in (again if self.written_id else [*again, MessageState.SENT])
        return may_go and self.emptied_at is None
