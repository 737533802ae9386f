"""What people and organisers do at random about the waiting lists of one event."""

import random
import uuid
from collections.abc import Callable
from datetime import timedelta

MUCH_LATER = timedelta(days=3)  # when every offer of now has lapsed


def moves_of_lists(event, chance: random.Random, *, person: Callable, some: Callable) -> dict:
    """By name: how often, and what."""
    from django.utils import timezone

    from bookings.lifecycle import extra_sessions, offers, settling, waiting_list
    from bookings.models import WaitingPlace
    from tests.factories import plan

    def full_or_some() -> list:
        full = [one for one in event.sessions.not_cancelled().with_place() if one.is_full]
        return chance.sample(full, min(len(full), chance.randint(1, 3))) or some(2)

    def line(states=("waiting", "offered")) -> WaitingPlace | None:
        found = WaitingPlace.objects.of_event(event).filter(state__in=states)
        pks = list(found.values_list("pk", flat=True)[:50])
        lines = WaitingPlace.objects.select_related("attendee")
        return lines.get(pk=chance.choice(pks)) if pks else None

    def join() -> None:
        waiting_list.join_waiting_list(
            event=event,
            sessions=full_or_some(),
            person=person(),
            form_uuid=uuid.uuid4(),
            at=timezone.now(),
        )

    def wait_for_more() -> None:
        waiting = line()
        if waiting:
            sessions = full_or_some()
            waiting_list.wait_for_more(waiting.attendee, sessions=sessions, at=timezone.now())

    def leave() -> None:
        waiting = line()
        if waiting:
            waiting_list.leave_waiting_list(waiting.attendee, at=timezone.now())

    def take() -> None:
        offered = line(["offered"]) or line()
        if offered:
            at = timezone.now()
            offers.take_offer(offered.attendee, offer=offered.public_id, at=at)

    def decline() -> None:
        offered = line(["offered"]) or line()
        if offered:
            at = timezone.now()
            offers.decline_offer(offered.attendee, offer=offered.public_id, at=at)

    def let_lapse() -> None:
        settling.settle_due(timezone.now() + MUCH_LATER)

    def open_extra_session() -> None:
        at = timezone.now().replace(microsecond=0)
        extra_sessions.open_extra_session(
            event,
            plan(starts_at=at + timedelta(days=chance.randint(20, 50)), capacity=10),
            waiting_first_until=at + timedelta(seconds=chance.choice([1, 3600])),
            at=at,
            by=None,
        )

    return {
        "join a list": (5, join),
        "wait for more": (1, wait_for_more),
        "leave the lists": (0.5, leave),
        "take an offer": (3, take),
        "decline an offer": (1, decline),
        "let offers lapse": (0.3, let_lapse),
        "open an extra session": (0.1, open_extra_session),
    }
