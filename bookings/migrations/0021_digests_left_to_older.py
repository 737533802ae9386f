"""Backwards: a summary that was not sent yet is not sent by the version before."""

from django.db import migrations
from django.db.models import F


def leave_out(apps, schema_editor):
    messages = apps.get_model('bookings', 'Message').objects.filter(kind='digest')
    waiting = messages.filter(state__in=['queued', 'leased'])
    waiting.update(state='skipped', locked_by='', locked_until=None)
    messages.filter(emptied_at__isnull=True).update(facts={}, emptied_at=F('queued_at'))
    messages.update(kind='booking_again')


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0020_digests'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, leave_out),
    ]
