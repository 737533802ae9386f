"""What was booked and cancelled in a time: places that were only exchanged are neither.

A place is exchanged where the same person, or whoever comes instead, books another at the very
moment at which it is given up: a move, a corrected address, a colleague who was sent.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from bookings.models import Booking
from bookings.models.booking import BookingQuerySet


def booked(bookings: BookingQuerySet, since: datetime, until: datetime) -> BookingQuerySet:
    """Those of these that were booked from one moment to before the other."""
    whose = Q(attendee=OuterRef("attendee")) | Q(attendee__replaced_by=OuterRef("attendee"))
    others = Booking.objects.exclude(pk=OuterRef("pk"))
    instead_of = others.filter(whose, cancelled_at=OuterRef("booked_at"))
    found = bookings.filter(booked_at__gte=since, booked_at__lt=until)
    return found.exclude(Exists(instead_of))


def cancelled(bookings: BookingQuerySet, since: datetime, until: datetime) -> BookingQuerySet:
    whose = Q(attendee=OuterRef("attendee")) | Q(attendee=OuterRef("attendee__replaced_by"))
    others = Booking.objects.exclude(pk=OuterRef("pk"))
    instead = others.filter(whose, booked_at=OuterRef("cancelled_at"))
    found = bookings.filter(cancelled_at__gte=since, cancelled_at__lt=until)
    return found.exclude(Exists(instead))
