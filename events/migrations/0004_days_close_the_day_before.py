"""A session of which only the day is known closes at 11:59pm of the day before, not at midnight on its own."""

from datetime import timedelta

from django.db import migrations
from django.db.models import F, Q

MINUTE = timedelta(minutes=1)


def at_midnight(Session):
    return Session.objects.filter(Q(precision='day') | Q(precision='half_day', half='am'))


def close_a_minute_earlier(apps, schema_editor):
    sessions = at_midnight(apps.get_model('events', 'Session'))
    sessions.filter(closes_at=F('sort_at')).update(closes_at=F('sort_at') - MINUTE)


def close_at_midnight(apps, schema_editor):
    sessions = at_midnight(apps.get_model('events', 'Session'))
    sessions.filter(closes_at=F('sort_at') - MINUTE).update(closes_at=F('sort_at'))


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0003_submissions_and_jobs'),
    ]

    operations = [
        migrations.RunPython(close_a_minute_earlier, close_at_midnight),
    ]
