"""Which links to an online session are mailed, as the organisers choose for each event."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("events", "0013_venue_coordinates"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="join_by",
            field=models.CharField(
                choices=[
                    ("both", "Their own link and the meeting’s"),
                    ("personal", "Only their own link"),
                ],
                default="both",
                help_text="which links to online sessions are mailed to whoever has a place",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("join_by__in", ["both", "personal"])),
                name="event_join_by_is_known",
            ),
        ),
    ]
