from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0007_feeds_kept'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['created_at'], name='event_by_creation'),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(fields=['over_at'], name='session_by_end'),
        ),
    ]
