"""Answers to invitations; backwards, what waits to be sent is said in older words."""

import django.db.models.deletion
import events.models.identity
from django.db import migrations, models

IN_OLDER_WORDS = {
    "place_declined": "place_cancelled",
    "confirm_decline": "booking_again",
    "no_place_left": "booking_again",  # which is not sent where no place is held
}


def say_in_older_words(apps, schema_editor):
    messages = apps.get_model("bookings", "Message").objects
    for kind, older in IN_OLDER_WORDS.items():
        messages.filter(kind=kind).update(kind=older)


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0021_digests_left_to_older'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadMailbox',
            fields=[
                ('name', models.CharField(help_text='its address, hashed', max_length=64, primary_key=True, serialize=False)),
                ('uid_validity', models.PositiveBigIntegerField(default=0)),
                ('last_uid', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('place_booked', 'Place Booked'), ('invitation', 'Invitation'), ('booking_copy', 'Booking Copy'), ('booking_again', 'Booking Again'), ('already_booked', 'Already Booked'), ('place_cancelled', 'Place Cancelled'), ('address_changed', 'Address Changed'), ('cancelled_copy', 'Cancelled Copy'), ('link_again', 'Link Again'), ('session_cancelled', 'Session Cancelled'), ('session_cancelled_copy', 'Session Cancelled Copy'), ('session_changed', 'Session Changed'), ('session_changed_copy', 'Session Changed Copy'), ('moved_to_session', 'Moved To Session'), ('moved_from_session', 'Moved From Session'), ('moved_copy', 'Moved Copy'), ('document_replaced', 'Document Replaced'), ('booking_moved', 'Booking Moved'), ('booking_moved_copy', 'Booking Moved Copy'), ('place_handed_over', 'Place Handed Over'), ('place_taken_over', 'Place Taken Over'), ('handed_over_copy', 'Handed Over Copy'), ('colleagues_booked', 'Colleagues Booked'), ('reminder_week', 'Reminder Week'), ('reminder_day', 'Reminder Day'), ('find_bookings', 'Find Bookings'), ('organiser_told', 'Organiser Told'), ('written', 'Written'), ('written_copy', 'Written Copy'), ('export_ready', 'Export Ready'), ('digest', 'Digest'), ('place_declined', 'Place Declined'), ('confirm_decline', 'Confirm Decline'), ('no_place_left', 'No Place Left'), ('new_password', 'New Password')], max_length=30),
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=events.models.identity.new_public_id, editable=False, max_length=8, unique=True)),
                ('key', models.CharField(help_text='the same for the same mail', max_length=64, unique=True)),
                ('received_at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('recorded', 'Answer recorded'), ('released', 'Declined, place cancelled'), ('taken_back', 'Accepted after declining, place booked again'), ('no_place', 'Accepted after declining, no place left'), ('course_kept', 'Declined one session of a course, places kept'), ('asked', 'Declined from another address, place kept'), ('not_theirs', 'Answered from another address'), ('proposed', 'Proposed a change, or passed the invitation on'), ('older', 'Answer to an older invitation'), ('too_late', 'Declined after the start'), ('bounced', 'An email could not be delivered'), ('delayed', 'An email is late'), ('automatic', 'Automatic reply'), ('letter', 'Not an answer: for people to read'), ('unreadable', 'Could not be read')], max_length=20)),
                ('partstat', models.CharField(blank=True, default='', help_text='as answered', max_length=20)),
                ('sequence', models.PositiveIntegerField(blank=True, help_text='that it answers', null=True)),
                ('stamped_at', models.DateTimeField(blank=True, help_text='its DTSTAMP', null=True)),
                ('reason', models.CharField(blank=True, default='', help_text='why it is aside', max_length=200)),
                ('raw', models.BinaryField(blank=True, help_text='the mail, while it is aside', null=True)),
                ('booking', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='bookings.booking')),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='replies', to='bookings.message')),
            ],
            options={
                'indexes': [models.Index(fields=['received_at'], name='reply_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['recorded', 'released', 'taken_back', 'no_place', 'course_kept', 'asked', 'not_theirs', 'proposed', 'older', 'too_late', 'bounced', 'delayed', 'automatic', 'letter', 'unreadable'])), name='reply_outcome_is_known')],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, say_in_older_words),
    ]
