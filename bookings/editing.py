"""An organiser at the forms of an event: as it is, as typed, as somebody else has changed it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from django.http import QueryDict

from bookings import effects
from bookings.effects import Effect
from bookings.lifecycle import event_changes
from bookings.models import Booking
from events import differences, meanwhile, meanwhile_in_words, planning
from events.access import OrganisersRequest
from events.amending import ChangedMeanwhile, TooFewPlaces
from events.counting import count
from events.differences import TIME, Differences
from events.drafting import answers_about_time, answers_of, plan_from
from events.forms import rearranging
from events.forms.event import EventForm
from events.forms.sessions import TIMES, BaseSessionForms, SessionForm, session_forms
from events.models import Event, Session
from events.plans import EventPlan, SessionPlan

SETTLED = (
    "You can no longer change how many sessions one person can attend, because someone has booked."
)
ASKED, YES = "tell", "yes"


class Editing:
    """The forms of one event in one request.

    `seen` is the fingerprint of what the organiser was shown. `changed_meanwhile` are sentences
    about what somebody else has changed since then.
    """

    form: EventForm
    sessions: BaseSessionForms

    def __init__(self, request: OrganisersRequest, event: Event, *, at: datetime) -> None:
        self._request, self._at = request, at
        self.event = event
        self.changed_meanwhile: list[str] = []
        self._sessions = _in_order(event)
        self._is_settled = Booking.objects.of_event(event).holding_a_place().exists()
        self._now = planning.plan_of(event, self._sessions)
        self.seen = request.POST.get("seen") or meanwhile.fingerprints(self._now)
        self._fill(self._now, request.POST or None)

    @property
    def is_ready(self) -> bool:
        """Whether what was sent is in order and to be saved."""
        if rearranging.is_asked(self._request.POST):
            return False
        return self.form.is_bound and self.form.is_valid_with(self.sessions)

    def rearrange(self) -> None:
        """Show the forms again with other sessions, where that is asked."""
        if rearranging.is_asked(self._request.POST):
            asked = self._request.POST
            self.form, self.sessions = rearranging.rearranged(asked, self.form, self.sessions)

    def effect(self) -> Effect | None:
        """What to ask about before it is saved; None where nobody has to be asked, or has been."""
        if ASKED in self._request.POST or self.event.is_draft or self._is_overtaken():
            return None
        different = self._different
        worth_telling = different.worth_telling_of(self._at)
        effect = effects.of_changes(worth_telling, was_title=self.event.title, at=self._at)
        return effect if effect.number else None

    def _is_overtaken(self) -> bool:
        """Whether somebody else has changed what was typed here too, which saving will say."""
        seen = meanwhile.read(self.seen)
        return bool(meanwhile.merge(self._typed, self._now, seen, may_remove=False).changed)

    @property
    def announced(self) -> set[str]:
        """Public ids of the sessions that can no longer just be removed."""
        return set() if self.event.is_draft else {one.public_id for one in self._sessions}

    @property
    def cancellable(self) -> set[str]:
        """Those among them that can be cancelled."""
        coming = {one.public_id for one in self._sessions if not one.is_over(self._at)}
        return self.announced & coming

    def has_to_be_told(self) -> bool:
        """Whether nobody may be left with what was said before."""
        return bool(self._different.to_tell_of(self._at))

    def save(self) -> None:
        """Raises what event_changes.amend_event raises."""
        post = self._request.POST
        event_changes.amend_event(
            self.event,
            self._typed,
            seen=meanwhile.read(self.seen),
            tell=post.get(ASKED, YES) == YES,
            at=self._at,
            by=self._request.user,
        )

    def take_over(self, refusal: ChangedMeanwhile) -> None:
        """Show what was typed with what somebody else has changed, to be sent once more."""
        self.event = self._request.events.for_display().get(pk=self.event.pk)
        self._sessions = _in_order(self.event)
        self.changed_meanwhile = meanwhile_in_words.sentences(refusal.found, self._sessions)
        self.seen = meanwhile.fingerprints(planning.plan_of(self.event, self._sessions))
        self._fill(refusal.found.plan, None)

    def mark(self, refusal: TooFewPlaces) -> None:
        """Say beside the number of places of a session how many of them are taken, and by whom."""
        held = Booking.objects.of_event(self.event).holding_a_place().numbers_at_sessions()
        full = {session.public_id: session for session in refusal.sessions}
        for form in self.sessions:
            session = full.get(form.cleaned_data["public_id"] or "")
            if session is not None:
                taken = _taken_in_words(session.places_taken, booked=held.get(session.pk, 0))
                least = f"Enter {session.places_taken:,} or more places"
                form.add_error("capacity", f"{taken}. {least}")

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was sent, to be sent once more."""
        return [
            (name, value)
            for name, values in self._request.POST.lists()
            for value in values
            if name not in ("csrfmiddlewaretoken", "seen", ASKED)
        ]

    @cached_property
    def _typed(self) -> EventPlan:
        """What the forms say; a time that was left alone may be more than they can show."""
        plan = plan_from(self.form, self.sessions)
        known = {one.public_id: one for one in self._now.sessions}
        sessions = [
            _with_time_of(known[one.public_id], one) if _is_left_alone(form, known) else one
            for one, form in zip(plan.sessions, self.sessions, strict=True)
        ]
        return replace(plan, sessions=tuple(sessions))

    @cached_property
    def _different(self) -> Differences:
        return differences.between(self.event, self._sessions, self._typed)

    def _fill(self, plan: EventPlan, data: QueryDict | None) -> None:
        answers, of_sessions = answers_of(plan)
        self.form = EventForm(
            data,
            teams=self._request.teams,
            author=self._request.user,
            event=self.event,
            attendance_is_fixed=self._is_settled,
            initial=answers,
        )
        self.form.attendance_note = SETTLED if self._is_settled else ""
        self.sessions = session_forms(data, at=self._at, initial=of_sessions)


def _taken_in_words(number: int, *, booked: int) -> str:
    """By people who have booked, or also by what is offered to those who wait."""
    if number == booked:
        return f"{count(number, 'person has', 'people have')} booked"
    return f"{count(number, 'place is', 'places are')} booked or offered"


def _is_left_alone(form: SessionForm, known: Mapping[str, SessionPlan]) -> bool:
    """Whether the boxes of its time say what they would say of the session as it is."""
    now = known.get(form.cleaned_data["public_id"] or "")
    if now is None:
        return False
    shown = answers_about_time(now)
    return all((form[name].value() or "") == shown.get(name, "") for name in TIMES)


def _with_time_of(now: SessionPlan, typed: SessionPlan) -> SessionPlan:
    return replace(typed, **{name: getattr(now, name) for name in TIME})


def _in_order(event: Event) -> list[Session]:
    """The sessions of an event that was loaded for display."""
    return sorted(event.sessions.all(), key=lambda session: (session.sort_at, session.pk))
