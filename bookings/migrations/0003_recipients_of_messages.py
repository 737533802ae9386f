"""Each message says to whom it goes in a column of its own, no longer in its facts.

Backwards, what waits in the queue stays deliverable by the version before: it gets its address
back, what only this version can say is said in that one's words, and organisers' mails, which it
does not know, are left out (they can be asked for again).
"""

from django.db import migrations

AT_ONCE = 500
IN_OLDER_WORDS = {
    'session_cancelled': 'place_cancelled',
    'session_cancelled_copy': 'cancelled_copy',
}


def move_out_of_facts(apps, schema_editor):
    Message = apps.get_model('bookings', 'Message')
    changed = []
    for message in Message.objects.order_by('pk').iterator(AT_ONCE):
        message.to = message.facts.pop('to', '')
        changed.append(message)
        if len(changed) == AT_ONCE:
            Message.objects.bulk_update(changed, ['to', 'facts'])
            changed.clear()
    Message.objects.bulk_update(changed, ['to', 'facts'])


def move_back(apps, schema_editor):
    Message = apps.get_model('bookings', 'Message')
    Message.objects.filter(attendee=None).delete()
    for newer, older in IN_OLDER_WORDS.items():
        Message.objects.filter(kind=newer).update(kind=older)
    changed = []
    for message in Message.objects.exclude(facts={}).order_by('pk').iterator(AT_ONCE):
        for newer in ('reason', 'organiser'):
            message.facts.pop(newer, None)
        message.facts['to'] = message.to
        changed.append(message)
        if len(changed) == AT_ONCE:
            Message.objects.bulk_update(changed, ['facts'])
            changed.clear()
    Message.objects.bulk_update(changed, ['facts'])


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0002_messages_to_anybody'),
    ]

    operations = [
        migrations.RunPython(move_out_of_facts, move_back),
    ]
