"""Waiting lists; backwards, places that were offered are free, and what waits to tell of them is not sent."""

import django.db.models.deletion
import events.models.identity
from django.db import migrations, models
from django.db.models import F

KINDS = ['waiting_list_joined', 'place_offered', 'place_to_claim', 'offer_lapsed', 'waiting_list_left', 'waiting_session_changed']


def free_what_is_offered(apps, schema_editor):
    sessions = apps.get_model('events', 'Session').objects
    offered = apps.get_model('bookings', 'WaitingPlace').objects.filter(state='offered')
    for event, session in offered.values_list('event', 'session'):
        held = sessions.filter(pk=session) if session else sessions.filter(event=event, state='scheduled')
        held.update(places_taken=F('places_taken') - 1)


def leave_out(apps, schema_editor):
    messages = apps.get_model('bookings', 'Message').objects.filter(kind__in=KINDS)
    waiting = messages.filter(state__in=['queued', 'leased'])
    waiting.update(state='skipped', locked_by='', locked_until=None)
    messages.filter(emptied_at__isnull=True).update(facts={}, emptied_at=F('queued_at'))
    messages.update(kind='booking_again')


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0025_mailbox_read_at'),
        ('events', '0015_waiting_lists'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('place_booked', 'Place Booked'), ('invitation', 'Invitation'), ('booking_copy', 'Booking Copy'), ('booking_again', 'Booking Again'), ('already_booked', 'Already Booked'), ('place_cancelled', 'Place Cancelled'), ('address_changed', 'Address Changed'), ('cancelled_copy', 'Cancelled Copy'), ('link_again', 'Link Again'), ('session_cancelled', 'Session Cancelled'), ('session_cancelled_copy', 'Session Cancelled Copy'), ('session_changed', 'Session Changed'), ('session_changed_copy', 'Session Changed Copy'), ('moved_to_session', 'Moved To Session'), ('moved_from_session', 'Moved From Session'), ('moved_copy', 'Moved Copy'), ('document_replaced', 'Document Replaced'), ('booking_moved', 'Booking Moved'), ('booking_moved_copy', 'Booking Moved Copy'), ('place_handed_over', 'Place Handed Over'), ('place_taken_over', 'Place Taken Over'), ('handed_over_copy', 'Handed Over Copy'), ('colleagues_booked', 'Colleagues Booked'), ('reminder_week', 'Reminder Week'), ('reminder_day', 'Reminder Day'), ('find_bookings', 'Find Bookings'), ('organiser_told', 'Organiser Told'), ('written', 'Written'), ('written_copy', 'Written Copy'), ('export_ready', 'Export Ready'), ('digest', 'Digest'), ('place_declined', 'Place Declined'), ('confirm_decline', 'Confirm Decline'), ('no_place_left', 'No Place Left'), ('waiting_list_joined', 'Waiting List Joined'), ('place_offered', 'Place Offered'), ('place_to_claim', 'Place To Claim'), ('offer_lapsed', 'Offer Lapsed'), ('waiting_list_left', 'Waiting List Left'), ('waiting_session_changed', 'Waiting Session Changed'), ('calendar_address', 'Calendar Address'), ('new_password', 'New Password')], max_length=30),
        ),
        migrations.CreateModel(
            name='WaitingPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=events.models.identity.new_public_id, editable=False, max_length=8, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('offered', 'Offered a place'), ('accepted', 'Has the place'), ('declined', 'Declined the offer'), ('lapsed', 'Did not answer the offer'), ('left', 'Left the list'), ('removed', 'Removed by an organiser'), ('closed', 'The list was closed')], default='waiting', max_length=20)),
                ('rank', models.PositiveIntegerField(help_text='one order for all lists of an event')),
                ('preference', models.PositiveSmallIntegerField(default=0, help_text='which of several sessions they would rather have: 0 is the first')),
                ('joined_at', models.DateTimeField()),
                ('offered_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, help_text='until when an offer stands', null=True)),
                ('told_free_at', models.DateTimeField(blank=True, help_text='when they were told that there is a place to claim', null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, default='', help_text='why an organiser removed them', max_length=500)),
                ('moved_because', models.CharField(blank=True, default='', help_text='why an organiser changed the order', max_length=500)),
                ('uid', models.CharField(default=events.models.identity.new_uid, editable=False, max_length=255, unique=True)),
                ('attendee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waiting_places', to='bookings.attendee')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event')),
                ('session', models.ForeignKey(blank=True, help_text='null: the whole course', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.session')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['event', 'rank'], name='waiting_in_order'), models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['expires_at'], name='waiting_by_expiry')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('attendee', 'session'), name='waiting_once_for_a_session'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('session__isnull', True)), fields=('attendee',), name='waiting_once_for_a_course'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ['waiting', 'offered'])), models.Q(('ended_at__isnull', False), ('state__in', ['accepted', 'declined', 'lapsed', 'left', 'removed', 'closed'])), _connector='OR'), name='waiting_ended_at_matches_state'), models.CheckConstraint(condition=models.Q(models.Q(('expires_at__isnull', True), ('offered_at__isnull', True), ('state', 'waiting')), ('state__in', ['accepted', 'declined', 'lapsed', 'left', 'removed', 'closed']), models.Q(('expires_at__isnull', False), ('offered_at__isnull', False), ('state', 'offered')), _connector='OR'), name='waiting_offer_has_its_times'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['declined', 'lapsed']), _negated=True), ('offered_at__isnull', False), _connector='OR'), name='waiting_answer_follows_an_offer')],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, free_what_is_offered),
        migrations.RunPython(migrations.RunPython.noop, leave_out),
    ]
