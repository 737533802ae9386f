"""What a calendar feed's bytes follow from, without rendering them: its ETag and Last-Modified."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.utils.http import quote_etag

from events import dates
from events.models import Audience, Document
from events.models.session import SessionQuerySet, places_in_words

LAYOUT = "4"  # raised when the same facts are written differently, so that clients fetch again
DERIVED = ("capacity", "places_taken", "join_link")  # of which the feed says less than they hold
OF_A_SESSION = (
    "pk",
    "feed_sequence",
    "changed_at",
    "event__title",
    "event__booking_by",
    "event__summary",
    "event__state",
    "event__contact_name",
    "event__contact_email",
    "event__contact_telephone",
    "venue__name",
    "venue__address",
    "venue__postcode",
)
CHANGED_AT = OF_A_SESSION.index("changed_at")
OF_THE_SERVICE = ("SITE_ADDRESS", "SERVICE_NAME", "COUNCIL_NAME")


def etag_and_change(title: str, sessions: SessionQuerySet) -> tuple[str, datetime | None]:
    """The quoted ETag of a feed of these sessions, and when one of them last changed."""
    rows = [
        (*row, places_in_words(capacity, taken), bool(join_link))
        for capacity, taken, join_link, *row in sessions.values_list(*DERIVED, *OF_A_SESSION)
    ]
    told = (
        LAYOUT,
        [getattr(settings, name) for name in OF_THE_SERVICE],
        title,
        rows,
        list(Audience.objects.of_events_in(sessions)),
        list(Document.objects.newest_versions_in(sessions)),
    )
    etag = quote_etag(hashlib.sha256(repr(told).encode()).hexdigest()[:32])
    return etag, max((row[CHANGED_AT] for row in rows), default=None)


def last_modified(changed_at: datetime | None, at: datetime) -> int:
    """Unix time of the last change; the window moves each midnight, which is one too.

    Never this very second, in which something may change yet.
    """
    midnight = dates.midnight_before(at)
    return min(int(max(midnight, changed_at or midnight).timestamp()), int(at.timestamp()) - 1)
