"""Titles as organisers search them, with folded letters."""

from django.db import migrations, models

from events.folding import folded

AT_ONCE = 500


def fill_keys(apps, schema_editor):
    Event = apps.get_model('events', 'Event')
    batch = []
    for event in Event.objects.only('pk', 'title').order_by('pk').iterator(AT_ONCE):
        event.title_key = folded(event.title)
        batch.append(event)
        if len(batch) == AT_ONCE:
            Event.objects.bulk_update(batch, ['title_key'])
            batch.clear()
    Event.objects.bulk_update(batch, ['title_key'])


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0010_the_life_of_a_booking'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='title_key',
            field=models.TextField(default='', help_text='the title as searched, letters folded'),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
