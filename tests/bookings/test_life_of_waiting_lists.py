"""Random lives of waiting lists, each step beside a simple model: who is offered what."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from bookings.lifecycle import commands, event_changes, substitution
from events.models import Session
from tests.bookings.life_rows import LENGTH
from tests.bookings.lives import ANYBODY, NUMBER
from tests.bookings.lives_that_wait import NEWCOMER, LivesThatWait
from tests.bookings.test_life_of_a_booking import OFTEN, RARELY

pytestmark = pytest.mark.django_db

FEW = how(OFTEN, max_examples=15, stateful_step_count=25)
WAIT = st.sampled_from(["some hours", "a day", "until the last day", "until the start"])


class LifeOfLists(LivesThatWait):
    """What frees places, and what else happens to those who wait."""

    @precondition(lambda self: self.waited_for())
    @rule(number=ANYBODY)
    def give_up(self, number):
        """Of a session for which somebody waits."""
        pks = self.waited_for()
        pk = pks[number % len(pks)]
        held = [who for who in self.life.holders(pk) if not who.is_replaced]
        if held:
            who = held[number % len(held)]
            only = set(self.row(who).bookings.at_sessions([pk]).values_list("public_id", flat=True))
            self.both(
                lambda: self.life.cancel(who, {pk}),
                lambda: commands.cancel_bookings(self.row(who), at=self.life.at, only=only),
            )

    @precondition(lambda self: self.waited_for())
    @rule(number=ANYBODY, more=st.sampled_from([1, 1, 2, None]))
    def enlarge(self, number, more):
        pks = self.waited_for()
        pk = pks[number % len(pks)]
        capacity = more and (self.life.meetings[pk].capacity or 0) + more
        self.both(lambda: self.life.resize(pk, capacity), lambda: self.amend(pk, capacity=capacity))

    @precondition(lambda self: self.life.people)
    @rule(whose=ANYBODY, address=NEWCOMER)
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

    @rule(number=NUMBER, hours=st.sampled_from([-240, -30, 2, 72]))
    def reschedule(self, number, hours):
        [pk] = self.chosen([number])
        starts_at = self.life.meetings[pk].starts_at + timedelta(hours=hours)
        is_over = self.life.is_off(pk) or self.life.meetings[pk].has_started(self.life.at)
        if not is_over and starts_at > self.life.at + timedelta(hours=2):
            self.both(
                lambda: self.life.reschedule(pk, starts_at),
                lambda: self.amend(pk, starts_at=starts_at, ends_at=starts_at + LENGTH),
            )

    @rule(number=NUMBER, is_meant=RARELY)
    def cancel_session(self, number, is_meant):
        [pk] = self.chosen([number])
        if is_meant:
            self.both(
                lambda: self.life.cancel_session(pk, None),
                lambda: event_changes.cancel_session(
                    Session.objects.get(pk=pk), reason="Snow", at=self.life.at, by=None
                ),
            )

    @rule(how_long=WAIT)
    def time_passes(self, how_long):
        starts = [one.starts_at for one in self.life.meetings.values()]
        first = min((at for at in starts if at > self.life.at), default=self.life.at)
        last_day = first - timedelta(hours=20)
        self.life.at = {
            "some hours": self.life.at + timedelta(hours=9),
            "a day": self.life.at + timedelta(days=1),
            "until the last day": max(last_day, self.life.at),
            "until the start": first if last_day <= self.life.at else self.life.at,
        }[how_long]

    def waited_for(self) -> list[int]:
        keys = {line.key for line in self.life.lines if line.state == "waiting"}
        found = [pk for key in keys for pk in self.life.sessions(key)]
        return sorted(pk for pk in found if not self.life.is_off(pk))


def test_the_life_of_waiting_lists_is_that_of_the_model(settings):
    settings.MESSAGE_BATCH = 1
    run_state_machine_as_test(LifeOfLists, settings=FEW)
