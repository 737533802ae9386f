"""What an organiser says of an event: plain values, from which rows are made and changed."""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from events.models import Audience, Document, DocumentVersion, Event, Session, Team, Update, Venue
from events.models.event import MOST_PLACES_PER_BOOKING


@dataclass(frozen=True)
class VenuePlan:
    """A venue as it is typed: the one that is known by these words, or a new one."""

    name: str
    address: str = ""
    postcode: str = ""


@dataclass(frozen=True)
class UpdatePlan:
    """A weekly update as it is typed: the one of this day and title, or a new one."""

    published_on: date
    title: str
    address: str = ""


@dataclass(frozen=True)
class SessionPlan:
    """What an organiser says of a session; the rest follows from it.

    `public_id` is that of the session that is changed, empty for a new one.
    """

    public_id: str = ""
    precision: str = Session.Precision.NONE
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    arrive_at: datetime | None = None
    on_date: date | None = None
    half: str = ""
    label: str = ""
    mode: str = Session.Mode.TO_BE_CONFIRMED
    venue: Venue | VenuePlan | None = None
    join_link: str = ""
    speakers: str = ""
    capacity: int | None = None


@dataclass(frozen=True)
class DocumentPlan:
    """A document with its first version: a file, or a link to where it is.

    An accessible alternative to it is a file (ODT) or a link.
    """

    title: str
    kind: str
    content: bytes = field(default=b"", repr=False)
    extension: str = ""
    link: str = ""
    stage: str = Document.Stage.BEFORE
    visible_to: str = Document.VisibleTo.EVERYBODY
    shown_from: datetime | None = None
    accessible_file: bytes = field(default=b"", repr=False)
    alternative_link: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class VersionPlan:
    """A version of a document: a file, or a link to where it is."""

    content: bytes = field(default=b"", repr=False)
    extension: str = ""
    link: str = ""
    note: str = ""
    accessible_file: bytes = field(default=b"", repr=False)

    def is_the_same_as(self, version: DocumentVersion) -> bool:
        """Whether that one serves the same already."""
        if self.link or version.link:
            return self.link == version.link
        return hashlib.sha256(self.content).hexdigest() == version.sha256


@dataclass(frozen=True)
class EventPlan:
    """What is announced, and how it is booked.

    `series` is the title of the series that it belongs to, `other_audience` the label of one that
    may be new.
    """

    title: str
    sessions: tuple[SessionPlan, ...] = ()
    documents: tuple[DocumentPlan, ...] = ()
    audiences: tuple[Audience, ...] = ()
    other_audience: str = ""
    series: str = ""
    update: Update | UpdatePlan | None = None
    summary: str = ""
    body: str = ""
    is_listed: bool = True
    attendance: str = Event.Attendance.ONE
    booking_by: str = Event.BookingBy.HERE
    booking_address: str = ""
    opens_at: datetime | None = None
    closes_working_days: int = 0
    substitution_working_days: int = 0
    places_per_school: int | None = None
    places_per_booking: int = MOST_PLACES_PER_BOOKING
    outside_audience: str = Event.OutsideAudience.WELCOME
    reminds_week_before: bool = True
    reminds_day_before: bool = True
    join_by: str = Event.JoinBy.BOTH
    shows_waiting_position: bool = False
    contact_name: str = ""
    contact_email: str = ""
    contact_telephone: str = ""

    def submitted_by(self, form_uuid: uuid.UUID, team: Team) -> uuid.UUID:
        """The same for each time that this form is sent with these answers, and for no other."""
        files = [(document.sha256, document.accessible_file) for document in self.documents]
        return uuid.uuid5(form_uuid, repr((team.public_id, self, files)))
