"""What was booked and cancelled on the last days is found without reading all of years."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0018_check_in_codes'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['booked_at'], name='booking_by_time'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(
                condition=models.Q(('cancelled_at__isnull', False)),
                fields=['cancelled_at'],
                name='booking_by_cancellation',
            ),
        ),
    ]
