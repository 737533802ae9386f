"""What somebody types who has lost the link to their booking."""

from django import forms

from events.fields import EmailField


class FindBookingForm(forms.Form):
    """An address, of which nobody is told whether anything is booked with it."""

    email = EmailField("Your email address", missing="Enter your email address")
