"""The events of a team by their state: read for the organisers' first page from the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0011_titles_searched'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['team', 'state'], name='event_by_team'),
        ),
    ]
