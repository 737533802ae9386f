"""An event's questions as its organisers read them: in order, with how many have answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from bookings.models import Attendee, Booking, Question
from bookings.models.booking import BookingQuerySet
from bookings.questions.answers import numbers_answered
from events.cards import describe_place
from events.models import Event, Session


@dataclass(frozen=True)
class Listed:
    """One question: whom it is for, and how many of `people`, who hold a place there, answered."""

    question: Question
    sessions: list[str]
    people: int
    answered: int
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class Questions:
    """What an event asks now, and what it has withdrawn."""

    live: list[Listed]
    withdrawn: list[Listed]
    asks_access_needs: bool

    @property
    def asks_dietary_needs(self) -> bool:
        return any(one.question.is_dietary for one in self.live)


def list_questions(event: Event) -> Questions:
    found = list(Question.objects.of_event(event).with_sessions().in_order())
    live = [question for question in found if not question.is_withdrawn]
    sessions = list(event.sessions.with_venue().in_order())
    people, answered = _numbers(event, found)
    return Questions(
        live=[
            Listed(
                question,
                _in_words(question, sessions),
                people[question.public_id],
                answered[question.public_id],
                is_first=question == live[0],
                is_last=question == live[-1],
            )
            for question in live
        ],
        withdrawn=[
            Listed(
                question,
                _in_words(question, sessions),
                people[question.public_id],
                answered[question.public_id],
            )
            for question in found
            if question.is_withdrawn
        ],
        asks_access_needs=any(one.is_in_person for one in sessions if not one.is_cancelled),
    )


def _numbers(event: Event, questions: Iterable[Question]) -> tuple[dict[str, int], dict[str, int]]:
    """By the public id of each question: how many it is for, and have answered; two queries."""
    held = Booking.objects.of_event(event).holding_a_place()
    attendees = Attendee.objects.with_bookings(held)
    asked = {question.public_id: _is_asked(question, held) for question in questions}
    people = attendees.aggregate(**{key: Count("pk", filter=one) for key, one in asked.items()})
    return people, numbers_answered(attendees, questions, asked=asked)


def _is_asked(question: Question, held: BookingQuerySet) -> Q:
    """Whoever holds a place, or holds one at the sessions that were chosen."""
    chosen = [session.pk for session in question.sessions.all()]
    return Q(pk__in=held.at_sessions(chosen).values("attendee")) if chosen else Q()


def _in_words(question: Question, sessions: Iterable[Session]) -> list[str]:
    """The sessions that it is for; none where it is for all."""
    chosen = question.sessions.all()
    return [describe_place(session) for session in sessions if session in chosen]
