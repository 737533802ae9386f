"""Who may book: how many from one school, and which schools an event is for."""

from collections.abc import Sequence
from datetime import datetime

from bookings.lifecycle import school_room
from bookings.lifecycle.attendees import Person
from bookings.lifecycle.refusals import OutsideAudience, SchoolLimitReached
from bookings.mail import notices
from bookings.mail.queue import queue
from bookings.models import Attendee
from bookings.models.attendee import AttendeeQuerySet
from bookings.schools import audiences
from bookings.schools.succession import same_school
from bookings.schools.typed import school_key
from events.command import step
from events.email_addresses import email_key
from events.models import Event

FROM_OUTSIDE = "{} from a school this event is not for {}."
NOT_ON_THE_LIST = (
    "{} from an organisation that is not on our list of schools {}. "
    "We count organisations by the name people type, so check that no school has too many places."
)


@step
def check_change(attendee: Attendee, person: Person) -> None:
    """Whether somebody who has a place at a locked event may be of this school instead.

    Whoever was let in from outside the audience stays in. Raises OutsideAudience and
    SchoolLimitReached.
    """
    if not is_outside(attendee.event, attendee):
        check_audience(attendee.event, [person], besides=attendee)
    check_limit(attendee.event, [person], besides=attendee)


@step
def check_limit(
    event: Event, people: Sequence[Person | Attendee], *, besides: Attendee | None = None
) -> None:
    """Whether so many people of one school may have places at a locked event.

    Places count, and so do offers; not those of these people themselves, nor of `besides`, who has
    a place already. Raises SchoolLimitReached.
    """
    limit = event.places_per_school
    if limit is None:
        return
    own = {email_key(person.email) for person in people}
    taken = _from_the_school_of(people[0], event).without_keys(own).besides(besides).count()
    if taken + len(people) > limit:
        raise SchoolLimitReached(limit=limit, left=max(limit - taken, 0))


@step
def tell_organisers(attendee: Attendee, *, people: int = 1, at: datetime) -> None:
    """What they have to look at themselves of a booking just made, for so many of one school."""
    event, news = attendee.event, []
    who, booked = "Someone", "has booked a place"
    if people > 1:
        who, booked = f"{people} people", "have booked places"
    if attendee.school is None and event.places_per_school is not None:
        news.append(NOT_ON_THE_LIST.format(who, booked))
    if is_outside(event, attendee):
        news.append(FROM_OUTSIDE.format(who, booked))
    if news:
        queue(notices.organisers_told(attendee, " ".join(news), at=at), at=at)


def is_outside(event: Event, whose: Person | Attendee) -> bool:
    """Whether the event is not for their school, where that makes a difference."""
    if event.outside_audience == Event.OutsideAudience.WELCOME:
        return False
    return audiences.is_outside(event, whose.school)


@step
def check_audience(
    event: Event, people: Sequence[Person | Attendee], *, besides: Attendee | None = None
) -> None:
    """Whether the event is for their school, or they have said why they want to come.

    Asked before an address is looked up, or addresses could be tried out without booking a place.
    Nobody is asked why where their school can have no place. Raises OutsideAudience and
    SchoolLimitReached.
    """
    if not is_outside(event, people[0]):
        return
    if event.outside_audience == Event.OutsideAudience.REFUSE:
        raise OutsideAudience(is_asked=False)
    if not people[0].word_to_organiser:
        check_limit(event, people, besides=besides)
        raise OutsideAudience(is_asked=True)


def _from_the_school_of(person: Person | Attendee, event: Event) -> AttendeeQuerySet:
    """By the school's record, and what it was before; by its name where it is typed."""
    counted = school_room.counted(event)
    if person.school is None:
        return counted.of_typed_school(school_key(person.typed_school))
    return counted.of_schools(same_school(person.school))
