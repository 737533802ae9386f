"""What organisers have changed of somebody's places, in the sentence that a mail begins with."""

from bookings.mail import join_links
from bookings.mail.facts import BookingFacts, PlaceFacts

SEVERAL = "Sessions that you booked have changed."
TO_BE_CONFIRMED = "The date of this session is now to be confirmed."
AS_BEFORE = "We have taken back a change that an earlier email may have told you of."
LINK_READY = "The link to join this session is ready."
LINK_CHANGED = "The link to join this session has changed."
LINK_STAYS = "The meeting is at a different address. Your link to join it is the same as before."
LINK_GONE = "The link to join this session no longer works. We will email you a new one."


def news_of(facts: BookingFacts) -> str:
    """Empty where nothing is another thing than before."""
    told = [sentence for place in facts.places if (sentence := _news_of_place(place))]
    if len(told) > 1:
        return SEVERAL
    title = "This event has a new title." if _has_new_title(facts) else ""
    return " ".join(told) or title


def _has_new_title(facts: BookingFacts) -> bool:
    return bool(facts.was_title) and facts.was_title != facts.event_title


def _news_of_place(place: PlaceFacts) -> str:
    if place.has_new_time and not place.has_date:
        return TO_BE_CONFIRMED
    time = ("date" if place.has_new_day else "time") if place.has_new_time else ""
    if place.has_new_place and place.mode == "online":
        return "This session is now online." + (f" Its {time} has also changed." if time else "")
    what = [*filter(None, [time, "place" if place.has_new_place else ""])]
    if what:
        return f"The {' and '.join(what)} of this session {'have' if what[1:] else 'has'} changed."
    if place.has_new_link:
        return _news_of_link(place)
    return "This session has a new name." if place.has_new_label else ""


def _news_of_link(place: PlaceFacts) -> str:
    if not place.join_link:
        return LINK_GONE
    if not place.was_link:
        return LINK_READY
    return LINK_STAYS if join_links.is_only_their_own(place) else LINK_CHANGED
