"""Administrators of the installation."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0017_given_sessions'),
    ]

    operations = [
        migrations.AddField(
            model_name='organiser',
            name='is_administrator',
            field=models.BooleanField(default=False, help_text='of the installation'),
        ),
    ]
