"""Random lives of bookings beside their model: the rules of the game, which its moves share."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from django.core import mail
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from bookings.lifecycle import colleagues, commands
from bookings.lifecycle.attendees import Person
from bookings.mail import delivery
from bookings.models import Attendee, Booker, Message
from events.models import Session
from events.refusal import Refusal
from tests.bookings.diaries import contradictions, entries, folded
from tests.bookings.invariants import (
    absences_at,
    attendees_of,
    broken,
    in_the_database,
    in_the_diaries,
    not_told_once,
)
from tests.bookings.life import MOST_AT_ONCE
from tests.bookings.life_rows import Meeting, Refused, Told, Who
from tests.bookings.life_waiting import WaitingLife
from tests.factories import NOON, amend_event, make_event, make_school, plan

STEP = timedelta(minutes=61)  # so that no hour's limit of mails is met
STARTS = [NOON + timedelta(days=days) for days in (28, 29, 35)]
NUMBER = st.integers(0, 3)
SOME = st.sets(NUMBER, max_size=3)
NAMES = ["ann", "ben", "cat", "dan", "eve", "fay", "gus"]
ADDRESS = st.sampled_from([f"{name}@school.example" for name in NAMES])
SCHOOL = st.sampled_from(["Oakfield", "Ashby", "typed"])
ANYBODY = st.integers(0, 100)
BOOKER = st.sampled_from(["", "", "office@school.example"])
CAPACITY = st.sampled_from([3, 5, 2, 4, 1, None])


class Lives(RuleBasedStateMachine):
    """In a transaction of its own, which is rolled back, as each test of a database is."""

    def __init__(self) -> None:
        super().__init__()
        self.kept_apart = transaction.atomic()
        self.kept_apart._from_testcase = True  # as Django's TestCase says that commands may commit
        self.kept_apart.__enter__()
        mail.outbox.clear()

    def teardown(self) -> None:
        try:
            if hasattr(self, "life"):
                self.check_what_was_told()
        finally:
            transaction.set_rollback(True)
            self.kept_apart.__exit__(None, None, None)

    @initialize(
        attendance=st.sampled_from(["any", "one", "all"]),
        limit=st.sampled_from([None, None, 2, 1]),
        capacities=st.lists(CAPACITY, min_size=3, max_size=3),
        substitution_days=st.sampled_from([0, 3]),
        people=st.lists(st.tuples(ADDRESS, SCHOOL, BOOKER, SOME), min_size=4, max_size=7),
    )
    def publish(self, attendance, limit, capacities, substitution_days, people):
        self.begin(attendance, limit, capacities, substitution_days, people)

    def begin(self, attendance, limit, capacities, substitution_days, people):
        self.event = make_event(
            *(plan(starts_at=at, capacity=one) for at, one in zip(STARTS, capacities, strict=True)),
            attendance=attendance,
            places_per_school=limit,
            places_per_booking=MOST_AT_ONCE,
            substitution_working_days=substitution_days,
        )
        self.pks = list(self.event.sessions.order_by("pk").values_list("pk", flat=True))
        self.schools = {name: make_school(name=name) for name in ("Oakfield", "Ashby")}
        found = zip(self.pks, STARTS, capacities, strict=True)
        meetings = {pk: Meeting(pk, at, capacity) for pk, at, capacity in found}
        self.life = WaitingLife(attendance, limit, substitution_days, meetings, at=NOON)
        for address, school, booker, some in people:
            self.book_for(self.who(address, school, booker), self.fitting(some))

    # What holds.

    @invariant()
    def nothing_is_broken(self):
        if hasattr(self, "life"):
            assert broken(self.event, self.life.at) == []
            people = self.life.people
            assert attendees_of(self.event) == {who.pk: who.held for who in people}
            assert absences_at(self.event) == {(who.pk, pk) for who in people for pk in who.absent}

    def both(self, expected: Callable[[], Told], real: Callable[[], object]):
        """The same refusal, or the same messages; what the product returns."""
        self.life.at += STEP
        last = Message.objects.order_by("pk").last()
        try:
            told, refusal = expected(), ""
        except Refused as refused:
            told, refusal = [], str(refused)
        try:
            returned, refused_by = real(), ""
        except Refusal as refused:
            returned, refused_by = None, type(refused).__name__
        queued = Message.objects.filter(pk__gt=last.pk if last else 0)
        assert refused_by == refusal
        assert Counter(queued.values_list("kind", "to")) == Counter(told)
        return returned

    def book_for(self, who: Who, pks: list[int], *, is_twice: bool = False) -> None:
        form_uuid = uuid.uuid4()

        def book() -> Attendee:
            return commands.book_place(
                event=self.event,
                sessions=self.sessions(pks),
                person=self.person(who),
                form_uuid=form_uuid,
                at=self.life.at,
            )

        attendee = self.both(lambda: self.life.book(who, pks), book)
        if attendee:
            who.pk = attendee.pk
            if is_twice:
                assert self.both(list, book) == attendee

    def book_group(self, people: list[Who], pks: list[int], *, is_twice: bool) -> None:
        form_uuid = uuid.uuid4()

        def book() -> Booker:
            return colleagues.book_for_colleagues(
                event=self.event,
                sessions=self.sessions(pks),
                people=[self.person(who) for who in people],
                by=colleagues.BookedBy("The Office", people[0].booker),
                form_uuid=form_uuid,
                at=self.life.at,
            )

        booker = self.both(lambda: self.life.book_for_colleagues(people, pks), book)
        if booker:
            for who in people:
                who.pk = booker.attendees.get(email=who.address).pk
            if is_twice:
                assert self.both(list, book) == booker

    def check_what_was_told(self) -> None:
        while delivery.deliver_due(worker="worker", clock=lambda: self.life.at):
            pass
        assert not_told_once(self.event) == []
        told = entries(mail.outbox)
        assert contradictions(told) == []
        assert in_the_diaries(folded(told)) == in_the_database(self.event)

    def who(self, address: str, school: str, booker: str) -> Who:
        return Who(address, school, booker, booked_at=self.life.at + STEP)

    def whose(self, number: int) -> Who:
        return self.life.people[number % len(self.life.people)]

    def row(self, who: Who) -> Attendee:
        return Attendee.objects.get(pk=who.pk)

    def person(self, who: Who) -> Person:
        school = self.schools.get(who.school)
        typed = "" if school else who.school
        return Person(
            "Alex Example",
            who.address,
            school=school,
            typed_school=typed,
            booked_by_name="The Office" if who.booker else "",
            booked_by_email=who.booker,
        )

    def chosen(self, numbers) -> list[int]:
        """Each once; there is a fourth only where an extra session was opened."""
        return list(dict.fromkeys(self.pks[number % len(self.pks)] for number in numbers))

    def fitting(self, numbers) -> list[int]:
        """A choice that the event's rule allows, unless nothing is left to choose."""
        if self.life.attendance == "all":
            return [pk for pk, one in self.life.meetings.items() if not one.is_cancelled]
        pks = self.chosen(numbers or [0])
        return pks[:1] if self.life.attendance == "one" else pks

    def sessions(self, pks) -> list[Session]:
        return list(Session.objects.with_place().filter(pk__in=pks))

    def amend(self, pk: int, **changed: object) -> object:
        on = [one for one in self.pks if not self.life.is_off(one)]
        return amend_event(
            self.event, at=self.life.at, sessions=[changed if one == pk else {} for one in on]
        )
