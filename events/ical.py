"""One session as the text of a VEVENT, and the calendar around it: pure functions (RFC 5545)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from urllib.parse import quote

import icalendar
from icalendar import vCalAddress, vText, vUri
from icalendar.prop import vInline

from events.dates import LONDON
from events.email_addresses import deliverable

SAFE_IN_A_URI = "!$'*+-._~"  # of what the part before the @ may hold: RFC 6068, section 2
SHOWN_WITHOUT_END = timedelta(hours=1)  # some programs fail on a whole feed without DTEND
LINK = re.compile(r"https?://[^\s<>\"]+")
END_TO_BE_CONFIRMED = "The end time is to be confirmed. This entry shows one hour."
PRODID = "-//Placecard//Placecard//EN"
VTIMEZONE = b"""BEGIN:VTIMEZONE
TZID:Europe/London
X-LIC-LOCATION:Europe/London
BEGIN:DAYLIGHT
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")


@dataclass(frozen=True)
class Address:
    """A calendar user: who organises, or who is invited."""

    name: str
    email: str


@dataclass(frozen=True)
class Attachment:
    """A document by its stable address; `size` in bytes."""

    address: str
    file_name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Point:
    """Where a venue is: latitude and longitude as in a geo URI (RFC 5870)."""

    title: str
    address: str
    coordinates: str


@dataclass(frozen=True)
class Entry:
    """All that a VEVENT says. Without `starts_at` it is an all-day entry on `on_date`.

    `siblings` are the UIDs of the other sessions of an event.

    Without either it has no DTSTART, which only a cancellation can do without (RFC 5546, section
    3.2.5).

    `organiser` and `attendee` are for invitations only, never for feeds; `join_link` and `alarm`
    (before the start) likewise. A brief one, of which a feed holds thousands, leaves out what says
    a thing again (LAST-MODIFIED after DTSTAMP, the default CLASS, free in Microsoft's way, the
    description as HTML) or is of no use there (CREATED).
    """

    uid: str
    sequence: int
    stamp: datetime
    created: datetime
    summary: str
    description: str
    url: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    on_date: date | None = None
    location: str = ""
    point: Point | None = None
    siblings: tuple[str, ...] = ()
    contact: str = ""
    categories: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    is_cancelled: bool = False
    is_tentative: bool = False
    is_busy: bool = False
    is_private: bool = False
    is_brief: bool = False
    organiser: Address | None = None
    attendee: Address | None = None
    partstat: str = "NEEDS-ACTION"
    asks_for_answer: bool = False
    join_link: str = ""
    alarm: timedelta | None = None

    @property
    def status(self) -> str:
        """CONFIRMED, TENTATIVE while only the day is known or somebody waits, or CANCELLED."""
        if self.is_cancelled:
            return "CANCELLED"
        return "CONFIRMED" if self.starts_at and not self.is_tentative else "TENTATIVE"


def point_at(name: str, one_line: str, coordinates: str) -> Point | None:
    """A venue on the map, where that is known; `one_line` is its name and address."""
    if not coordinates:
        return None
    return Point(name, one_line.removeprefix(name).lstrip(", "), coordinates)


def calendar(*components: bytes, properties: bytes = b"") -> bytes:
    """A VCALENDAR around rendered components; `properties` are content lines that end in CRLF."""
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODID}\r\nCALSCALE:GREGORIAN\r\n".encode()
    return b"".join([head, properties, VTIMEZONE, *components, b"END:VCALENDAR\r\n"])


def vevent(entry: Entry) -> bytes:
    """The VEVENT of one entry, folded and escaped, with CRLF line ends."""
    event = icalendar.Event()
    _add_identity(event, entry)
    _add_time(event, entry)
    _add_words(event, entry)
    _add_people(event, entry)
    _add_links(event, entry)
    if entry.alarm is not None:
        event.add_component(_alarm(entry.summary, entry.alarm))
    rendered: bytes = event.to_ical()
    return rendered


def _add_identity(event: icalendar.Event, entry: Entry) -> None:
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    if entry.is_brief:
        return
    event.add("last-modified", entry.stamp)
    event.add("created", entry.created)
    event.add("class", "PRIVATE" if entry.is_private else "PUBLIC")


