import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0008_lists_of_years'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='shown_from',
            field=models.DateTimeField(blank=True, help_text='null: at once', null=True),
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='events.team')),
            ],
        ),
        migrations.AddField(
            model_name='event',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='events.series'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.UniqueConstraint(fields=('team', 'title'), name='series_one_of_a_title_in_a_team'),
        ),
    ]
