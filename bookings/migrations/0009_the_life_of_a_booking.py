"""Bookers with a link of their own, why an attendee was replaced, and mails about all that."""

import django.db.models.deletion
import events.models.identity
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0008_told_of_changes'),
        ('events', '0010_the_life_of_a_booking'),
    ]

    operations = [
        migrations.CreateModel(
            name='Booker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('email', models.CharField(help_text='as typed', max_length=254)),
                ('email_key', models.CharField(help_text='as compared', max_length=254)),
                ('link_token', models.CharField(default=events.models.identity.new_token, editable=False, max_length=32, unique=True)),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='attendee',
            name='replaced_as',
            field=models.CharField(blank=True, choices=[('correction', 'The same person with another address'), ('colleague', 'A colleague whom they sent'), ('booked_again', 'The same person, who has booked again')], default='', max_length=20),
        ),
        migrations.AddField(
            model_name='attendee',
            name='replaced_reason',
            field=models.CharField(blank=True, default='', help_text='why a colleague was sent, as typed', max_length=500),
        ),
        migrations.AddField(
            model_name='attendee',
            name='typed_school_key',
            field=models.CharField(blank=True, default='', help_text='as compared', max_length=200),
        ),
        migrations.AddField(
            model_name='attendee',
            name='word_to_organiser',
            field=models.CharField(blank=True, default='', help_text='why somebody outside the audience comes', max_length=500),
        ),
        migrations.AddField(
            model_name='booking',
            name='absent_at',
            field=models.DateTimeField(blank=True, help_text='when they told that they could not come', null=True),
        ),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('place_booked', 'Place Booked'), ('invitation', 'Invitation'), ('booking_copy', 'Booking Copy'), ('booking_again', 'Booking Again'), ('already_booked', 'Already Booked'), ('place_cancelled', 'Place Cancelled'), ('address_changed', 'Address Changed'), ('cancelled_copy', 'Cancelled Copy'), ('link_again', 'Link Again'), ('session_cancelled', 'Session Cancelled'), ('session_cancelled_copy', 'Session Cancelled Copy'), ('session_changed', 'Session Changed'), ('session_changed_copy', 'Session Changed Copy'), ('moved_to_session', 'Moved To Session'), ('moved_from_session', 'Moved From Session'), ('moved_copy', 'Moved Copy'), ('document_replaced', 'Document Replaced'), ('booking_moved', 'Booking Moved'), ('booking_moved_copy', 'Booking Moved Copy'), ('place_handed_over', 'Place Handed Over'), ('place_taken_over', 'Place Taken Over'), ('handed_over_copy', 'Handed Over Copy'), ('colleagues_booked', 'Colleagues Booked'), ('reminder_week', 'Reminder Week'), ('reminder_day', 'Reminder Day'), ('find_bookings', 'Find Bookings'), ('organiser_told', 'Organiser Told'), ('new_password', 'New Password')], max_length=30),
        ),
        migrations.AddField(
            model_name='booker',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event'),
        ),
        migrations.AddField(
            model_name='attendee',
            name='booker',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attendees', to='bookings.booker'),
        ),
        migrations.AddField(
            model_name='attendee',
            name='books_as',
            field=models.OneToOneField(blank=True, help_text='the booker of whom they have booked for from their own page', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bookings.booker'),
        ),
        migrations.AddField(
            model_name='message',
            name='booker',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='bookings.booker'),
        ),
        migrations.AddIndex(
            model_name='attendee',
            index=models.Index(fields=['email_key'], name='attendee_by_email_key'),
        ),
        migrations.AddConstraint(
            model_name='attendee',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_as__in', ['', 'correction', 'colleague', 'booked_again'])), name='attendee_replaced_as_is_known'),
        ),
        migrations.AddIndex(
            model_name='booker',
            index=models.Index(fields=['email_key'], name='booker_by_email_key'),
        ),
    ]
