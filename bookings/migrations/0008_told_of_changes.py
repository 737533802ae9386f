"""Mails about what organisers change; one that waits is left to the version before as it can say it."""

from django.db import migrations, models

IN_OLDER_WORDS = {
    'session_changed': 'booking_again',
    'session_changed_copy': 'booking_copy',
    'moved_to_session': 'booking_again',
    'moved_from_session': 'session_cancelled',
    'moved_copy': 'booking_copy',
    'document_replaced': 'booking_again',
}
NEW_KEYS = {
    'was_title', 'document', 'document_address', 'note',
    'partstat', 'revision', 'was_when', 'was_day', 'was_where', 'was_label', 'was_link',
}


def without_new_keys(facts):
    places = {'places': [without_new_keys(place) for place in facts['places']]} if 'places' in facts else {}
    return {name: value for name, value in facts.items() if name not in NEW_KEYS} | places


def leave_to_older(apps, schema_editor):
    model = apps.get_model('bookings', 'Message')
    for message in model.objects.filter(emptied_at__isnull=True).iterator():
        message.kind = IN_OLDER_WORDS.get(message.kind, message.kind)
        message.facts = without_new_keys(message.facts)
        message.save(update_fields=['kind', 'facts'])


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0007_outbox_of_years'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, leave_to_older),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('place_booked', 'Place Booked'), ('invitation', 'Invitation'), ('booking_copy', 'Booking Copy'), ('booking_again', 'Booking Again'), ('already_booked', 'Already Booked'), ('place_cancelled', 'Place Cancelled'), ('address_changed', 'Address Changed'), ('cancelled_copy', 'Cancelled Copy'), ('link_again', 'Link Again'), ('session_cancelled', 'Session Cancelled'), ('session_cancelled_copy', 'Session Cancelled Copy'), ('session_changed', 'Session Changed'), ('session_changed_copy', 'Session Changed Copy'), ('moved_to_session', 'Moved To Session'), ('moved_from_session', 'Moved From Session'), ('moved_copy', 'Moved Copy'), ('document_replaced', 'Document Replaced'), ('new_password', 'New Password')], max_length=30),
        ),
    ]
