"""Random lives of bookings, each step beside a simple model: who holds what, who is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from bookings.lifecycle import absence, commands, details, event_changes, moving, substitution
from bookings.mail import delivery
from bookings.models import Booking, Message
from events.models import Session
from tests.bookings.life import MOST_AT_ONCE
from tests.bookings.life_rows import LENGTH, Told
from tests.bookings.lives import (
    ADDRESS,
    ANYBODY,
    BOOKER,
    CAPACITY,
    NUMBER,
    SCHOOL,
    SOME,
    STARTS,
    Lives,
)
from tests.factories import amend_event

pytestmark = pytest.mark.django_db

ODD = st.sampled_from([False, False, True])
RARELY = st.sampled_from([False] * 5 + [True])
WAIT = st.sampled_from(["", "", "a day", "a week", "until the next start"])
OFTEN = how(
    max_examples=25,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,  # the same lives each time, so that nobody's change fails by chance
    suppress_health_check=list(HealthCheck),
)


class LifeOfBookings(Lives):
    """What people and organisers do, and what happens by itself."""

    # What people do.

    @rule(address=ADDRESS, school=SCHOOL, booker=BOOKER, some=SOME, is_odd=ODD, is_twice=RARELY)
    def book(self, address, school, booker, some, is_odd, is_twice):
        pks = self.chosen(some or [0, 1]) if is_odd else self.fitting(some)
        self.book_for(self.who(address, school, booker), pks, is_twice=is_twice)

    @rule(
        addresses=st.lists(ADDRESS, min_size=1, max_size=MOST_AT_ONCE + 1, unique=True),
        school=SCHOOL,
        some=SOME,
        is_odd=RARELY,
        is_twice=RARELY,
    )
    def book_for_colleagues(self, addresses, school, some, is_odd, is_twice):
        addresses += addresses[:is_odd]
        people = [self.who(address, school, "office@school.example") for address in addresses]
        self.book_group(people, self.fitting(some), is_twice=is_twice)

    @precondition(lambda self: self.life.people)
    @rule(whose=ANYBODY, some=SOME)
    def book_more(self, whose, some):
        who, pks = self.whose(whose), self.chosen(some)
        self.both(
            lambda: self.life.book_more(who, pks),
            lambda: commands.book_more(self.row(who), sessions=self.sessions(pks), at=self.life.at),
        )

    @precondition(lambda self: self.life.people)
    @rule(whose=ANYBODY, some=SOME, is_all=st.booleans())
    def cancel(self, whose, some, is_all):
        who = self.whose(whose)
        bookings = self.row(who).bookings.at_sessions(self.chosen(some))
        only = None if is_all else set(bookings.values_list("public_id", flat=True))
        self.both(
            lambda: self.life.cancel(who, None if is_all else self.chosen(some)),
            lambda: commands.cancel_bookings(self.row(who), at=self.life.at, only=only),
        )

    @precondition(lambda self: self.life.people and self.life.has_begun())
    @rule(whose=ANYBODY, some=SOME, is_all=st.booleans())
    def report_absence(self, whose, some, is_all):
        who = self.whose(whose)
        bookings = self.row(who).bookings.at_sessions(self.chosen(some))
        only = None if is_all else set(bookings.values_list("public_id", flat=True))
        self.both(
            lambda: self.life.report_absence(who, None if is_all else self.chosen(some)),
            lambda: absence.report_absence(self.row(who), at=self.life.at, only=only),
        )

    @precondition(lambda self: self.life.people)
    @rule(whose=ANYBODY, old=NUMBER, new=NUMBER)
    def move(self, whose, old, new):
        who, [new] = self.whose(whose), self.chosen([new])
        old = sorted(who.held or self.pks)[old % len(who.held or self.pks)]
        booking = Booking.objects.of(self.row(who)).at_sessions([old]).order_by("pk").last()
        public_id = booking.public_id if booking else "none"
        to = Session.objects.get(pk=new)
        self.both(
            lambda: self.life.move(who, old, new),
            lambda: moving.move_booking(self.row(who), booking=public_id, to=to, at=self.life.at),
        )

    @precondition(lambda self: self.life.people)
    @rule(whose=ANYBODY, address=ADDRESS)
    def substitute(self, whose, address):
        who = self.whose(whose)
        colleague = replace(self.who(address, who.school, who.booker), booked_at=who.booked_at)
        successor = self.both(
            lambda: self.life.substitute(who, colleague),
            lambda: substitution.substitute_attendee(
                self.row(who), "A Colleague", address, at=self.life.at
            ),
        )
        colleague.pk = successor.pk if successor else 0

    @precondition(lambda self: self.life.people)
    @rule(whose=ANYBODY, address=ADDRESS)
    def correct_address(self, whose, address):
        who = self.whose(whose)
        if address == who.address:
            return
        corrected = replace(self.who(address, who.school, who.booker), booked_at=who.booked_at)
        successor = self.both(
            lambda: self.life.correct(who, corrected),
            lambda: details.change(self.row(who), self.person(corrected), at=self.life.at),
        )
        corrected.pk = successor.pk if successor else 0

    # What organisers do.

    @rule(number=NUMBER, hours=st.sampled_from([-48, -1, 2, 72]))
    def reschedule(self, number, hours):
        [pk] = self.chosen([number])
        starts_at = self.life.meetings[pk].starts_at + timedelta(hours=hours)
        if self.life.meetings[pk].is_cancelled or self.life.meetings[pk].has_started(self.life.at):
            return
        if starts_at <= self.life.at:
            return
        self.both(
            lambda: self.life.reschedule(pk, starts_at),
            lambda: self.amend(pk, starts_at=starts_at, ends_at=starts_at + LENGTH),
        )

    @rule(number=NUMBER, capacity=CAPACITY)
    def resize(self, number, capacity):
        [pk] = self.chosen([number])
        if not self.life.meetings[pk].is_cancelled:
            self.both(
                lambda: self.life.resize(pk, capacity), lambda: self.amend(pk, capacity=capacity)
            )

    @rule(opens_at=st.sampled_from([None, None, STARTS[-1]]), days=st.sampled_from([0, 10]))
    def open_or_close(self, opens_at, days):
        changed = {"opens_at": opens_at, "closes_working_days": days}

        def expected() -> Told:
            self.life.check_amendable()
            self.life.opens_at, self.life.closes_working_days = opens_at, days
            return self.life.settle()

        self.both(expected, lambda: amend_event(self.event, at=self.life.at, **changed))

    @rule(number=NUMBER, other=st.none() | NUMBER, is_meant=st.booleans())
    def cancel_session(self, number, other, is_meant):
        [pk] = self.chosen([number])
        [move_to] = [None] if other is None else self.chosen([other])
        if pk == move_to or not is_meant:
            return
        to = Session.objects.get(pk=move_to) if move_to else None
        self.both(
            lambda: self.life.cancel_session(pk, move_to),
            lambda: event_changes.cancel_session(
                Session.objects.get(pk=pk), reason="Snow", at=self.life.at, by=None, move_to=to
            ),
        )

    @precondition(lambda self: len(self.life.people) > 3)
    @rule(is_meant=RARELY)
    def cancel_event(self, is_meant):
        if is_meant:
            self.both(
                self.life.cancel_event,
                lambda: event_changes.cancel_event(
                    self.event, reason="Snow", at=self.life.at, by=None
                ),
            )

    # What happens by itself.

    @rule(how_long=WAIT)
    def time_passes(self, how_long):
        starts = [one.starts_at for one in self.life.meetings.values()]
        to_come = [starts_at for starts_at in starts if starts_at > self.life.at]
        self.life.at = {
            "": self.life.at,
            "a day": self.life.at + timedelta(days=1),
            "a week": self.life.at + timedelta(days=7),
            "until the next start": min(to_come, default=self.life.at),
        }[how_long]

    @rule(most=st.sampled_from([1, 2, 3, 1000]))
    def deliver(self, most):
        """All that waits, or some of it."""
        for _ in range(most):
            if not delivery.deliver_due(worker="worker", clock=lambda: self.life.at):
                break
        unsent = Message.objects.unsent().of_kinds([Message.Kind.SESSION_CHANGED])
        waiting = {
            (attendee, place["uid"])
            for attendee, facts in unsent.facts_about(self.event)
            for place in facts["places"]
        }
        held = Booking.objects.holding_a_place().with_uids(uid for _, uid in waiting)
        for who in self.life.people:
            who.unsent = {booking.session_id for booking in held if booking.attendee_id == who.pk}


def test_the_life_of_bookings_is_that_of_the_model(settings):
    settings.MESSAGE_BATCH = 1
    run_state_machine_as_test(LifeOfBookings, settings=OFTEN)
