"""What somebody else has changed of an event meanwhile, in sentences for whoever edits it too."""

from collections.abc import Iterable

from events.cards import describe_place
from events.meanwhile import Meanwhile
from events.models import Session

PARTS = {
    "title": "the title",
    "summary": "the summary",
    "body": "what it is about",
    "is_listed": "whether it is on the public list",
    "attendance": "how many sessions one person can attend",
    "booking_by": "how people book",
    "booking_address": "where people book",
    "opens_at": "when booking opens",
    "closes_working_days": "when booking closes",
    "substitution_working_days": "until when a colleague can be sent",
    "places_per_school": "how many people can come from one school",
    "places_per_booking": "how many people can be booked at once",
    "outside_audience": "what people can do from schools it is not for",
    "reminds_week_before": "the reminders",
    "reminds_day_before": "the reminders",
    "join_by": "which links to join online are sent",
    "shows_waiting_position": "what people on the waiting list are told",
    "contact_name": "the contact’s name",
    "contact_email": "the email address for questions",
    "contact_telephone": "the contact’s phone number",
    "series": "the series",
    "update": "the update that announced it",
    "audiences": "who it is for",
}
PARTS_OF_A_SESSION = {
    "time": "the time",
    "place": "the place",
    "label": "the name",
    "speakers": "the speakers",
    "capacity": "the number of places",
}
REMOVED = "A session on this page has been removed or cancelled."
STAYS = {
    "added": "There is another session: {}.",
    "kept": "This session is public by now, so you can only cancel it: {}.",
}


def sentences(found: Meanwhile, sessions: Iterable[Session]) -> list[str]:
    """One for each thing that is another now; `sessions` are the event's, as they are now."""
    by_id = {session.public_id: describe_place(session) for session in sessions}
    return [_sentence(by_id.get(key, ""), part) for key, part in found.changed]


def _sentence(session: str, part: str) -> str:
    if part == "removed":
        return REMOVED
    if part in STAYS:
        return STAYS[part].format(session)
    if session:
        return f"Someone has changed {PARTS_OF_A_SESSION[part]} of this session: {session}."
    return f"Someone has changed {PARTS[part]}."