def _add_time(event: icalendar.Event, entry: Entry) -> None:
    if entry.on_date is not None:
        event.add("dtstart", entry.on_date)
        event.add("dtend", entry.on_date + timedelta(days=1))
    elif entry.starts_at is not None:
        event.add("dtstart", _local(entry.starts_at))
        event.add("dtend", _local(entry.ends_at or entry.starts_at + SHOWN_WITHOUT_END))
    event.add("status", entry.status)
    is_busy = entry.is_busy and not entry.is_cancelled
    event.add("transp", "OPAQUE" if is_busy else "TRANSPARENT")
    if not entry.is_brief:
        event.add("x-microsoft-cdo-busystatus", "BUSY" if is_busy else "FREE")


def _local(moment: datetime) -> datetime:
    """London's time; in UTC for the later of two that are called the same (section 3.3.5)."""
    local = moment.astimezone(LONDON)
    return moment.astimezone(UTC) if local.fold else local


def _add_words(event: icalendar.Event, entry: Entry) -> None:
    prefix = "CANCELLED: " if entry.is_cancelled else ""
    event.add("summary", prefix + entry.summary)
    event.add("description", entry.description)
    if not entry.is_brief:
        event.add("x-alt-desc", _html(entry.description))
    if entry.location:
        event.add("location", entry.location)
    if entry.point is not None:
        _add_point(event, entry.point)
    if entry.contact:
        event.add("contact", entry.contact)
    if entry.categories:
        event.add("categories", list(entry.categories))


def _add_point(event: icalendar.Event, point: Point) -> None:
    event.add("geo", vInline(point.coordinates.replace(",", ";")))  # as it stands: no exponents
    structured = vUri(f"geo:{point.coordinates}")
    structured.params.update(
        {
            "VALUE": "URI",
            "X-ADDRESS": point.address,
            "X-APPLE-RADIUS": "100",  # metres
            "X-TITLE": point.title,
        }
    )
    event.add("x-apple-structured-location", structured)


def _add_people(event: icalendar.Event, entry: Entry) -> None:
    if entry.organiser is not None:
        organiser = _address(entry.organiser)
        event.add("organizer", organiser)
    if entry.attendee is not None:
        attendee = _address(entry.attendee)
        attendee.params["CUTYPE"] = "INDIVIDUAL"
        attendee.params["ROLE"] = "REQ-PARTICIPANT"
        attendee.params["PARTSTAT"] = entry.partstat
        attendee.params["RSVP"] = "TRUE" if entry.asks_for_answer else "FALSE"
        event.add("attendee", attendee)
        event.add("x-microsoft-disallow-counter", "TRUE")


def _add_links(event: icalendar.Event, entry: Entry) -> None:
    event.add("url", entry.url)
    if entry.join_link:
        conference = vUri(entry.join_link)
        conference.params.update(
            {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], "LABEL": "Join the meeting"}
        )
        event.add("conference", conference)
    for attachment in entry.attachments:
        attach = vUri(attachment.address)
        attach.params["FMTTYPE"] = attachment.media_type
        attach.params["SIZE"] = str(attachment.size)
        attach.params["FILENAME"] = attach.params["X-FILENAME"] = attachment.file_name
        event.add("attach", attach)
    for uid in entry.siblings:
        related = vText(uid)
        related.params["RELTYPE"] = "SIBLING"
        event.add("related-to", related)


def _html(description: str) -> vText:
    body = LINK.sub(r'<a href="\g<0>">\g<0></a>', escape(description)).replace("\n", "<br>")
    html = vText(f"<html><body>{body}</body></html>")
    html.params["FMTTYPE"] = "text/html"
    return html


def _address(who: Address) -> vCalAddress:
    """A CAL-ADDRESS: a mailto URI (RFC 6068), the name with RFC 6868's escapes."""
    name, _, domain = deliverable(who.email).rpartition("@")
    address = vCalAddress(f"mailto:{quote(name, safe=SAFE_IN_A_URI)}@{domain}")
    address.params["CN"] = who.name
    return address


def _alarm(summary: str, before: timedelta) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    alarm.add("description", summary)
    return alarm
