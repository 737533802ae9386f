"""Files that the worker makes; backwards, nobody is told of one that the version before has not."""

import django.db.models.deletion
import events.models.identity
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

UNKNOWN_BEFORE = ['export_ready']


def leave_out(apps, schema_editor):
    messages = apps.get_model('bookings', 'Message').objects.filter(kind__in=UNKNOWN_BEFORE)
    waiting = messages.filter(state__in=['queued', 'leased'])
    waiting.update(state='skipped', locked_by='', locked_until=None)
    messages.filter(emptied_at__isnull=True).update(facts={}, emptied_at=F('queued_at'))
    messages.update(kind='booking_again')


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0016_questions'),
        ('events', '0010_the_life_of_a_booking'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('place_booked', 'Place Booked'), ('invitation', 'Invitation'), ('booking_copy', 'Booking Copy'), ('booking_again', 'Booking Again'), ('already_booked', 'Already Booked'), ('place_cancelled', 'Place Cancelled'), ('address_changed', 'Address Changed'), ('cancelled_copy', 'Cancelled Copy'), ('link_again', 'Link Again'), ('session_cancelled', 'Session Cancelled'), ('session_cancelled_copy', 'Session Cancelled Copy'), ('session_changed', 'Session Changed'), ('session_changed_copy', 'Session Changed Copy'), ('moved_to_session', 'Moved To Session'), ('moved_from_session', 'Moved From Session'), ('moved_copy', 'Moved Copy'), ('document_replaced', 'Document Replaced'), ('booking_moved', 'Booking Moved'), ('booking_moved_copy', 'Booking Moved Copy'), ('place_handed_over', 'Place Handed Over'), ('place_taken_over', 'Place Taken Over'), ('handed_over_copy', 'Handed Over Copy'), ('colleagues_booked', 'Colleagues Booked'), ('reminder_week', 'Reminder Week'), ('reminder_day', 'Reminder Day'), ('find_bookings', 'Find Bookings'), ('organiser_told', 'Organiser Told'), ('written', 'Written'), ('written_copy', 'Written Copy'), ('export_ready', 'Export Ready'), ('new_password', 'New Password')], max_length=30),
        ),
        migrations.CreateModel(
            name='ExportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=events.models.identity.new_public_id, editable=False, max_length=8, unique=True)),
                ('form_uuid', models.UUIDField()),
                ('kind', models.CharField(choices=[('xlsx', 'Excel workbook'), ('csv', 'CSV')], max_length=10)),
                ('columns', models.JSONField(help_text='their names, in order')),
                ('wanted', models.JSONField(help_text='what was looked for; emptied when the file is made')),
                ('stage', models.CharField(choices=[('asked', 'Being made'), ('ready', 'Ready'), ('failed', 'Not made')], default='asked', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('total', models.PositiveIntegerField(help_text='rows, when it was asked for')),
                ('done', models.PositiveIntegerField(default=0, help_text='rows that are written')),
                ('asked_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(help_text='when the file and this row are deleted')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event')),
                ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['ends_at'], name='export_file_by_end')],
                'constraints': [models.UniqueConstraint(fields=('organiser', 'form_uuid'), name='export_file_once_for_a_form'), models.CheckConstraint(condition=models.Q(('kind__in', ['xlsx', 'csv'])), name='export_file_kind_is_known'), models.CheckConstraint(condition=models.Q(('stage__in', ['asked', 'ready', 'failed'])), name='export_file_stage_is_known')],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, leave_out),
    ]
