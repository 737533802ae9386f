"""Whoever booked for others gets a row, and a link, for each attendee; and back again.

A mail that waits is left to the version before as it can say it, or not sent.
"""

import re
import unicodedata

from django.db import migrations

from events.email_addresses import email_key

IN_OLDER_WORDS = {
    'booking_moved': 'moved_to_session',
    'booking_moved_copy': 'moved_copy',
    'place_handed_over': 'address_changed',
    'place_taken_over': 'place_booked',
    'handed_over_copy': 'booking_copy',
    'reminder_week': 'booking_again',
    'reminder_day': 'booking_again',
}
UNKNOWN_BEFORE = ['colleagues_booked', 'find_bookings', 'organiser_told']
NEW_KEYS = {'booker_token', 'colleagues', 'sent_by', 'documents'}


def typed_key(name):
    text = unicodedata.normalize('NFKC', name).casefold().replace('’', "'").replace("'", '')
    return ' '.join(re.findall(r'\w+', text))[:200]


def make_bookers(apps, schema_editor):
    attendees, bookers = apps.get_model('bookings', 'Attendee'), apps.get_model('bookings', 'Booker')
    for attendee in attendees.objects.exclude(booked_by_email='').iterator():
        attendee.booker = bookers.objects.create(
            event_id=attendee.event_id,
            name=attendee.booked_by_name,
            email=attendee.booked_by_email,
            email_key=email_key(attendee.booked_by_email),
            created_at=attendee.created_at,
        )
        attendee.save(update_fields=['booker'])
    for attendee in attendees.objects.exclude(typed_school='').iterator():
        attendee.typed_school_key = typed_key(attendee.typed_school)
        attendee.save(update_fields=['typed_school_key'])


def forget_bookers(apps, schema_editor):
    attendees, messages = apps.get_model('bookings', 'Attendee'), apps.get_model('bookings', 'Message')
    for attendee in attendees.objects.filter(booker__isnull=False).select_related('booker'):
        attendee.booked_by_name = attendee.booker.name
        attendee.booked_by_email = attendee.booker.email
        attendee.booker = None
        attendee.save(update_fields=['booked_by_name', 'booked_by_email', 'booker'])
    waiting = messages.objects.filter(state__in=['queued', 'leased'])
    waiting.filter(kind__in=UNKNOWN_BEFORE).update(state='skipped', locked_until=None)
    messages.objects.filter(kind__in=UNKNOWN_BEFORE).update(kind='booking_again', facts={})
    for message in messages.objects.filter(emptied_at__isnull=True).iterator():
        message.kind = IN_OLDER_WORDS.get(message.kind, message.kind)
        message.facts = {name: it for name, it in message.facts.items() if name not in NEW_KEYS}
        message.save(update_fields=['kind', 'facts'])


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0009_the_life_of_a_booking'),
    ]

    operations = [
        migrations.RunPython(make_bookers, forget_bookers),
    ]
