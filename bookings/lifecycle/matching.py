"""Who of those who wait is offered which free place: decided as school places are.

Everybody asks for what they would rather have of what is left to ask for; each list keeps those
who come first in it; whoever is not kept asks for the next (deferred acceptance, Gale and Shapley
1962). So nobody is offered a place that somebody before them in that list would rather have had
than what they are offered, and no place stays free that somebody waits for who could have it.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from heapq import heappush, heappushpop

Place = int | None  # what a list is of
School = tuple[str, Hashable]


@dataclass(frozen=True, order=True)
class Wish:
    """One line of a list. `asker` gets one of their wishes at most, the first they can have.

    `school` is whose room they use up if they are given one; None where that is not limited, or
    they have used it already. `person` uses it once, however many wishes come true.
    """

    rank: int
    preference: int
    line: int
    asker: int
    person: int
    place: Place
    school: School | None = None


def who_is_offered(
    wishes: Iterable[Wish], *, room: Mapping[Place, float], school_room: Mapping[School, int]
) -> list[Wish]:
    """Those that come true, in the order of the lists.

    `room` is how many places are free, `school_room` how many more people each school may have. Of
    a school that has fewer than would be given one, the last stand aside for those behind them.
    """
    asking = sorted(wishes)
    while True:
        given = _deferred_acceptance(asking, room)
        too_many = _beyond_their_school(given, school_room)
        if not too_many:
            return given
        asking = [wish for wish in asking if wish.person not in too_many]


def _deferred_acceptance(wishes: Iterable[Wish], room: Mapping[Place, float]) -> list[Wish]:
    """Each list keeps its first, so that whoever is put off is always its last."""
    left_to_ask: dict[int, list[Wish]] = defaultdict(list)
    for wish in sorted(wishes, key=lambda one: (one.preference, one.rank, one.line), reverse=True):
        left_to_ask[wish.asker].append(wish)
    kept: dict[Place, list[tuple[tuple[int, int, int], Wish]]] = defaultdict(list)
    for asker in list(left_to_ask):
        put_off: int | None = asker
        while put_off is not None and left_to_ask[put_off]:
            put_off = _ask(left_to_ask[put_off].pop(), kept, room)
    return sorted(wish for places in kept.values() for _, wish in places)


def _ask(
    wish: Wish,
    kept: dict[Place, list[tuple[tuple[int, int, int], Wish]]],
    room: Mapping[Place, float],
) -> int | None:
    """Who has to ask for something else now: the one who asks, another, or nobody."""
    free = room.get(wish.place, 0)
    if not free:
        return wish.asker
    entry = ((-wish.rank, -wish.preference, -wish.line), wish)
    if len(kept[wish.place]) < free:
        heappush(kept[wish.place], entry)
        return None
    return heappushpop(kept[wish.place], entry)[1].asker


def _beyond_their_school(given: Iterable[Wish], school_room: Mapping[School, int]) -> set[int]:
    """The people of each school that come after as many as it may have."""
    people: dict[School, dict[int, None]] = defaultdict(dict)
    for wish in given:
        if wish.school is not None:
            people[wish.school].setdefault(wish.person)
    return {
        person
        for school, found in people.items()
        for person in list(found)[school_room.get(school, 0) :]
    }
