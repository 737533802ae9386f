"""A check-in code for each booking, also for those that there were before."""

from django.db import migrations, models

import events.models.identity

AT_ONCE = 500


def fill_codes(apps, schema_editor):
    Booking = apps.get_model("bookings", "Booking")
    batch = []
    for booking in Booking.objects.only("pk").order_by("pk").iterator(AT_ONCE):
        booking.check_in_code = events.models.identity.new_check_in_code()
        batch.append(booking)
        if len(batch) == AT_ONCE:
            Booking.objects.bulk_update(batch, ["check_in_code"])
            batch.clear()
    Booking.objects.bulk_update(batch, ["check_in_code"])


class Migration(migrations.Migration):

    dependencies = [
        ("bookings", "0017_export_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="check_in_code",
            field=models.CharField(editable=False, max_length=16, null=True),
        ),
        migrations.RunPython(fill_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="booking",
            name="check_in_code",
            field=models.CharField(
                default=events.models.identity.new_check_in_code,
                editable=False,
                help_text="in the QR code of a badge; of use to organisers who have signed in",
                max_length=16,
                unique=True,
            ),
        ),
    ]
