"""The waiting lists of the simple model, and how they come in order: slowly, and by the rules."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from events import dates
from tests.bookings.life import Life
from tests.bookings.life_rows import Refused, Told, Who

HOURS, LAST_DAY = 8, timedelta(hours=24)
Key = int | None  # primary key of a meeting; None for a whole course


@dataclass(eq=False)
class Line:
    """Somebody's place in a list, open or ended."""

    who: Who
    key: Key
    rank: int
    preference: int
    state: str = "waiting"
    expires_at: datetime | None = None
    is_told: bool = False

    @property
    def is_open(self) -> bool:
        return self.state in ("waiting", "offered")


@dataclass
class Lists(Life):
    """One event with its lists."""

    lines: list[Line] = field(default_factory=list)
    to_claim: Counter[Key] = field(default_factory=Counter)
    last_rank: int = 0

    def kept(self, pk: int) -> int:
        lists = [key for key in self.keys() if pk in self.sessions(key)]
        offered = sum(line.state == "offered" for key in lists for line in self.list_of(key))
        return offered + sum(self.to_claim[key] for key in lists)

    def counts(self, who: Who) -> bool:
        has_offer = any(one.who is who and one.state == "offered" for one in self.lines)
        return has_offer or super().counts(who)

    def _hand_over(self, who: Who, other: Who, going: Collection[int]) -> None:
        """Whoever booked for somebody sees who comes instead, and must not see that they wait."""
        known = self.find(other.address)
        is_only_waiting = known and not known.held and self.open_lines(known)
        if is_only_waiting and who.booker:
            raise Refused("AlreadyWaiting")
        super()._hand_over(who, other, going)

    def pass_on(self, who: Who, other: Who) -> None:
        own = {line.key: line for line in self.open_lines(other)}
        for line in self.open_lines(who):
            twice = [line, *([own[line.key]] if line.key in own else [])]
            for worse in sorted(twice, key=lambda one: (one.state != "offered", one.rank))[1:]:
                worse.state = "left"
            line.who, line.is_told = other, False

    # What the lists are.

    def keys(self) -> list[Key]:
        return [None] if self.attendance == "all" else [*self.meetings]

    def sessions(self, key: Key) -> list[int]:
        if key is not None:
            return [key]
        return [pk for pk in self.meetings if not self.is_off(pk)]

    def list_of(self, key: Key) -> list[Line]:
        return sorted(
            (line for line in self.lines if line.key == key and line.is_open),
            key=lambda line: line.rank,
        )

    def open_lines(self, who: Who) -> list[Line]:
        return [line for line in self.lines if line.who is who and line.is_open]

    def closes_at(self, key: Key) -> datetime:
        days = self.closes_working_days
        starts = [self.meetings[pk].starts_at for pk in self.sessions(key)]
        return min(dates.closing_time(starts_at, days) for starts_at in starts)

    def last_day(self, key: Key) -> datetime:
        return min(self.meetings[pk].starts_at for pk in self.sessions(key)) - LAST_DAY

    def is_closed(self, key: Key) -> bool:
        pks = self.sessions(key)
        return not pks or any(map(self.is_off, pks)) or self.closes_at(key) <= self.at

    def free(self, key: Key) -> float:
        return min(self.left(pk) for pk in self.sessions(key)) + self.to_claim[key]

    # How they come in order.

    def settle(self) -> Told:
        if not any(line.is_open for line in self.lines):
            return []
        return self.settle_all()

    def settle_all(self) -> Told:
        """Also where the last line has just ended."""
        told = [*self._end_lines(), *self._lapse()]
        self._offer(told)
        self._claims(told)
        return told

    def _end_lines(self) -> Told:
        told: Told = []
        for line in [line for line in self.lines if line.is_open]:
            held = line.who.held
            is_over = line.state == "offered" and line.expires_at <= self.at
            if self.is_closed(line.key) and is_over:
                told.append(("offer_lapsed", line.who.address))
                line.state = "lapsed"
            elif self.is_closed(line.key):
                told.append(("waiting_list_left", line.who.address))
                line.state = "closed"
            elif line.key in held or (line.key is None and held):
                line.state = "accepted"
            elif self.attendance == "one" and any(map(self.has_begun_at, held)):
                line.state = "closed"
        return told

    def has_begun_at(self, pk: int) -> bool:
        return self.meetings[pk].has_started(self.at) and not self.is_off(pk)

    def _lapse(self) -> Told:
        told: Told = []
        for line in [line for line in self.lines if line.state == "offered"]:
            line.expires_at = min(
                line.expires_at, self.last_day(line.key), self.closes_at(line.key)
            )
            if line.expires_at > self.at:
                continue
            if line.expires_at == self.last_day(line.key):
                line.state, line.is_told = "waiting", False
            else:
                line.state = "lapsed"
                told.append(("offer_lapsed", line.who.address))
        return told

    def _offer(self, told: Told) -> None:
        keys = [key for key in self.keys() if not self.is_closed(key)]
        room = {key: self.free(key) for key in keys if self.at < self.last_day(key)}
        asking = [
            line
            for line in self.lines
            if line.state == "waiting" and line.key in room and self._is_wanted(line)
        ]
        for line in self._given(asking, room):
            first = self.meetings[line.key].first_until if line.key is not None else None
            usual = dates.working_hours_after(self.at, HOURS)
            until = max(first, usual) if first else usual
            line.expires_at = min(until, self.last_day(line.key), self.closes_at(line.key))
            line.state = "offered"
            told.append(("place_offered", line.who.address))

    def _is_wanted(self, line: Line) -> bool:
        """Unless they have an offer that they would rather have."""
        better = [one for one in self.open_lines(line.who) if one.state == "offered"]
        is_worse = any(one.preference <= line.preference for one in better)
        return self.attendance != "one" or not is_worse

    def _given(self, asking: list[Line], room: dict[Key, float]) -> list[Line]:
        """Round by round: all ask for what they would rather have of what has not refused them."""
        while True:
            given = self._rounds(asking, room)
            aside = self._beyond_their_school(given)
            if not aside:
                return given
            asking = [line for line in asking if line.who not in aside]

    def _rounds(self, asking: list[Line], room: dict[Key, float]) -> list[Line]:
        refused: set[int] = set()
        while True:
            first: dict[object, Line] = {}
            for line in sorted(asking, key=lambda one: (one.preference, one.rank)):
                if id(line) not in refused:
                    asker = id(line.who) if self.attendance == "one" else id(line)
                    first.setdefault(asker, line)
            by_list = defaultdict(list)
            for line in sorted(first.values(), key=lambda one: (one.rank, one.preference)):
                by_list[line.key].append(line)
            too_late = {
                id(line)
                for key, lines in by_list.items()
                for place, line in enumerate(lines)
                if place >= room[key]
            }
            if not too_late:
                return sorted(first.values(), key=lambda one: (one.rank, one.preference))
            refused |= too_late

    def _beyond_their_school(self, given: list[Line]) -> list[Who]:
        if self.limit is None:
            return []
        counted = Counter(who.school for who in self.people if self.counts(who))
        aside: list[Who] = []
        for line in given:
            who = line.who
            if self.counts(who) or any(one is who for one in aside):
                continue
            earlier = {id(one.who) for one in given[: given.index(line)] if self._adds(one, who)}
            earlier -= {id(who)}
            if counted[who.school] + len(earlier) >= self.limit:
                aside.append(who)
        return aside

    def _adds(self, line: Line, who: Who) -> bool:
        """Whether its owner, too, uses up the room of this school."""
        return line.who.school == who.school and not self.counts(line.who)

    def _claims(self, told: Told) -> None:
        for key in self.keys():
            before, could = self.to_claim[key], []
            if not self.is_closed(key) and self.last_day(key) <= self.at and self.free(key):
                could = [line for line in self.list_of(key) if self._may_claim(line)]
            free = self.free(key) if self.sessions(key) else 0
            number = len(self._given(could, {key: free}))
            self.to_claim[key] = number
            for line in could if number else ():
                if not (before and line.is_told):
                    line.is_told = True
                    told.append(("place_to_claim", line.who.address))

    def _may_claim(self, line: Line) -> bool:
        if line.state != "waiting":
            return False
        if self.limit is None or self.counts(line.who):
            return True
        there = [who for who in self.people if self.counts(who) and who.school == line.who.school]
        return len(there) < self.limit
