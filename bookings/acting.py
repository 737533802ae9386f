"""Organisers acting for somebody: what stands in the way, in words, and whether to go on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from bookings.forms.on_behalf import ActForm
from bookings.lifecycle.on_behalf import Act, Known
from bookings.lifecycle.refusals import (
    AlreadyBooked,
    LinkReplaced,
    NotMoved,
    OfferOver,
    OutsideAudience,
    SchoolLimitReached,
    SessionCancelled,
    SessionsFull,
    TooLate,
    WrongChoice,
)
from bookings.models import Attendee
from events.access import OrganisersRequest, may_change
from events.cards import describe_place
from events.counting import count
from events.models import Event
from events.refusal import Refusal

HEADINGS: dict[type[Refusal], tuple[str, str]] = {
    AlreadyBooked: (
        "This email address already has a place",
        "Someone with this email address has a place at this event. Nothing has changed.",
    ),
    LinkReplaced: (
        "This booking belongs to someone else now",
        "Another email address, or a colleague, has this booking now. Nothing has changed.",
    ),
    NotMoved: (
        "They were not moved",
        "That session is over or cancelled, or they already have a place there. "
        "They keep the place they have.",
    ),
    SessionCancelled: (
        "The session is cancelled",
        "The session will not take place. Nothing has changed.",
    ),
    TooLate: (
        "It is too late",
        "The session has started or is over, or the place is already cancelled. "
        "Nothing has changed.",
    ),
    WrongChoice: (
        "They cannot have this place",
        "They have a place at another session already, or these are not all the sessions of the "
        "course that are still to come. Nothing has changed.",
    ),
}
ABOUT_WAITING: dict[type[Refusal], tuple[str, str]] = {
    OfferOver: (
        "The waiting list has changed",
        "Someone you chose has left the waiting list or has a place now. Nothing has changed.",
    ),
    TooLate: (
        "It is too late to offer a place",
        "In the 24 hours before a session, or once booking has closed, nobody is offered a place. "
        "You can book for someone instead. Nothing has changed.",
    ),
}

TOLD, NOT_TOLD = "We are emailing them.", "We have not emailed them."
DONE = {  # what the attendee's page says after it: done, where they are told, where they are not
    "booked": ("The place is booked.", TOLD, NOT_TOLD),
    "corrected": ("The details are saved.", "", ""),
    "readdressed": (
        "The email address is changed.",
        "We are sending a new link to it.",
        "Their old link no longer works and we have not sent them a new one.",
    ),
    "moved": ("The session is changed.", TOLD, NOT_TOLD),
    "cancelled": ("The place is cancelled.", TOLD, NOT_TOLD),
    "undone": ("The place is booked again.", TOLD, NOT_TOLD),
    "noted": ("The note is saved.", "", ""),
    "offered": ("The place is offered.", TOLD, ""),
    "removed": ("They are no longer on the waiting list.", TOLD, NOT_TOLD),
    "reordered": ("The order of the waiting list is changed.", "", ""),
    "sent": ("We are sending the email again.", "", ""),
}


@dataclass(frozen=True)
class Words:
    """What is said where something stands in the way, and which page it leads back to."""

    headings: Mapping[type[Refusal], tuple[str, str]]
    page: str
    back: str


WORDS = Words(HEADINGS, "event_bookings", "Go back to the bookings")
OF_THE_WAITING_LIST = Words(
    HEADINGS | ABOUT_WAITING, "event_waiting_list", "Go back to the waiting list"
)
NOT_DONE = ("This cannot be done now", "Nothing has changed.")


@dataclass(frozen=True)
class Obstacle:
    """`known` is what an organiser may go on knowing; None where nobody can."""

    heading: str
    sentence: str
    known: Known | None = None
    button: str = ""


def obstacle(refusal: Refusal, words: Words, *, may_add_places: bool) -> Obstacle:
    match refusal:
        case SessionsFull():
            return _full(refusal, may_add_places=may_add_places)
        case SchoolLimitReached():
            return Obstacle(
                "This school has all its places",
                f"{count(refusal.limit, 'person', 'people')} from one school can come to this"
                " event. Nothing has changed yet.",
                Known.LIMIT,
                "Continue",
            )
        case OutsideAudience():
            return Obstacle(
                "This event is not for this school",
                "It is not one of the schools this event is for. Nothing has changed yet.",
                Known.OUTSIDE,
                "Continue",
            )
        case _:
            return Obstacle(*words.headings.get(type(refusal), NOT_DONE))


@dataclass(frozen=True)
class Acting:
    """An organiser's answered form; `attendee` is whom it is about, if that is known."""

    request: OrganisersRequest
    event: Event
    form: ActForm
    at: datetime
    attendee: Attendee | None = None
    words: Words = WORDS

    def carry_out(self, done: str, do: Callable[[Act], Attendee]) -> HttpResponse:
        """To the attendee's page, which says that it is done, or to what stands in the way."""
        try:
            attendee = do(self._act())
        except Refusal as refusal:
            return self._refused(refusal)
        if self.attendee is not None and attendee != self.attendee:
            done = "readdressed"
        return redirect(address_of(attendee, done, quietly=self._is_quiet))

    def carry_out_in_list(self, done: str, do: Callable[[Act], object]) -> HttpResponse:
        """The same to the list that it leads back to."""
        try:
            do(self._act())
        except Refusal as refusal:
            return self._refused(refusal)
        address = reverse(self.words.page, args=[self.event.public_id])
        return redirect(f"{address}?{_said(done, quietly=self._is_quiet)}")

    @property
    def _is_quiet(self) -> bool:
        """Whether they are not told; a form need not ask."""
        return bool(self.form.cleaned_data.get("quietly"))

    def _refused(self, refusal: Refusal) -> HttpResponse:
        attendee, words = self.attendee, self.words
        return refused(self.request, self.event, refusal, self.form, attendee=attendee, words=words)

    def _act(self) -> Act:
        """What the form says, without what this organiser may not do."""
        answers = self.form.cleaned_data
        knowing = set(answers["knowing"])
        if Known.FULL in knowing and not may_change(self.request, self.event):
            knowing.remove(Known.FULL)
        return Act(by=self.request.user, at=self.at, tells=not self._is_quiet, knowing=knowing)


