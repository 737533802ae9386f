"""Places that are kept for those who wait; backwards, they are free for everybody."""

from django.db import migrations, models


def free_what_is_kept(apps, schema_editor):
    sessions = apps.get_model('events', 'Session').objects.filter(places_to_claim__gt=0)
    sessions.update(places_taken=models.F('places_taken') - models.F('places_to_claim'), places_to_claim=0)


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0014_join_by'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='shows_waiting_position',
            field=models.BooleanField(default=False, help_text='whether people who wait are told how many are before them'),
        ),
        migrations.AddField(
            model_name='session',
            name='places_to_claim',
            field=models.PositiveIntegerField(default=0, help_text='of those taken: kept for whoever waits and is first to claim one'),
        ),
        migrations.AddField(
            model_name='session',
            name='waiting_first_until',
            field=models.DateTimeField(blank=True, help_text='until then only those who wait are offered its places', null=True),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('places_to_claim__lte', models.F('places_taken'))), name='session_places_to_claim_are_taken'),
        ),
        migrations.RunPython(migrations.RunPython.noop, free_what_is_kept),
    ]
