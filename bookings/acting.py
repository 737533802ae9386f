"""Organisers acting for somebody: what stands in the way, in words, and whether to go on."""

from collections.abc import Callable
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
    AddressIsTaken,
    AlreadyBooked,
    LinkReplaced,
    NotMoved,
    OutsideAudience,
    SchoolLimitReached,
    SessionCancelled,
    SessionFull,
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
    AddressIsTaken: (
        "This email address is already used",
        "Someone with this email address has a place at this event.",
    ),
    AlreadyBooked: (
        "They already have a place",
        "Someone with this email address has a place at this event. Nothing was booked.",
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
        "Nobody can have a place at a session that will not take place.",
    ),
    TooLate: (
        "It is too late",
        "The session has started or is over, or the place is already cancelled. "
        "Nothing has changed.",
    ),
    WrongChoice: (
        "They can attend one session only",
        "They have a place at another session, so this one stays cancelled. "
        "Change the session of the place they have instead.",
    ),
}

DONE = {  # what the attendee's page says after it; the second where they are told
    "booked": ("The place is booked.", True),
    "corrected": ("The details are saved.", False),
    "moved": ("The session is changed.", True),
    "cancelled": ("The place is cancelled.", True),
    "undone": ("The place is booked again.", True),
    "noted": ("The note is saved.", False),
    "sent": ("We are sending the email again.", False),
}


@dataclass(frozen=True)
class Obstacle:
    """`known` is what an organiser may go on knowing; None where nobody can."""

    heading: str
    sentence: str
    known: Known | None = None
    button: str = ""


def obstacle(refusal: Refusal, *, may_add_places: bool) -> Obstacle:
    match refusal:
        case SessionFull():
            return _full(refusal, may_add_places=may_add_places)
        case SchoolLimitReached():
            return Obstacle(
                "This school has all its places",
                f"{count(refusal.limit, 'person', 'people')} from one school can come to this"
                " event. Nothing has changed yet.",
                Known.LIMIT,
                "Go on all the same",
            )
        case OutsideAudience():
            return Obstacle(
                "This event is not for this school",
                "It is not one of the schools this event is for. Nothing has changed yet.",
                Known.OUTSIDE,
                "Go on all the same",
            )
        case _:
            return Obstacle(*HEADINGS[type(refusal)])


@dataclass(frozen=True)
class Acting:
    """An organiser's answered form; `attendee` is whom it is about, if that is known."""

    request: OrganisersRequest
    event: Event
    form: ActForm
    at: datetime
    attendee: Attendee | None = None

    def carry_out(self, done: str, do: Callable[[Act], Attendee]) -> HttpResponse:
        """To the attendee's page, which says that it is done, or to what stands in the way."""
        try:
            attendee = do(self._act())
        except Refusal as refusal:
            return refused(self.request, self.event, refusal, self.form, attendee=self.attendee)
        return redirect(address_of(attendee, done, quietly=self.form.cleaned_data["quietly"]))

    def _act(self) -> Act:
        """What the form says, without what this organiser may not do."""
        answers = self.form.cleaned_data
        knowing = set(answers["knowing"])
        if Known.FULL in knowing and not may_change(self.request, self.event):
            knowing.remove(Known.FULL)
        return Act(by=self.request.user, at=self.at, tells=not answers["quietly"], knowing=knowing)


def refused(
    request: OrganisersRequest,
    event: Event,
    refusal: Refusal,
    form: ActForm | None = None,
    *,
    attendee: Attendee | None = None,
) -> HttpResponse:
    """The page that says what stands in the way, with what was typed for going on all the same."""
    found = obstacle(refusal, may_add_places=may_change(request, event))
    known = attendee or getattr(refusal, "attendee", None)
    context = {"event": event, "form": form, "obstacle": found, "attendee": known}
    return TemplateResponse(request, "bookings/act_refused.html", context, status=refusal.status)


def address_of(attendee: Attendee, done: str, *, quietly: bool = False) -> str:
    """The attendee's page, which says what was done and whether they are told."""
    address = reverse("attendee", args=[attendee.event.public_id, attendee.public_id])
    said = {"done": done, **({"quietly": "1"} if quietly else {})}
    return f"{address}?{urlencode(said)}" if done else address


def done_in_words(done: str, *, quietly: bool) -> str:
    """What the address of an attendee's page says was done; nothing where it says nothing known."""
    sentence, is_told = DONE.get(done, ("", False))
    told = "We have not emailed them." if quietly else "We are emailing them."
    return f"{sentence} {told}" if is_told else sentence


def _full(refusal: SessionFull, *, may_add_places: bool) -> Obstacle:
    session = refusal.session
    heading = f"Full: {describe_place(session)}"
    if not may_add_places:
        return Obstacle(heading, "Ask an organiser of your team to add places.")
    more = f"If you go on, the session will have {session.places_taken + 1:,} places."
    return Obstacle(heading, more, Known.FULL, "Add a place and go on")
