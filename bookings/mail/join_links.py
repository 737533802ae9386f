"""How whoever has a place joins an online session: by a link of their own, and by the meeting's."""

from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.urls import reverse

from events.models import Event

JOIN = "Join the meeting:"
FROM_HALF_AN_HOUR_BEFORE = "Join the meeting, from 30 minutes before the start:"
ON_THE_DAY = "Join the meeting, on the day:"
MEETINGS_OWN = "If that does not work, use the meeting link:"


class Joinable(Protocol):
    """What a message has to record of a place."""

    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def join_link(self) -> str: ...
    @property
    def join_token(self) -> str: ...
    @property
    def join_by(self) -> str: ...


def ways_to_join(place: Joinable) -> list[tuple[str, str]]:
    """Each as the words before it and the address; none while there is no link.

    What an older release recorded has no link of their own.
    """
    if not place.join_link:
        return []
    if not place.join_token:
        return [(JOIN, place.join_link)]
    words = FROM_HALF_AN_HOUR_BEFORE if place.starts_at else ON_THE_DAY
    own = (words, settings.SITE_ADDRESS + reverse("join_session", args=[place.join_token]))
    return [own] if is_only_their_own(place) else [own, (MEETINGS_OWN, place.join_link)]


def is_only_their_own(place: Joinable) -> bool:
    return bool(place.join_token) and place.join_by == Event.JoinBy.PERSONAL
