"""Names and addresses as lists search and sort them, and the columns that organisers hide."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bookings.search_keys import name_key, search_key

AT_ONCE = 500


def fill_keys(apps, schema_editor):
    Attendee = apps.get_model("bookings", "Attendee")
    batch = []
    for attendee in Attendee.objects.order_by("pk").iterator(AT_ONCE):
        attendee.name_key = name_key(attendee.full_name)
        told = (attendee.full_name, attendee.email, attendee.typed_school)
        attendee.search_key = search_key(*told)
        batch.append(attendee)
        if len(batch) == AT_ONCE:
            Attendee.objects.bulk_update(batch, ["name_key", "search_key"])
            batch.clear()
    Attendee.objects.bulk_update(batch, ["name_key", "search_key"])


class Migration(migrations.Migration):

    dependencies = [
        ("bookings", "0011_one_row_for_each_booker"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="attendee",
            name="name_key",
            field=models.CharField(
                default="", help_text="as sorted, surname first", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="attendee",
            name="search_key",
            field=models.TextField(default="", help_text="what is searched, letters folded"),
        ),
        migrations.CreateModel(
            name="ListChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hidden", models.JSONField(default=list, help_text="names of columns")),
                (
                    "organiser",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
