"""The kind that tells of another address has its own name: "moved" is for another session."""

from django.db import migrations, models


def rename(older, newer):
    def change(apps, schema_editor):
        apps.get_model('bookings', 'Message').objects.filter(kind=older).update(kind=newer)

    return change


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0004_mails_handed_over'),
    ]

    operations = [
        migrations.RunPython(
            rename('place_moved', 'address_changed'), rename('address_changed', 'place_moved')
        ),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('place_booked', 'Place Booked'), ('invitation', 'Invitation'), ('booking_copy', 'Booking Copy'), ('booking_again', 'Booking Again'), ('already_booked', 'Already Booked'), ('place_cancelled', 'Place Cancelled'), ('address_changed', 'Address Changed'), ('cancelled_copy', 'Cancelled Copy'), ('link_again', 'Link Again'), ('session_cancelled', 'Session Cancelled'), ('session_cancelled_copy', 'Session Cancelled Copy'), ('new_password', 'New Password')], max_length=30),
        ),
    ]
