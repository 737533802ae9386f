"""Limits of places, substitutes and reminders, as the organisers choose for each event."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0009_series_and_shown_from'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='outside_audience',
            field=models.CharField(choices=[('welcome', 'Can book like everyone else'), ('ask', 'Can book, and are asked why they want to come'), ('refuse', 'Cannot book')], default='welcome', help_text='what people from schools that the event is not for can do', max_length=10),
        ),
        migrations.AddField(
            model_name='event',
            name='places_per_booking',
            field=models.PositiveSmallIntegerField(default=10, help_text='people booked with one form'),
        ),
        migrations.AddField(
            model_name='event',
            name='places_per_school',
            field=models.PositiveSmallIntegerField(blank=True, help_text='people from one school; null: unlimited', null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='reminds_day_before',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='event',
            name='reminds_week_before',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='event',
            name='substitution_working_days',
            field=models.PositiveSmallIntegerField(default=0, help_text='so long before the start a colleague can be sent instead; 0: until it'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('outside_audience__in', ['welcome', 'ask', 'refuse'])), name='event_outside_audience_is_known'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('places_per_school__isnull', True), ('places_per_school__gte', 1), _connector='OR'), name='event_places_per_school_not_nothing'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('places_per_booking__range', (1, 10))), name='event_places_per_booking_in_range'),
        ),
    ]
