"""An event's questions as its organisers read them: in order, with how many have answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from bookings.models import Attendee, Booking, Question
from bookings.questions.answers import numbers_answered
from events.cards import describe_place
from events.models import Event, Session


@dataclass(frozen=True)
class Listed:
    """One question: whom it is for, and how many of those who hold a place have answered it."""

    question: Question
    sessions: list[str]
    answered: int
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class Questions:
    """What an event asks now, what it has withdrawn, and of how many people."""

    live: list[Listed]
    withdrawn: list[Listed]
    attendees: int
    asks_access_needs: bool

    @property
    def asks_dietary_needs(self) -> bool:
        return any(one.question.is_dietary for one in self.live)


def list_questions(event: Event) -> Questions:
    found = list(Question.objects.of_event(event).with_sessions().in_order())
    live = [question for question in found if not question.is_withdrawn]
    sessions = list(event.sessions.with_venue().in_order())
    held = Booking.objects.of_event(event).holding_a_place()
    attendees = Attendee.objects.with_bookings(held)
    numbers = numbers_answered(attendees, found)
    return Questions(
        live=[
            Listed(
                question,
                _in_words(question, sessions),
                numbers[question.public_id],
                is_first=question == live[0],
                is_last=question == live[-1],
            )
            for question in live
        ],
        withdrawn=[
            Listed(question, _in_words(question, sessions), numbers[question.public_id])
            for question in found
            if question.is_withdrawn
        ],
        attendees=attendees.count(),
        asks_access_needs=any(one.is_in_person for one in sessions if not one.is_cancelled),
    )


def _in_words(question: Question, sessions: Iterable[Session]) -> list[str]:
    """The sessions that it is for; none where it is for all."""
    chosen = question.sessions.all()
    return [describe_place(session) for session in sessions if session in chosen]
