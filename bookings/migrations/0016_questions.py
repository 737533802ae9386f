"""An event's own questions, and dietary needs beside access needs."""

import django.db.models.deletion
import events.models.identity
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0015_written_left_to_older'),
        ('events', '0010_the_life_of_a_booking'),
    ]

    operations = [
        migrations.AddField(
            model_name='attendee',
            name='dietary_needs',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=events.models.identity.new_public_id, editable=False, max_length=8, unique=True)),
                ('kind', models.CharField(choices=[('short_text', 'A short text'), ('long_text', 'A long text'), ('one', 'One answer from a list'), ('several', 'Several answers from a list'), ('yes_no', 'Yes or no'), ('dietary', 'Dietary needs')], max_length=20)),
                ('label', models.CharField(max_length=200)),
                ('hint', models.CharField(blank=True, default='', max_length=300)),
                ('options', models.JSONField(blank=True, default=list, help_text='the texts to choose from')),
                ('is_required', models.BooleanField(default=False)),
                ('position', models.PositiveIntegerField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.event')),
                ('sessions', models.ManyToManyField(blank=True, help_text='whose people are asked; empty: all', related_name='+', to='events.session')),
            ],
            options={
                'indexes': [models.Index(fields=['event', 'position'], name='question_in_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['short_text', 'long_text', 'one', 'several', 'yes_no', 'dietary'])), name='question_kind_is_known'), models.UniqueConstraint(condition=models.Q(('kind', 'dietary')), fields=('event',), name='question_one_about_dietary_needs_per_event')],
            },
        ),
    ]
