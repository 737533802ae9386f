"""The life of bookings of one event as a simple model: who holds what, who is refused, who is told.

Nothing here reads the database or calls the product, but for what a working day is.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from events import dates
from tests.bookings.life_rows import (
    Meeting,
    Refused,
    Told,
    Who,
    booked,
    invitations,
    refused_as,
)

CORRECTION_WITHIN, MOST_AT_ONCE = timedelta(hours=24), 3
CONTACT = "events@westshire.example"


@dataclass
class Life:
    """One event, with everybody who has a link to a booking of it."""

    attendance: str
    limit: int | None
    substitution_working_days: int
    meetings: dict[int, Meeting]
    at: datetime
    people: list[Who] = field(default_factory=list)
    opens_at: datetime | None = None
    closes_working_days: int = 0
    is_cancelled: bool = False

    def taken(self, pk: int) -> int:
        """Also by what is offered to those who wait, or kept for them."""
        return sum(pk in who.held for who in self.people) + self.kept(pk)

    def kept(self, pk: int) -> int:
        return 0

    def counts(self, who: Who) -> bool:
        """Whether they use up the room of their school."""
        return bool(who.held)

    def holders(self, pk: int) -> list[Who]:
        return [who for who in self.people if pk in who.held]

    def find(self, address: str) -> Who | None:
        found = [who for who in self.people if who.address == address and not who.is_replaced]
        return found[0] if found else None

    def left(self, pk: int) -> float:
        capacity = self.meetings[pk].capacity
        return float("inf") if capacity is None else capacity - self.taken(pk)

    def is_off(self, pk: int) -> bool:
        return self.is_cancelled or self.meetings[pk].is_cancelled

    def is_open(self, pk: int) -> bool:
        closes_at = dates.closing_time(self.meetings[pk].starts_at, self.closes_working_days)
        first_until = self.meetings[pk].first_until
        has_opened = self.opens_at is None or self.opens_at <= self.at
        is_for_all = first_until is None or first_until <= self.at
        return has_opened and is_for_all and not self.is_off(pk) and self.at < closes_at

    def has_begun(self) -> bool:
        return any(one.has_started(self.at) for one in self.meetings.values())

    def to_come(self, pks: Iterable[int]) -> list[int]:
        return sorted(pk for pk in pks if not self.meetings[pk].has_started(self.at))

    # What people do.

    def book(self, who: Who, pks: Collection[int]) -> Told:
        self._check_choice(pks)
        self._check_people([who])
        self._check_room(pks, 1, "SessionFull")
        return [*self._add_all([who], pks), *who.copy("booking_copy")]

    def book_for_colleagues(self, people: list[Who], pks: Collection[int]) -> Told:
        """All of these, of one school, have a place at each of these sessions, or nobody has."""
        addresses = {who.address for who in people}
        if not 1 <= len(people) == len(addresses) <= MOST_AT_ONCE:
            raise Refused("WrongChoice")
        self._check_choice(pks)
        self._check_room(pks, len(people), "NotEnoughPlaces")
        self._check_people(people)
        return [*self._add_all(people, pks), ("colleagues_booked", people[0].booker)]

    def book_more(self, who: Who, pks: Collection[int]) -> Told:
        self._check_link(who)
        new = sorted(set(pks) - who.held)
        if self.attendance != "any":
            raise Refused("NothingAdded")
        if any(not self.left(pk) or not self.is_open(pk) for pk in new):
            raise Refused("NothingAdded")
        if new and not who.held:
            self._check_school([who])
        who.held |= set(new)
        return [*booked(who, new), *who.copy("booking_copy")] if new else []

    def cancel(self, who: Who, pks: Collection[int] | None) -> Told:
        self._check_link(who)
        is_everything = pks is None or self.attendance == "all"
        chosen = who.held if is_everything else who.held & set(pks or ())
        going = self.to_come(chosen)
        if chosen and not going:
            raise Refused("TooLate")
        who.lose(going)
        told = [("place_cancelled", who.address) for _ in going]
        return [*told, *who.copy("cancelled_copy")] if going else []

    def report_absence(self, who: Who, pks: Collection[int] | None) -> Told:
        self._check_link(who)
        chosen = who.held if pks is None else who.held & set(pks)
        to_come = set(self.to_come(chosen))
        begun = set() if self.is_cancelled else chosen - to_come
        if not begun:
            raise Refused("NotStarted" if to_come else "TooLate")
        who.absent |= begun
        return []

    def move(self, who: Who, old: int, new: int) -> Told:
        """`old` is held, or was."""
        self._check_link(who)
        if old not in who.held:
            if new in who.held:
                return []
            raise Refused("TooLate")
        if self.meetings[old].has_started(self.at):
            raise Refused("TooLate")
        is_there = new in who.held
        if is_there or self.attendance == "all" or not self.left(new) or not self.is_open(new):
            raise Refused("NotMoved")
        who.lose([old])
        who.held.add(new)
        told = [("booking_moved", who.address), ("moved_from_session", who.address)]
        return [*told, *who.copy("booking_moved_copy")]

    def substitute(self, who: Who, colleague: Who) -> Told:
        self._check_link(who)
        going = self.to_come(who.held)
        if not going:
            raise Refused("TooLate")
        days, starts = self.substitution_working_days, [self.meetings[pk].starts_at for pk in going]
        if min(dates.closing_time(starts_at, days) for starts_at in starts) <= self.at:
            raise Refused("SubstitutionClosed")
        self._hand_over(who, colleague, going)
        told = [("place_handed_over", who.address) for _ in going]
        told.append(("place_taken_over", colleague.address))
        return [*told, *invitations(colleague, going), *colleague.copy("handed_over_copy")]

    def correct(self, who: Who, corrected: Who) -> Told:
        if self.at - who.booked_at > CORRECTION_WITHIN:
            raise Refused("AddressIsSettled")
        self._check_link(who)
        going = self.to_come(who.held)
        if not going or len(going) < len(who.held):
            raise Refused("TooLate")
        with refused_as("AddressIsTaken"):
            self._hand_over(who, corrected, going)
        told = [("address_changed", who.address) for _ in going]
        return [*told, *booked(corrected, going), *corrected.copy("booking_copy")]

    # What organisers do.

    def cancel_session(self, pk: int, move_to: int | None) -> Told:
        if self.is_off(pk) or self.meetings[pk].is_over(self.at):
            return []
        held = self.holders(pk)
        if move_to is None or not held:
            self.meetings[pk].is_cancelled = True
            return self._end({pk})
        moved = [who for who in held if move_to not in who.held]
        other = self.meetings[move_to]
        if self.is_off(move_to) or other.has_started(self.at) or self.left(move_to) < len(moved):
            raise Refused("NoRoom")
        self.meetings[pk].is_cancelled = True
        told: Told = []
        for who in moved:
            who.lose([pk])
            who.held.add(move_to)
            told += [("moved_to_session", who.address), ("moved_from_session", who.address)]
            told += who.copy("moved_copy")
        return told + self._end({pk})

    def cancel_event(self) -> Told:
        if self.is_cancelled:
            return []
        ended = {pk for pk, one in self.meetings.items() if not one.is_over(self.at)}
        ended = {pk for pk in ended if not self.is_off(pk)}
        for pk in ended:
            self.meetings[pk].is_cancelled = True
        self.is_cancelled = True
        return self._end(ended)

    def reschedule(self, pk: int, starts_at: datetime) -> Told:
        """Everybody there is told, and of what an earlier mail would tell that has not gone."""
        self.check_amendable()
        self.meetings[pk].starts_at = starts_at
        told: Told = []
        for who in self.holders(pk):
            who.unsent.add(pk)
            who.absent.discard(pk)
            told.append(("session_changed", who.address))
            told += invitations(who, who.unsent) + who.copy("session_changed_copy")
        return told

    def resize(self, pk: int, capacity: int | None) -> Told:
        self.check_amendable()
        if capacity is not None and capacity < self.taken(pk):
            raise Refused("TooFewPlaces")
        self.meetings[pk].capacity = capacity
        return []

    def check_amendable(self) -> None:
        if self.is_cancelled:
            raise Refused("AlreadyCancelled")

    # What these share.

    def _check_link(self, who: Who) -> None:
        if who.is_replaced:
            raise Refused("LinkReplaced")

    def _check_choice(self, pks: Collection[int]) -> None:
        on = [pk for pk, one in self.meetings.items() if not one.is_cancelled]
        wanted = {"one": len(pks) == 1, "all": len(pks) == len(on), "any": True}
        if not pks or not wanted[self.attendance]:
            raise Refused("WrongChoice")
        for pk in sorted(pks):
            if self.is_off(pk):
                raise Refused("SessionCancelled")
            if not self.is_open(pk):
                raise Refused("NotOpen")

    def _check_school(self, people: list[Who]) -> None:
        own = {who.address for who in people}
        there = [
            who
            for who in self.people
            if self.counts(who) and who.school == people[0].school and who.address not in own
        ]
        if self.limit is not None and len(there) + len(people) > self.limit:
            raise Refused("SchoolLimitReached")

    def _check_people(self, people: list[Who]) -> None:
        known = [self.find(who.address) for who in people]
        if any(who and who.held for who in known):
            raise Refused("AlreadyBooked")
        self._check_school(people)

    def _check_room(self, pks: Collection[int], number: int, refused: str) -> None:
        if any(self.left(pk) < number for pk in pks):
            raise Refused(refused)

    def _add_all(self, people: list[Who], pks: Collection[int]) -> Told:
        """What these are told themselves, and the organisers of a school that nobody knows."""
        told: Told = []
        for who in people:
            self._add(who, self.find(who.address), pks)
            told += booked(who, pks)
        if self.limit is not None and people[0].school.startswith("typed"):
            told.append(("organiser_told", CONTACT))
        return told

    def _add(self, who: Who, known: Who | None, pks: Collection[int]) -> None:
        if known:
            known.is_replaced = True
            self.pass_on(known, who)
        who.held = set(pks)
        self.people.append(who)

    def pass_on(self, who: Who, other: Who) -> None:
        """Whoever takes somebody's place waits for what they waited for."""

    def _hand_over(self, who: Who, other: Who, going: Collection[int]) -> None:
        known = self.find(other.address)
        if known and known.held:
            raise Refused("AlreadyBooked")
        who.lose(going)
        who.is_replaced = True
        self._add(other, known, going)
        self.pass_on(who, other)

    def _end(self, pks: set[int]) -> Told:
        told: Told = []
        for who in self.people:
            ended = who.held & pks
            if ended:
                who.lose(ended)
                told += [("session_cancelled", who.address) for _ in ended]
                told += who.copy("session_cancelled_copy")
        return told
