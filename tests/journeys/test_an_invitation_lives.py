"""Booked, moved, declined, taken back, handed to a colleague, cancelled: what diaries are sent."""

from datetime import timedelta

import icalendar
import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from bookings.lifecycle import commands, substitution, taking_back
from bookings.mail import delivery
from bookings.models import Attendee
from tests.bookings.answered import ANN
from tests.bookings.replying import receive, reply
from tests.factories import NOON, amend_event, make_booking, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

PAGE = (settings.BASE_DIR / "docs/calendars.md").read_text()
BEN = "ben@school.example"
HEAD = (
    "| what happens | to | METHOD | UID | SEQUENCE | STATUS | starts |\n"
    "|---|---|---|---|---|---|---|\n"
)


class Diary:
    """The calendar messages that have been sent, as rows of the table."""

    def __init__(self):
        self.rows, self.uids = [], {}

    def note(self, what):
        """Send what is due, and add a row for each calendar message."""
        while delivery.deliver_due(worker="worker", clock=timezone.now):
            pass
        for sent in mail.outbox:
            for part in sent.message().walk():
                if part.get_content_type() == "text/calendar":
                    self.rows.append([what, sent.to[0].partition("@")[0], *self.said(part)])
        mail.outbox.clear()

    def said(self, part):
        calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
        [entry] = calendar.walk("VEVENT")
        uid = self.uids.setdefault(str(entry["UID"]), "ABCDEF"[len(self.uids)])
        starts = f"{entry['DTSTART'].dt:%-d %B %H:%M}"
        return [str(calendar["METHOD"]), uid, str(entry["SEQUENCE"]), str(entry["STATUS"]), starts]

    @property
    def table(self):
        return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in self.rows)


@pytest.fixture
def clock(monkeypatch):
    """A moment that goes on by a minute whenever it is asked for on."""
    now = [NOON]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def later():
        now[0] += timedelta(minutes=1)
        return now[0]

    return later


def test_each_step_sends_the_calendar_messages_that_the_documents_show(clock, settings):
    settings.REPLY_MAILBOX = settings.CALENDAR_ORGANISER
    diary = Diary()

    # When a head books
    event = make_event(plan())
    ann = make_booking(event.sessions.get(), email=ANN)
    diary.note("booked")

    # And the session is put off by a week
    week_later = NOON + timedelta(days=35)
    times = {"starts_at": week_later, "ends_at": week_later + timedelta(hours=1)}
    amend_event(event, sessions=[times], at=clock())
    diary.note("session moved")

    # And the head declines, and takes the place back
    booking = ann.bookings.get()
    receive(reply(booking, sequence=1, stamp=clock()), at=clock())
    diary.note("declined")
    taking_back.take_back(ann, booking=booking.public_id, at=clock())
    diary.note("taken back")

    # And sends a colleague, who cancels
    substitution.substitute_attendee(ann, "Ben Example", BEN, at=clock())
    diary.note("colleague sent")
    commands.cancel_bookings(Attendee.objects.get(email=BEN), at=clock())
    diary.note("cancelled")

    # Then each diary was told what the documents show
    assert diary.table in PAGE, diary.table
