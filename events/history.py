"""What was done to an event, in sentences: who did what and when, without personal values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from events.cards import describe_place
from events.models import AuditEntry, Event

DONE = {  # what the audit calls it: what somebody did; {} is what it was done to
    "event_created": "created the event",
    "event_copied": "created the event from a copy",
    "event_published": "published the event",
    "event_changed": "changed {fields}",
    "event_cancelled": "cancelled the event",
    "event_discarded": "discarded the draft",
    "session_added": "added a session: {it}",
    "session_changed": "changed {fields} of a session: {it}",
    "session_removed": "removed a session from the draft",
    "session_cancelled": "cancelled a session: {it}",
    "extra_session_opened": "opened an extra session for the waiting list: {it}",
    "places_moved": "moved people to a session: {it}",
    "document_attached": "added a document: {it}",
    "document_changed": "changed {fields} of a document: {it}",
    "document_replaced": "replaced a document: {it}",
    "document_withdrawn": "withdrew a document: {it}",
    "venue_changed": "changed {fields} of a venue: {it}",
    "message_written": "wrote to the people who have booked",
    "message_stopped": "stopped a message to the people who have booked",
    "message_copied": "sent themselves a copy of a message",
    "question_added": "added a question",
    "question_changed": "changed {fields} of a question",
    "question_withdrawn": "withdrew a question",
    "question_asked_again": "asked a question again that was withdrawn",
    "questions_reordered": "changed the order of the questions",
    "sign_in_sheet_printed": "printed the sign-in sheet of a session: {it}",
    "badges_printed": "printed name badges for a session: {it}",
    "waiting_list_order_changed": "changed the order of the waiting list",
    "waiting_list_line_removed": "removed someone from the waiting list",
    "offered_by_hand": "offered someone on the waiting list a place",
    "session_exported": "downloaded names, schools and access needs: {it}",
    "bookings_exported": "downloaded the list of bookings",
    "waiting_list_exported": "downloaded the waiting list",
}
FIELDS = {
    "title": "the title",
    "summary": "the summary",
    "body": "what it is about",
    "audiences": "who it is for",
    "series": "the series",
    "update": "the update that announced it",
    "is_listed": "whether it is on the public list",
    "attendance": "how many sessions one person can attend",
    "booking_by": "how people book",
    "booking_address": "where people book",
    "opens_at": "when booking opens",
    "closes_working_days": "when booking closes",
    "substitution_working_days": "until when a colleague can be sent",
    "places_per_school": "how many can come from one school",
    "places_per_booking": "how many can be booked at once",
    "outside_audience": "what schools it is not for can do",
    "reminds_week_before": "the reminders",
    "reminds_day_before": "the reminders",
    "join_by": "which links to join are sent",
    "shows_waiting_position": "what people on the waiting list are told",
    "waiting_first_until": "until when its places are for the waiting list",
    "contact_name": "the contact",
    "contact_email": "the contact",
    "contact_telephone": "the contact",
    "precision": "the time",
    "starts_at": "the time",
    "ends_at": "the time",
    "on_date": "the time",
    "half": "the time",
    "arrive_at": "the arrival time",
    "mode": "the place",
    "venue": "the place",
    "join_link": "the link to join",
    "label": "the name",
    "speakers": "the speakers",
    "capacity": "the number of places",
    "kind": "the kind",
    "hint": "the hint",
    "options": "the answers to choose from",
    "is_required": "whether it has to be answered",
    "sessions": "the sessions",
    "stage": "when it is for",
    "visible_to": "who can see it",
    "shown_from": "when it is shown",
    "alternative_link": "the accessible version",
    "alternative_file": "the accessible version",
    "alternative_size": "the accessible version",
    "name": "the name",
    "address": "the address",
    "postcode": "the address",
    "coordinates": "where it is on the map",
    "map_link": "the map",
    "travel": "how to get there",
    "step_free_access": "step-free access",
    "hearing_loop": "the hearing loop",
    "telephone": "the phone number",
}
NOBODY = "Placecard"


@dataclass(frozen=True)
class Told:
    """One thing that was done."""

    at: datetime
    sentence: str


def things_of(event: Event) -> dict[str, str]:
    """What an event's own entries are about, by public id, in words; of an event for display."""
    return {
        event.public_id: event.title,
        **{one.public_id: describe_place(one) for one in event.sessions.all()},
        **{one.public_id: one.title for one in event.documents.all()},
        **{one.venue.public_id: one.venue.name for one in event.sessions.all() if one.venue},
    }


def sentences(entries: Iterable[AuditEntry], things: Mapping[str, str]) -> list[Told]:
    return [Told(entry.at, _sentence(entry, things.get(entry.object_id, ""))) for entry in entries]


def in_words(fields: Iterable[str]) -> str:
    """The time, the place and the speakers: each once."""
    *first, last = dict.fromkeys(FIELDS[name] for name in fields) or ["nothing"]
    return f"{', '.join(first)} and {last}" if first else last


def _sentence(entry: AuditEntry, thing: str) -> str:
    done = DONE[entry.action].format(fields=in_words(entry.changed), it=thing)
    return f"{entry.actor.full_name if entry.actor else NOBODY} {done}".removesuffix(": ")
