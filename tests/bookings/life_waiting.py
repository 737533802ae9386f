"""The life of bookings with waiting lists, as a simple model: what people do about them."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import wraps

from tests.bookings.life import CONTACT
from tests.bookings.life_rows import Meeting, Refused, Told, Who, booked
from tests.bookings.life_settling import Key, Line, Lists


def settled(story: Callable) -> Callable:
    """Those who wait come after it, if anything was told or changed."""

    @wraps(story)
    def run(self, *args: object) -> Told:
        told = story(self, *args)
        return told + self.settle() if told else told

    return run


def always_settled(story: Callable) -> Callable:
    @wraps(story)
    def run(self, *args: object) -> Told:
        return story(self, *args) + self.settle()

    return run


class WaitingLife(Lists):
    """One event, with everybody who has a link to a booking or a line of it."""

    book = settled(Lists.book)
    book_for_colleagues = settled(Lists.book_for_colleagues)
    book_more = settled(Lists.book_more)
    cancel = settled(Lists.cancel)
    move = settled(Lists.move)
    cancel_event = always_settled(Lists.cancel_event)
    resize = always_settled(Lists.resize)

    @settled
    def substitute(self, who: Who, colleague: Who) -> Told:
        return super().substitute(who, colleague) + self._offered_to(colleague)

    @settled
    def correct(self, who: Who, corrected: Who) -> Told:
        return super().correct(who, corrected) + self._offered_to(corrected)

    @always_settled
    def reschedule(self, pk: int, starts_at: datetime) -> Told:
        """Whoever waits is told once, if it is another time."""
        is_new = starts_at != self.meetings[pk].starts_at
        told = super().reschedule(pk, starts_at)
        lines = [line for line in self.lines if line.is_open and pk in self.sessions(line.key)]
        waiting = {line.who.address for line in lines} if is_new else set()
        return told + [("waiting_session_changed", address) for address in waiting]

    def cancel_session(self, pk: int, move_to: int | None) -> Told:
        if self.is_off(pk) or self.meetings[pk].is_over(self.at):
            return []
        return super().cancel_session(pk, move_to) + self.settle()

    # What people do.

    def join(self, who: Who, pks: list[int]) -> Told:
        self._check_list(pks)
        for pk in pks:
            if self.is_off(pk):
                raise Refused("SessionCancelled")
            if not self.can_wait_for(pk):
                raise Refused("NotOpen")
        self._check_full(pks)
        known = self.find(who.address)
        if known and known.held:
            raise Refused("AlreadyBooked")
        if known and self.open_lines(known):
            raise Refused("AlreadyWaiting")
        self._add(who, known, [])
        return self._join(who, pks)

    def wait_for_more(self, who: Who, pks: list[int]) -> Told:
        self._check_link(who)
        self._check_list(pks)
        lines = {line.key for line in self.open_lines(who)}
        if None in lines:
            return []
        new = [pk for pk in pks if pk not in who.held | lines]
        if not all(map(self.can_wait_for, new)) or not (new or lines):
            raise Refused("NothingToWaitFor")
        if not new:
            return []
        self._check_full(new)
        return self._join(who, new)

    def leave(self, who: Who, keys: Collection[Key] | None) -> Told:
        self._check_link(who)
        leaving = [one for one in self.open_lines(who) if keys is None or one.key in keys]
        for line in leaving:
            line.state = "left"
        told = [("waiting_list_left", who.address) for _ in leaving]
        return told + self.settle_all() if leaving else []

    def take(self, who: Who, key: Key) -> Told:
        self._check_link(who)
        line = self.last_line(who, key)
        if line and line.state == "accepted":
            return []
        if line is None or not line.is_open:
            raise Refused("OfferOver")
        if not self._stands(line):
            self._check_claim(line)
        if self.attendance == "one" and len(self.to_come(who.held)) < len(who.held):
            raise Refused("TooLate")
        if not self._stands(line):
            self.to_claim[key] -= 1
        return self._have(who, line) + self.settle_all()

    def decline(self, who: Who, key: Key) -> Told:
        self._check_link(who)
        line = self.last_line(who, key)
        if line and line.state == "declined":
            return []
        if line is None or not self._stands(line):
            raise Refused("OfferOver")
        line.state = "declined"
        return self.settle_all()

    def last_line(self, who: Who, key: Key) -> Line | None:
        found = [line for line in self.lines if line.who is who and line.key == key]
        return found[-1] if found else None

    # What organisers do, and the worker.

    def open_extra(self, meeting: Meeting) -> Told:
        if self.attendance == "all":
            raise Refused("CourseIsBooked")
        if self.is_cancelled:
            raise Refused("NotPublished")
        self.meetings[meeting.pk] = meeting
        for who in self.people:
            lines = self.open_lines(who)
            waiting = [line.rank for line in lines if line.state == "waiting"]
            if waiting:
                preference = max(line.preference for line in lines) + 1
                self.lines.append(Line(who, meeting.pk, min(waiting), preference))
        return self.settle()

    def rename(self, meeting: Meeting, pk: int) -> None:
        """Call it as the database does, which had not been asked before."""
        self.meetings[pk] = self.meetings.pop(meeting.pk)
        for line in self.lines:
            line.key = pk if line.key == meeting.pk else line.key
        self.to_claim[pk] = self.to_claim.pop(meeting.pk, 0)
        meeting.pk = pk

    def settle_due(self) -> Told:
        is_due = any(
            self.is_closed(line.key) or (line.state == "offered" and line.expires_at <= self.at)
            for line in self.lines
            if line.is_open
        )
        return self.settle() if is_due else []

    # What these share.

    def can_wait_for(self, pk: int) -> bool:
        meeting = self.meetings[pk]
        is_first = meeting.first_until is not None and self.at < meeting.first_until
        if is_first and self.left(pk):
            return False
        first_until, meeting.first_until = meeting.first_until, None
        is_open = self.is_open(pk)
        meeting.first_until = first_until
        return is_open

    def _check_list(self, pks: list[int]) -> None:
        on = [pk for pk, one in self.meetings.items() if not one.is_cancelled]
        if not pks or (self.attendance == "all" and len(pks) != len(on)):
            raise Refused("WrongChoice")

    def _check_full(self, pks: list[int]) -> None:
        free = [pk for pk in pks if self.left(pk)]
        if free if self.attendance != "all" else len(free) == len(pks):
            raise Refused("PlaceIsFree")

    def _join(self, who: Who, pks: list[int]) -> Told:
        own = [line.preference for line in self.open_lines(who)]
        first = max(own) + 1 if own else 0
        self.last_rank += 1
        for number, key in enumerate([None] if self.attendance == "all" else pks):
            self.lines.append(Line(who, key, self.last_rank, first + number))
        return [("waiting_list_joined", who.address), *self.settle_all()]

    def _offered_to(self, successor: Who) -> Told:
        """Their offers, which they answer by a link of their own now."""
        stands = [line for line in self.open_lines(successor) if self._stands(line)]
        return [("place_offered", successor.address) for _ in stands]

    def _stands(self, line: Line) -> bool:
        return line.state == "offered" and self.at < line.expires_at

    def _check_claim(self, line: Line) -> None:
        is_to_claim = not self.is_closed(line.key) and self.last_day(line.key) <= self.at
        if line.state != "waiting" or not is_to_claim or not self.to_claim[line.key]:
            raise Refused("OfferOver")
        self._check_school([line.who])

    def _have(self, who: Who, line: Line) -> Told:
        """The place of this line, which is theirs now."""
        pks, had = self.sessions(line.key), sorted(who.held)
        line.state = "accepted"
        if self.attendance == "one":
            for other in self.open_lines(who):
                other.state = "left"
            who.lose(had)
        who.held |= set(pks)
        if had and self.attendance == "one":
            moved = [("booking_moved", who.address), ("moved_from_session", who.address)]
            return [*moved, *who.copy("booking_moved_copy")]
        told = [*booked(who, pks), *who.copy("booking_copy")]
        if not had and self.limit is not None and who.school.startswith("typed"):
            told.append(("organiser_told", CONTACT))
        return told
