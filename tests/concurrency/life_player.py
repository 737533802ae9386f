"""A program that does at random what people and organisers do, at one event and for some seconds.

It says "ready", waits for a line, plays, and then prints what it did, as JSON.
"""

import json
import logging
import os
import random
import sys
import time
import traceback
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import django

PEOPLE, SCHOOLS = 300, 12
CAPACITIES = [15, 20, 30, None]


class TriesAgain(logging.Handler):
    """Counts the commands that the database asked to be tried again, by the reason."""

    def __init__(self) -> None:
        super().__init__()
        self.counted: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        if "is tried again" in record.msg:
            self.counted[record.getMessage()] += 1


def main(public_id: str, seconds: str, number: str) -> None:
    django.setup()
    from django.core import mail

    from events.models import Event
    from events.refusal import Refusal
    from tests.bookings.diaries import entries

    chance, tried_again = random.Random(number), TriesAgain()
    logging.getLogger("events.command").addHandler(tried_again)
    moves = moves_at(Event.objects.get(public_id=public_id), chance, f"192.0.2.{number}")
    names, weights = list(moves), [weight for weight, _ in moves.values()]
    done, refused, errors = Counter(), Counter(), []
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    over_at = time.monotonic() + float(seconds)
    while time.monotonic() < over_at:
        [name] = chance.choices(names, weights)
        try:
            moves[name][1]()
            done[name] += 1
        except Refusal as refusal:
            refused[f"{name}: {type(refusal).__name__}"] += 1
        except Exception:  # whatever it is, the report tells it
            errors.append(f"{name}: {traceback.format_exc()}")
    told = [
        (
            uid,
            [one.revision[0], one.revision[1].isoformat()],
            one.method,
            str(one.starts_at),
            one.to,
        )
        for uid, one in entries(getattr(mail, "outbox", []))
    ]
    report = {"done": done, "refused": refused, "errors": errors, "told": told}
    sys.stdout.write(json.dumps(report | {"tried_again": tried_again.counted}))


