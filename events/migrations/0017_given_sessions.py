"""Sessions that partners and those who check people in are given."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0016_invitations'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='sessions',
            field=models.ManyToManyField(help_text='given with the role', related_name='+', to='events.session'),
        ),
        migrations.CreateModel(
            name='GivenSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='given_sessions', to='events.membership')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.session')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('membership', 'session'), name='given_session_once_to_a_member')],
            },
        ),
    ]
