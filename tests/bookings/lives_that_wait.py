"""Random lives of bookings in which people wait, beside their model: what they do about lists."""

import uuid
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from bookings.lifecycle import extra_sessions, offers, settling, waiting_list
from bookings.models import Attendee, WaitingPlace
from tests.bookings.life_rows import Meeting, Told, Who
from tests.bookings.life_settling import Key
from tests.bookings.lives import ADDRESS, ANYBODY, BOOKER, CAPACITY, SCHOOL, SOME, Lives
from tests.factories import plan

NEWCOMER = st.sampled_from([f"new{number}@school.example" for number in range(9)])
SMALL = st.lists(st.sampled_from([1, 2]), min_size=3, max_size=3)
HELD = st.tuples(ADDRESS, SCHOOL, BOOKER, SOME)
WAITS = st.tuples(NEWCOMER, SCHOOL, BOOKER, SOME)
WHICH = st.sampled_from(["an offer", "an offer", "any", "what waits"])


class LivesThatWait(Lives):
    """Joining, waiting for more, leaving, answering offers, an extra session, and the worker."""

    @initialize(
        attendance=st.sampled_from(["one", "any", "all"]),
        limit=st.sampled_from([None, None, 2]),
        capacities=SMALL,
        people=st.lists(HELD, min_size=6, max_size=9),
        waiting=st.lists(WAITS, min_size=3, max_size=6),
    )
    def publish(self, attendance, limit, capacities, people, waiting):
        """Sessions that are small, and more people than they hold."""
        self.begin(attendance, limit, capacities, 0, people)
        for address, school, booker, some in waiting:
            self.put_into_list(self.who(address, school, booker), some)

    @rule(address=NEWCOMER, school=SCHOOL, booker=BOOKER, some=SOME)
    def join(self, address, school, booker, some):
        self.put_into_list(self.who(address, school, booker), some)

    def put_into_list(self, who: Who, some: set[int]) -> None:
        """Mostly of what is full, since nobody can join another one."""
        full = [pk for pk in self.pks if not self.life.left(pk)]
        pks = self.fitting([]) if self.life.attendance == "all" else self.chosen(some or [0])
        if self.life.attendance != "all":
            pks = [pk for pk in pks if pk in full] or full or pks

        def really() -> Attendee:
            return waiting_list.join_waiting_list(
                event=self.event,
                sessions=self.in_this_order(pks),
                person=self.person(who),
                form_uuid=uuid.uuid4(),
                at=self.life.at,
            )

        attendee = self.both(lambda: self.life.join(who, pks), really)
        if attendee:
            who.pk = attendee.pk

    @precondition(lambda self: self.life.people)
    @rule(whose=ANYBODY, some=SOME)
    def wait_for_more(self, whose, some):
        who, pks = self.whose(whose), self.fitting(some)
        self.both(
            lambda: self.life.wait_for_more(who, pks),
            lambda: waiting_list.wait_for_more(
                self.row(who), sessions=self.in_this_order(pks), at=self.life.at
            ),
        )

    @precondition(lambda self: self.life.lines)
    @rule(number=ANYBODY, is_all=st.booleans())
    def leave(self, number, is_all):
        who, key = self.line(number, "any")
        lines = WaitingPlace.objects.of(self.row(who)).filter(session=key)
        only = None if is_all else set(lines.values_list("public_id", flat=True))
        self.both(
            lambda: self.life.leave(who, None if is_all else {key}),
            lambda: waiting_list.leave_waiting_list(self.row(who), at=self.life.at, only=only),
        )

    @precondition(lambda self: self.life.lines)
    @rule(number=ANYBODY, which=WHICH)
    def take(self, number, which):
        who, key = self.line(number, which)
        self.both(
            lambda: self.life.take(who, key),
            lambda: offers.take_offer(
                self.row(who), offer=self.public_id(who, key), at=self.life.at
            ),
        )

    @precondition(lambda self: self.life.lines)
    @rule(number=ANYBODY, which=WHICH)
    def decline(self, number, which):
        who, key = self.line(number, which)
        self.both(
            lambda: self.life.decline(who, key),
            lambda: offers.decline_offer(
                self.row(who), offer=self.public_id(who, key), at=self.life.at
            ),
        )

    @precondition(lambda self: len(self.pks) == 3 and len(self.life.lines) > 2)
    @rule(capacity=CAPACITY, days=st.sampled_from([1, 3, 20]), hours=st.sampled_from([1, 48]))
    def open_extra_session(self, capacity, days, hours):
        at = self.life.at + timedelta(minutes=61)
        starts_at, until = at + timedelta(days=days), at + timedelta(hours=hours)

        def expected() -> Told:
            latest = min(until, starts_at - timedelta(hours=24))
            meeting = Meeting(0, starts_at, capacity, first_until=latest if latest > at else None)
            self.extra = meeting
            return self.life.open_extra(meeting)

        session = self.both(
            expected,
            lambda: extra_sessions.open_extra_session(
                self.event,
                plan(starts_at=starts_at, capacity=capacity),
                waiting_first_until=until,
                at=self.life.at,
                by=None,
            ),
        )
        if session:
            self.life.rename(self.extra, session.pk)
            self.pks.append(session.pk)

    @rule()
    def let_the_worker_come(self):
        self.both(self.life.settle_due, lambda: settling.settle_due(self.life.at))

    def line(self, number: int, which: str) -> tuple[Who, Key]:
        """Whose, and of which list: of those that are offered, that wait, or any."""
        wanted = {"an offer": ["offered"], "what waits": ["waiting"]}.get(which)
        found = [one for one in self.life.lines if wanted is None or one.state in wanted]
        found = found or self.life.lines
        line = found[number % len(found)]
        return line.who, line.key

    def public_id(self, who: Who, key: Key) -> str:
        lines = WaitingPlace.objects.of(self.row(who)).filter(session=key)
        last = lines.order_by("pk").last()
        return last.public_id if last else "none"

    def in_this_order(self, pks):
        return sorted(self.sessions(pks), key=lambda session: pks.index(session.pk))
