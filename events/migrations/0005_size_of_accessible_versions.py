from contextlib import suppress

from django.db import migrations, models


def measure(apps, schema_editor):
    documents = apps.get_model('events', 'Document').objects.exclude(alternative_file='')
    for document in documents:
        with suppress(OSError):  # a file that is gone has no size
            document.alternative_size = document.alternative_file.size
            document.save(update_fields=['alternative_size'])


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0004_days_close_the_day_before'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='alternative_size',
            field=models.PositiveIntegerField(default=0, help_text='bytes'),
        ),
        migrations.RunPython(measure, migrations.RunPython.noop),
    ]
