"""What a person types to book a place: shape and words, no rules."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms

from bookings.forms.answering import AnsweringForm
from bookings.forms.choice import Choice
from bookings.forms.choosing import ChoosingForm
from bookings.forms.person import PersonForm, line_field
from bookings.lifecycle.attendees import Person
from bookings.models import Question
from bookings.questions.asked import is_for
from events.cards import describe_place
from events.email_addresses import email_key
from events.fields import EmailField


class BookingForm(ChoosingForm, AnsweringForm):
    """One attendee's booking, by themselves or by somebody else."""

    field_order = ("sessions", *PersonForm.field_order)

    booking_for_other = forms.BooleanField(
        label="I am booking for someone else",
        help_text="Enter their name and email address above. We will send you a copy.",
        required=False,
    )
    booked_by_name = line_field("Your full name", 200, spellcheck=False)
    booked_by_email = EmailField("Your email address")

    def __init__(
        self, data: Any = None, *, choice: Choice, questions: Iterable[Question] = (), **more: Any
    ) -> None:
        """Of an event's questions it asks those that are for a session that can be booked."""
        offered = choice.without_choosing if choice.is_for_all else choice.open_sessions
        super().__init__(
            data,
            choice=choice,
            asks_access_needs=choice.is_in_person,
            questions=[question for question in questions if is_for(question, offered)],
            **more,
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("booking_for_other"):
            self._need("booked_by_name", "Enter your own full name")
            self._need("booked_by_email", "Enter your own email address")
        if not answers.get("booking_for_other") or self._is_own_address():
            answers["booked_by_name"] = answers["booked_by_email"] = ""
        return answers

    def _is_own_address(self) -> bool:
        """Whoever books with one address for both has booked for themselves."""
        both = [self.cleaned_data.get(name, "") for name in ("email", "booked_by_email")]
        return email_key(both[0]) == email_key(both[1])

    def is_for_them(self, question: Question) -> bool:
        """By the sessions that they have ticked."""
        booked = self.choice.made(self.cleaned_data.get("sessions", []))
        return is_for(question, self.choice.without_choosing if self.choice.is_for_all else booked)

    def who_answers(self, question: Question) -> str:
        """Where there are several sessions to choose from, and the question is for some."""
        chosen = question.sessions.all() if self.choice.has_to_be_made else ()
        offered = [session for session in self.choice.open_sessions if session in chosen]
        return f"Only for {'; '.join(map(describe_place, offered))}" if offered else ""

    def person(self) -> Person:
        names = ("booked_by_name", "booked_by_email", "word_to_organiser")
        return replace(super().person(), **{name: self.cleaned_data[name] for name in names})

    @property
    def answers_in_words(self) -> dict[str, str]:
        return {
            "Full name": self.cleaned_data["full_name"],
            "School": self.school_in_words,
            "Work email address": self.cleaned_data["email"],
        }
