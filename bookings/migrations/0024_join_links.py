"""A link of its own to join each booking's session, for those that are there already too."""

from django.db import migrations, models

import events.models.identity

AT_ONCE = 500


def fill_tokens(apps, schema_editor):
    Booking = apps.get_model("bookings", "Booking")
    batch = []
    for booking in Booking.objects.only("pk").order_by("pk").iterator(AT_ONCE):
        booking.join_token = events.models.identity.new_token()
        batch.append(booking)
        if len(batch) == AT_ONCE:
            Booking.objects.bulk_update(batch, ["join_token"])
            batch.clear()
    Booking.objects.bulk_update(batch, ["join_token"])


class Migration(migrations.Migration):

    dependencies = [
        ("bookings", "0023_personal_calendars"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="joined_at",
            field=models.DateTimeField(
                blank=True,
                help_text="when they first followed their link into the meeting",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="join_token",
            field=models.CharField(editable=False, max_length=22, null=True),
        ),
        migrations.RunPython(fill_tokens, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="booking",
            name="join_token",
            field=models.CharField(
                default=events.models.identity.new_token,
                editable=False,
                help_text="of the link to join, which is in diaries; opens nothing else",
                max_length=22,
                unique=True,
            ),
        ),
    ]
