"""Whom somebody sends instead of themselves, and whom somebody books for."""

from typing import Any

from django import forms

from bookings.forms.person import line_field
from bookings.models import Attendee
from events.email_addresses import email_key
from events.fields import EmailField


class SubstituteForm(forms.Form):
    """The colleague who attends instead."""

    full_name = line_field("Full name", 200, missing="Enter their full name", spellcheck=False)
    email = EmailField("Work email address", missing="Enter their work email address")
    reason = line_field("Reason (optional)", 300)
    reason.help_text = "We include it in the email to your colleague"

    def __init__(self, data: Any = None, *, attendee: Attendee) -> None:
        super().__init__(data)
        self._attendee = attendee

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email_key(email) == self._attendee.email_key:
            raise forms.ValidationError("Enter the email address of someone else")
        return email
