"""The tables of who comes."""

from .attendee import Attendee
from .booking import Booking
from .message import Message
from .school import AudienceRule, School

__all__ = ["Attendee", "AudienceRule", "Booking", "Message", "School"]
