"""Who was removed from a team by hand, so that no group of the council's account brings them back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0018_administrators'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_members', to='events.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('team', 'organiser'), name='former_member_once_of_a_team')],
            },
        ),
    ]
