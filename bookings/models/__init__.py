"""The tables of who comes."""

from bookings.models.attendee import Attendee
from bookings.models.booker import Booker
from bookings.models.booking import Booking
from bookings.models.digest_choice import DigestChoice
from bookings.models.export_file import ExportFile
from bookings.models.list_choice import ListChoice
from bookings.models.message import Message
from bookings.models.personal_calendar import PersonalCalendar
from bookings.models.question import Question
from bookings.models.reply import ReadMailbox, Reply
from bookings.models.school import AudienceRule, School
from bookings.models.waiting import WaitingPlace
from bookings.models.written_message import WrittenMessage

__all__ = [
    "Attendee",
    "AudienceRule",
    "Booker",
    "Booking",
    "DigestChoice",
    "ExportFile",
    "ListChoice",
    "Message",
    "PersonalCalendar",
    "Question",
    "ReadMailbox",
    "Reply",
    "School",
    "WaitingPlace",
    "WrittenMessage",
]
