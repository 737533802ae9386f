"""Invitations into teams; backwards, what waits in the queue is not sent."""

from django.db import migrations, models
from django.db.models import F


def leave_out(apps, schema_editor):
    messages = apps.get_model('bookings', 'Message').objects.filter(kind='team_invitation')
    waiting = messages.filter(state__in=['queued', 'leased'])
    waiting.update(state='skipped', locked_by='', locked_until=None)
    messages.filter(emptied_at__isnull=True).update(facts={}, emptied_at=F('queued_at'))
    messages.update(kind='booking_again')


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0027_sign_in_notices'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('place_booked', 'Place Booked'), ('invitation', 'Invitation'), ('booking_copy', 'Booking Copy'), ('booking_again', 'Booking Again'), ('already_booked', 'Already Booked'), ('place_cancelled', 'Place Cancelled'), ('address_changed', 'Address Changed'), ('cancelled_copy', 'Cancelled Copy'), ('link_again', 'Link Again'), ('session_cancelled', 'Session Cancelled'), ('session_cancelled_copy', 'Session Cancelled Copy'), ('session_changed', 'Session Changed'), ('session_changed_copy', 'Session Changed Copy'), ('moved_to_session', 'Moved To Session'), ('moved_from_session', 'Moved From Session'), ('moved_copy', 'Moved Copy'), ('document_replaced', 'Document Replaced'), ('booking_moved', 'Booking Moved'), ('booking_moved_copy', 'Booking Moved Copy'), ('place_handed_over', 'Place Handed Over'), ('place_taken_over', 'Place Taken Over'), ('handed_over_copy', 'Handed Over Copy'), ('colleagues_booked', 'Colleagues Booked'), ('reminder_week', 'Reminder Week'), ('reminder_day', 'Reminder Day'), ('find_bookings', 'Find Bookings'), ('organiser_told', 'Organiser Told'), ('written', 'Written'), ('written_copy', 'Written Copy'), ('export_ready', 'Export Ready'), ('digest', 'Digest'), ('place_declined', 'Place Declined'), ('confirm_decline', 'Confirm Decline'), ('no_place_left', 'No Place Left'), ('waiting_list_joined', 'Waiting List Joined'), ('place_offered', 'Place Offered'), ('place_to_claim', 'Place To Claim'), ('offer_lapsed', 'Offer Lapsed'), ('waiting_list_left', 'Waiting List Left'), ('waiting_session_changed', 'Waiting Session Changed'), ('calendar_address', 'Calendar Address'), ('team_invitation', 'Team Invitation'), ('sign_in_changed', 'Sign In Changed'), ('sign_in_code', 'Sign In Code'), ('new_password', 'New Password')], max_length=30),
        ),
        migrations.RunPython(migrations.RunPython.noop, leave_out),
    ]
