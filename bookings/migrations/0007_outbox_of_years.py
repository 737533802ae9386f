from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0006_school_trust'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='message',
            name='message_waiting',
        ),
        migrations.RemoveIndex(
            model_name='message',
            name='message_to_empty',
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['state', 'not_before'], name='message_unsent'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('emptied_at__isnull', True)), fields=['queued_at'], name='message_to_empty'),
        ),
    ]
