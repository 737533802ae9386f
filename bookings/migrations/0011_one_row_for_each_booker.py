"""Who booked for an attendee stands in the row of the booker alone."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0010_bookers'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='attendee',
            name='booked_by_email',
        ),
        migrations.RemoveField(
            model_name='attendee',
            name='booked_by_name',
        ),
    ]
