"""Summaries for organisers who want them, each working morning."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0019_bookings_by_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('place_booked', 'Place Booked'), ('invitation', 'Invitation'), ('booking_copy', 'Booking Copy'), ('booking_again', 'Booking Again'), ('already_booked', 'Already Booked'), ('place_cancelled', 'Place Cancelled'), ('address_changed', 'Address Changed'), ('cancelled_copy', 'Cancelled Copy'), ('link_again', 'Link Again'), ('session_cancelled', 'Session Cancelled'), ('session_cancelled_copy', 'Session Cancelled Copy'), ('session_changed', 'Session Changed'), ('session_changed_copy', 'Session Changed Copy'), ('moved_to_session', 'Moved To Session'), ('moved_from_session', 'Moved From Session'), ('moved_copy', 'Moved Copy'), ('document_replaced', 'Document Replaced'), ('booking_moved', 'Booking Moved'), ('booking_moved_copy', 'Booking Moved Copy'), ('place_handed_over', 'Place Handed Over'), ('place_taken_over', 'Place Taken Over'), ('handed_over_copy', 'Handed Over Copy'), ('colleagues_booked', 'Colleagues Booked'), ('reminder_week', 'Reminder Week'), ('reminder_day', 'Reminder Day'), ('find_bookings', 'Find Bookings'), ('organiser_told', 'Organiser Told'), ('written', 'Written'), ('written_copy', 'Written Copy'), ('export_ready', 'Export Ready'), ('digest', 'Digest'), ('new_password', 'New Password')], max_length=30),
        ),
        migrations.CreateModel(
            name='DigestChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wants_digest', models.BooleanField(default=False)),
                ('told_until', models.DateTimeField(help_text='the morning up to which they know what happened')),
                ('known', models.JSONField(default=list, help_text='keys of what needed attention then')),
                ('organiser', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
