"""What organisers write to attendees, and its mails."""

import django.db.models.deletion
import events.models.identity
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0013_on_behalf'),
        ('events', '0010_the_life_of_a_booking'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('place_booked', 'Place Booked'), ('invitation', 'Invitation'), ('booking_copy', 'Booking Copy'), ('booking_again', 'Booking Again'), ('already_booked', 'Already Booked'), ('place_cancelled', 'Place Cancelled'), ('address_changed', 'Address Changed'), ('cancelled_copy', 'Cancelled Copy'), ('link_again', 'Link Again'), ('session_cancelled', 'Session Cancelled'), ('session_cancelled_copy', 'Session Cancelled Copy'), ('session_changed', 'Session Changed'), ('session_changed_copy', 'Session Changed Copy'), ('moved_to_session', 'Moved To Session'), ('moved_from_session', 'Moved From Session'), ('moved_copy', 'Moved Copy'), ('document_replaced', 'Document Replaced'), ('booking_moved', 'Booking Moved'), ('booking_moved_copy', 'Booking Moved Copy'), ('place_handed_over', 'Place Handed Over'), ('place_taken_over', 'Place Taken Over'), ('handed_over_copy', 'Handed Over Copy'), ('colleagues_booked', 'Colleagues Booked'), ('reminder_week', 'Reminder Week'), ('reminder_day', 'Reminder Day'), ('find_bookings', 'Find Bookings'), ('organiser_told', 'Organiser Told'), ('written', 'Written'), ('written_copy', 'Written Copy'), ('new_password', 'New Password')], max_length=30),
        ),
        migrations.CreateModel(
            name='WrittenMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=events.models.identity.new_public_id, editable=False, max_length=8, unique=True)),
                ('subject', models.CharField(help_text='with its placeholders', max_length=150)),
                ('text', models.TextField(help_text='plain text, with its placeholders')),
                ('who', models.JSONField(help_text='whom it was for, by what organisers can select')),
                ('recipients', models.PositiveIntegerField(help_text='how many people, as was confirmed')),
                ('form_uuid', models.UUIDField()),
                ('confirmed_at', models.DateTimeField()),
                ('held_until', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event')),
            ],
        ),
        migrations.AddField(
            model_name='message',
            name='written',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='bookings.writtenmessage'),
        ),
        migrations.AddConstraint(
            model_name='writtenmessage',
            constraint=models.UniqueConstraint(fields=('event', 'form_uuid'), name='written_message_once_for_a_form'),
        ),
        migrations.AddConstraint(
            model_name='writtenmessage',
            constraint=models.CheckConstraint(condition=models.Q(('recipients__gt', 0)), name='written_message_is_for_somebody'),
        ),
        migrations.AddConstraint(
            model_name='writtenmessage',
            constraint=models.CheckConstraint(condition=models.Q(('stopped_at__isnull', True), ('stopped_at__lt', models.F('held_until')), _connector='OR'), name='written_message_is_stopped_while_it_is_held'),
        ),
    ]
