"""Who is meant by an address: compare, find or make an attendee, and their secret link."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from django.db.models import Q

from bookings.lifecycle import bookers, calendar_versions
from bookings.models import Attendee, Booker, School
from bookings.questions.answers import Answer
from bookings.schools.typed import school_key
from bookings.search_keys import name_key, search_key
from events.email_addresses import email_key
from events.models import Event, Session

FOLLOWING = ("typed_school_key", "name_key", "search_key")  # from the fields that a form fills


@dataclass(frozen=True)
class Person:
    """Who comes, as typed on the form; `booked_by_*` where somebody else books."""

    full_name: str
    email: str
    school: School | None = None
    typed_school: str = ""
    role: str = ""
    access_needs: str = ""
    dietary_needs: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    word_to_organiser: str = ""
    booked_by_name: str = ""
    booked_by_email: str = ""

    def is_of_another_school(self, attendee: Attendee) -> bool:
        """Than that one, by the record or by the name as compared."""
        key = school_key(self.typed_school)
        return (self.school, key) != (attendee.school, attendee.typed_school_key)

    def values(self) -> dict[str, object]:
        """The attendee's own fields that a form fills, and what follows from them."""
        own = [one.name for one in fields(self) if not one.name.startswith("booked_by")]
        values = {name: getattr(self, name) for name in own}
        return values | {
            "typed_school_key": school_key(self.typed_school),
            "name_key": name_key(self.full_name),
            "search_key": search_key(self.full_name, self.email, self.typed_school),
        }


def find(event: Event, email: str) -> Attendee | None:
    """Who has this address at this event, if anybody."""
    key = email_key(email)
    return Attendee.objects.not_replaced().filter(event=event, email_key=key).first()


def find_with_form(
    event: Event, email: str, form_uuid: uuid.UUID
) -> tuple[Attendee | None, Attendee | None]:
    """The same, and before it whom this very form has booked already: one query for both."""
    key = email_key(email)
    has_address = Q(event=event, email_key=key, replaced_at__isnull=True)
    found = list(Attendee.objects.filter(has_address | Q(form_uuid=form_uuid)))
    sent_before = [attendee for attendee in found if attendee.form_uuid == form_uuid]
    others = [attendee for attendee in found if attendee.event_id == event.pk]
    known = [one for one in others if one.email_key == key and not one.is_replaced]
    return next(iter(sent_before), None), next(iter(known), None)


def is_same_booking(attendee: Attendee, person: Person, sessions: Sequence[Session]) -> bool:
    """Whether it is this person that was booked, and for just these sessions."""
    if attendee.email_key != email_key(person.email):
        return False
    booked = set(attendee.bookings.values_list("session_id", flat=True))
    return booked == {session.pk for session in sessions}


def make(
    event: Event,
    person: Person,
    *,
    form_uuid: uuid.UUID,
    at: datetime,
    booker: Booker | None = None,
) -> Attendee:
    """A new attendee with a new link; `at` is when the place was first booked.

    Whoever the form says has booked for them becomes a booker, if there is none already.
    """
    if booker is None and person.booked_by_email:
        booker = bookers.make(event, person.booked_by_name, person.booked_by_email, at=at)
    return Attendee.objects.create(
        event=event,
        email_key=email_key(person.email),
        form_uuid=form_uuid,
        created_at=at,
        booker=booker,
        **person.values(),
    )


def rewrite(attendee: Attendee, person: Person, names: Iterable[str]) -> None:
    """Set these fields to what the form says, with what follows from them."""
    values, written = person.values(), [*names, *FOLLOWING]
    for name in written:
        setattr(attendee, name, values[name])
    attendee.save(update_fields=written)


def set_note(attendee: Attendee, note: str) -> None:
    """What organisers tell each other about the attendee."""
    if attendee.note != note:
        attendee.note = note
        attendee.save(update_fields=["note"])


def mark_replaced(attendee: Attendee, why: str, *, at: datetime, reason: str = "") -> None:
    """Free the attendee's address at the event for whoever replaces them."""
    attendee.replaced_at, attendee.replaced_as, attendee.replaced_reason = at, why, reason
    attendee.save(update_fields=["replaced_at", "replaced_as", "replaced_reason"])
    calendar_versions.raise_for([attendee], at=at)


def set_replaced_by(attendee: Attendee, successor: Attendee) -> None:
    """Let the old link lead to a page that mails the new one to the successor."""
    attendee.replaced_by = successor
    attendee.save(update_fields=["replaced_by"])
