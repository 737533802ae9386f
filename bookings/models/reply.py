"""What came to the mailbox of replies, what was made of it, and how far the mailbox is read."""

from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import models
from django.db.models import Q

from bookings.models.booking import Booking
from bookings.models.message import Message
from events.models import new_public_id

KEPT_FOR = timedelta(days=30)  # as the privacy notice promises of mails


class ReplyOutcome(models.TextChoices):
    RECORDED = "recorded", "Answer recorded"
    RELEASED = "released", "Declined, place cancelled"
    TAKEN_BACK = "taken_back", "Accepted after declining, place booked again"
    NO_PLACE = "no_place", "Accepted after declining, no place left"
    COURSE_KEPT = "course_kept", "Declined one session of a course, places kept"
    ASKED = "asked", "Declined from another address, place kept"
    NOT_THEIRS = "not_theirs", "Answered from another address"
    PROPOSED = "proposed", "Proposed a change, or passed the invitation on"
    OLDER = "older", "Answer to an older invitation"
    TOO_LATE = "too_late", "Declined after the start"
    BOUNCED = "bounced", "An email could not be delivered"
    DELAYED = "delayed", "An email is late"
    AUTOMATIC = "automatic", "Automatic reply"
    LETTER = "letter", "Not an answer: for people to read"
    UNREADABLE = "unreadable", "Could not be read"


COUNTED = [  # answers after which an earlier one is old
    ReplyOutcome.RECORDED,
    ReplyOutcome.RELEASED,
    ReplyOutcome.TAKEN_BACK,
    ReplyOutcome.NO_PLACE,
    ReplyOutcome.COURSE_KEPT,
    ReplyOutcome.TOO_LATE,
]
KEPT_ASIDE = [ReplyOutcome.LETTER, ReplyOutcome.UNREADABLE]


class ReplyQuerySet(models.QuerySet["Reply"]):
    def known(self, key: str) -> "ReplyQuerySet":
        return self.filter(key=key)

    def counted_for(self, booking: Booking) -> "ReplyQuerySet":
        """The answers that were taken for an attendee's own, the newest first."""
        answers = self.filter(booking=booking, outcome__in=COUNTED)
        return answers.order_by("-sequence", "-stamped_at")

    def kept_aside(self) -> "ReplyQuerySet":
        """What nobody has dealt with yet, the oldest first; not letters in the mailbox."""
        is_waiting = Q(raw__isnull=False) | Q(is_in_mailbox=True)
        return self.filter(is_waiting, outcome__in=KEPT_ASIDE).order_by("received_at", "pk")

    def ended(self, at: datetime) -> "ReplyQuerySet":
        """What may no longer be kept: answers are, until what they answer is long over."""
        is_over = Q(booking__isnull=True) | Q(booking__session__over_at__lte=at - KEPT_FOR)
        return self.filter(is_over, received_at__lte=at - KEPT_FOR)


class Reply(models.Model):
    """One mail that was received, known by its key; `raw` only where people have to read it."""

    Outcome: TypeAlias = ReplyOutcome

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    key = models.CharField(max_length=64, unique=True, help_text="the same for the same mail")
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=ReplyOutcome)
    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, related_name="replies", null=True, blank=True
    )
    message = models.ForeignKey(  # DO_NOTHING asks nothing; the database protects it all the same
        Message, on_delete=models.DO_NOTHING, related_name="replies", null=True, blank=True
    )
    partstat = models.CharField(max_length=20, blank=True, default="", help_text="as answered")
    sequence = models.PositiveIntegerField(null=True, blank=True, help_text="that it answers")
    stamped_at = models.DateTimeField(null=True, blank=True, help_text="its DTSTAMP")
    reason = models.CharField(max_length=200, blank=True, default="", help_text="why it is aside")
    raw = models.BinaryField(null=True, blank=True, help_text="the mail, while it is aside")
    is_in_mailbox = models.BooleanField(default=False, help_text="could not be read, and is there")

    objects = ReplyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="reply_by_time")]
        constraints = [
            models.CheckConstraint(
                name="reply_outcome_is_known", condition=Q(outcome__in=ReplyOutcome.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.public_id}"


class ReadMailbox(models.Model):
    """How far a mailbox has been read: RFC 3501, section 2.3.1.1."""

    name = models.CharField(max_length=64, primary_key=True, help_text="its address, hashed")
    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True, help_text="to its end, the last time")

    def __str__(self) -> str:
        return f"{self.uid_validity}:{self.last_uid}"
