"""Organisers' sessions in the database: ended for one of them, and forgotten once they are over."""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from events.models import Organiser


def end_all_of(organiser: Organiser, *, at: datetime) -> None:
    """Sign an organiser out everywhere.

    A session says whose it is only once it is read. Only who signs in has one, for half a day, so
    they are few.
    """
    open_ones = Session.objects.filter(expire_date__gt=at)
    own = [row.pk for row in open_ones if row.get_decoded().get(SESSION_KEY) == str(organiser.pk)]
    Session.objects.filter(pk__in=own).delete()


def forget_before(at: datetime) -> None:
    over = Session.objects.filter(expire_date__lt=at)
    if over.exists():
        over.delete()