def refused(
    request: OrganisersRequest,
    event: Event,
    refusal: Refusal,
    form: ActForm | None = None,
    *,
    attendee: Attendee | None = None,
    words: Words = WORDS,
) -> HttpResponse:
    """The page that says what stands in the way, with what was typed for going on all the same."""
    found = obstacle(refusal, words, may_add_places=may_change(request, event))
    known = getattr(refusal, "attendee", None) or attendee
    context = {"event": event, "form": form, "obstacle": found, "attendee": known, "words": words}
    return TemplateResponse(request, "bookings/act_refused.html", context, status=refusal.status)


def address_of(attendee: Attendee, done: str, *, quietly: bool = False) -> str:
    """The attendee's page, which says what was done and whether they are told."""
    address = reverse("attendee", args=[attendee.event.public_id, attendee.public_id])
    return f"{address}?{_said(done, quietly=quietly)}" if done else address


def done_in_words(done: str, *, quietly: bool) -> str:
    """What the address of an attendee's page says was done; nothing where it says nothing known."""
    sentence, told, not_told = DONE.get(done, ("", "", ""))
    return f"{sentence} {not_told if quietly else told}".strip()


def _said(done: str, *, quietly: bool) -> str:
    return urlencode({"done": done, **({"quietly": "1"} if quietly else {})})


def _full(refusal: SessionsFull, *, may_add_places: bool) -> Obstacle:
    heading = f"Full: {'; '.join(map(describe_place, refusal.sessions))}"
    if not may_add_places:
        return Obstacle(heading, "Ask an organiser in your team to add places.")
    if len(refusal.sessions) > 1:
        more = "You can add one place to each."
    else:
        places = refusal.session.places_taken + 1
        more = f"You can add a place. The session will then have {places:,} places."
    return Obstacle(heading, more, Known.FULL, "Add a place")
