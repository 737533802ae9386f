"""Where a venue is on the map, for calendars."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0012_events_by_team'),
    ]

    operations = [
        migrations.AddField(
            model_name='venue',
            name='coordinates',
            field=models.CharField(blank=True, default='', help_text='latitude,longitude as in RFC 5870', max_length=25),
        ),
        migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(('coordinates', ''), ('coordinates__contains', ','), _connector='OR'), name='venue_coordinates_are_two'),
        ),
    ]