def moves_at(event, chance: random.Random, network: str) -> dict[str, tuple[float, Callable]]:
    """By name: how often, and what."""
    from django.utils import timezone

    from bookings.lifecycle import (
        absence,
        colleagues,
        commands,
        details,
        event_changes,
        moving,
        substitution,
    )
    from bookings.lifecycle.attendees import Person
    from bookings.mail import delivery
    from bookings.models import Attendee, Booking
    from events import planning
    from events.models import Event, Session
    from tests.concurrency.list_player import moves_of_lists
    from tests.factories import plan

    def address() -> str:
        return f"p{chance.randrange(PEOPLE)}@school.example"

    def person(attendee=None, booker: str = "") -> Person:
        school = f"School {chance.randrange(SCHOOLS)}"
        return Person(
            "Alex Example",
            address(),
            school=attendee.school if attendee else None,
            typed_school=attendee.typed_school if attendee else school,
            booked_by_name="The Office" if booker else "",
            booked_by_email=booker,
        )

    def somebody() -> Attendee:
        found = Attendee.objects.filter(event=event)
        last = found.order_by("pk").last()
        first = found.order_by("pk").first()
        if last is None:
            return book()
        return found.filter(pk__gte=chance.randint(first.pk, last.pk)).earliest("pk")

    def some(most: int) -> list[Session]:
        sessions = list(event.sessions.not_cancelled().with_place().order_by("pk"))
        return chance.sample(sessions, min(chance.randint(1, most), len(sessions)))

    def book(booker: str = "") -> Attendee:
        return commands.book_place(
            event=event,
            sessions=some(3),
            person=person(booker=booker),
            form_uuid=uuid.uuid4(),
            at=timezone.now(),
            caller_network=network,
        )

    def book_for_somebody() -> None:
        book(f"office{chance.randrange(5)}@school.example")

    def book_for_colleagues() -> None:
        first = person()
        others = [replace(first, email=address()) for _ in range(chance.randint(1, 3))]
        colleagues.book_for_colleagues(
            event=event,
            sessions=some(2),
            people=[first, *others],
            by=colleagues.BookedBy("The Office", f"office{chance.randrange(5)}@school.example"),
            form_uuid=uuid.uuid4(),
            at=timezone.now(),
            caller_network=network,
        )

    def book_more() -> None:
        commands.book_more(somebody(), sessions=some(2), at=timezone.now())

    def cancel_all() -> None:
        commands.cancel_bookings(somebody(), at=timezone.now())

    def cancel_one() -> None:
        attendee = somebody()
        held = Booking.objects.holding_a_place().of(attendee).values_list("public_id", flat=True)
        commands.cancel_bookings(attendee, only=list(held)[:1], at=timezone.now())

    def report_absence() -> None:
        absence.report_absence(somebody(), at=timezone.now())

    def move() -> None:
        attendee = somebody()
        held = Booking.objects.holding_a_place().of(attendee).order_by("pk").first()
        public_id = held.public_id if held else "none"
        moving.move_booking(attendee, booking=public_id, to=some(1)[0], at=timezone.now())

    def substitute() -> None:
        substitution.substitute_attendee(somebody(), "A Colleague", address(), at=timezone.now())

    def correct_address() -> None:
        attendee = somebody()
        details.change(attendee, person(attendee), at=timezone.now())

    def amend(change: Callable, *, added=(), **changed) -> None:
        now = Event.objects.get(pk=event.pk)
        plan_now = planning.plan_of(now, now.sessions.with_place().order_by("pk"))
        tomorrow = timezone.now() + timedelta(days=1)
        chosen = chance.choice([one for one in plan_now.sessions if one.starts_at > tomorrow])
        sessions = [change(one) if one is chosen else one for one in plan_now.sessions]
        event_changes.amend_event(
            event,
            replace(plan_now, sessions=(*sessions, *added), **changed),
            seen={},
            tell=True,
            at=timezone.now(),
            by=None,
        )

    def reschedule() -> None:
        hours = timedelta(hours=chance.choice([-2, -1, 1, 3]))
        amend(
            lambda one: replace(one, starts_at=one.starts_at + hours, ends_at=one.ends_at + hours)
        )

    def resize() -> None:
        amend(lambda one: replace(one, capacity=chance.choice(CAPACITIES)))

    def open_or_close() -> None:
        later = timezone.now() + timedelta(days=1)
        amend(lambda one: one, opens_at=chance.choice([None, None, later]))

    def open_again() -> None:
        amend(lambda one: one, opens_at=None)

    def add_session() -> None:
        starts_at = timezone.now().replace(microsecond=0) + timedelta(days=chance.randint(20, 50))
        added = [plan(starts_at=starts_at, capacity=chance.choice(CAPACITIES))]
        amend(lambda one: one, added=added)

    def cancel_session(is_moving: bool = False) -> None:
        sessions = some(100)
        if len(sessions) > 4:
            move_to = sessions[1] if is_moving else None
            event_changes.cancel_session(
                sessions[0], reason="Snow", move_to=move_to, at=timezone.now(), by=None
            )

    def deliver() -> None:
        delivery.deliver_due(worker=f"worker {network}", clock=timezone.now)

    return {
        "book": (8, book),
        "book for somebody": (2, book_for_somebody),
        "book for colleagues": (2, book_for_colleagues),
        "book more": (2, book_more),
        "cancel all": (2, cancel_all),
        "cancel one": (2, cancel_one),
        "could not come": (1, report_absence),
        "move": (3, move),
        "substitute": (2, substitute),
        "correct the address": (2, correct_address),
        "another time": (0.5, reschedule),
        "another capacity": (0.5, resize),
        "open or close": (0.1, open_or_close),
        "open again": (0.3, open_again),
        "add a session": (0.2, add_session),
        "cancel a session": (0.1, cancel_session),
        "cancel a session and move": (0.1, lambda: cancel_session(is_moving=True)),
        "deliver": (2, deliver),
        **moves_of_lists(event, chance, person=person, some=some),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    main(*sys.argv[1:])
