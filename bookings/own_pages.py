"""Where an attendee's pages are: at their own secret link, or at their booker's."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from bookings.models import Attendee, Booker


@dataclass(frozen=True)
class OwnPages:
    """One attendee's pages; `opened_by` is the booker through whose link they were opened."""

    attendee: Attendee
    opened_by: Booker | None = None

    @property
    def is_for_colleague(self) -> bool:
        return self.opened_by is not None

    @property
    def whom(self) -> str:
        """Who attends, as a question to whoever has opened them says it."""
        return self.attendee.full_name if self.is_for_colleague else "you"

    def url(self, page: str, *args: str, **marks: str) -> str:
        """Of a page by its URL name; `marks` are what it is to say, as its query."""
        booker = self.opened_by
        link = (
            [booker.link_token, self.attendee.public_id] if booker else [self.attendee.link_token]
        )
        query = f"?{urlencode(marks)}" if marks else ""
        return reverse(page, args=[*link, *args]) + query

    @property
    def context(self) -> dict[str, Any]:
        """What every page of an attendee says: whose it is, and to whom."""
        return {
            "attendee": self.attendee,
            "event": self.attendee.event,
            "pages": self,
            "is_for_colleague": self.is_for_colleague,
        }

    def of(self, attendee: Attendee) -> "OwnPages":
        """The same of whoever has the places now: another address, or a colleague."""
        return OwnPages(attendee, self.opened_by)


class LinkRequest(HttpRequest):
    """A request that @by_link let through, with the pages it was opened by."""

    pages: OwnPages
