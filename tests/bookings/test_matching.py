"""Who is offered a free place: in the order of the lists, by what each would rather have."""

from collections import Counter
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.lifecycle.matching import Wish, who_is_offered

FIRST, SECOND, THIRD = 1, 2, 3
OAK, ELM = ("school", "Oak"), ("school", "Elm")


def wishes(*asked, attends_one=True):
    """(person, school, *places in the order preferred), in the order in which they joined."""
    lines, found = count(1), []
    for rank, (person, school, *places) in enumerate(asked, 1):
        for preference, place in enumerate(places):
            line = next(lines)
            asker = person if attends_one else line
            found.append(Wish(rank, preference, line, asker, person, place, school))
    return found


def offered(asked, room, school_room=None, **how):
    given = who_is_offered(wishes(*asked, **how), room=room, school_room=school_room or {})
    return [(wish.person, wish.place) for wish in given]


def test_the_first_in_the_list_are_offered_what_is_free():
    asked = [(person, None, FIRST) for person in (7, 8, 9)]

    assert offered(asked, {FIRST: 2}) == [(7, FIRST), (8, FIRST)]


def test_nobody_is_offered_what_is_not_free():
    assert offered([(7, None, FIRST), (8, None, SECOND)], {FIRST: 0}) == []


def test_each_is_offered_the_one_that_they_would_rather_have():
    asked = [(7, None, SECOND, FIRST), (8, None, SECOND, FIRST)]

    assert offered(asked, {FIRST: 1, SECOND: 1}) == [(7, SECOND), (8, FIRST)]


def test_where_any_may_be_attended_each_list_is_by_itself():
    asked = [(7, None, FIRST, SECOND), (8, None, FIRST)]

    given = offered(asked, {FIRST: 1, SECOND: 1}, attends_one=False)

    assert given == [(7, FIRST), (7, SECOND)]


def test_whoever_joined_a_list_later_gives_way_to_whoever_was_there_before():
    """8 asks for it first, since it is their first choice; 7 for whom it is the second keeps it."""
    seven_first, seven_second = Wish(1, 1, 1, 7, 7, FIRST), Wish(9, 0, 2, 7, 7, SECOND)
    eight = [Wish(5, 0, 3, 8, 8, SECOND), Wish(6, 1, 4, 8, 8, FIRST)]

    given = who_is_offered(
        [seven_first, seven_second, *eight], room={FIRST: 1, SECOND: 1}, school_room={}
    )

    assert [(wish.person, wish.place) for wish in given] == [(7, FIRST), (8, SECOND)]


def test_a_school_without_room_stands_aside_for_those_behind_it():
    asked = [(7, OAK, FIRST), (8, OAK, FIRST), (9, ELM, FIRST)]

    assert offered(asked, {FIRST: 2}, {OAK: 1, ELM: 1}) == [(7, FIRST), (9, FIRST)]


def test_a_school_that_is_full_already_stands_aside_as_a_whole():
    assert offered([(7, OAK, FIRST), (9, None, FIRST)], {FIRST: 1}, {OAK: 0}) == [(9, FIRST)]


def test_somebody_with_several_places_uses_the_room_of_their_school_once():
    asked = [(7, OAK, FIRST, SECOND), (8, OAK, FIRST)]

    given = offered(asked, {FIRST: 2, SECOND: 1}, {OAK: 1}, attends_one=False)

    assert given == [(7, FIRST), (7, SECOND)]


def test_what_a_school_does_not_use_goes_to_whoever_would_rather_have_it():
    asked = [(7, OAK, FIRST), (8, OAK, SECOND), (9, None, SECOND, FIRST)]

    given = offered(asked, {FIRST: 1, SECOND: 1}, {OAK: 1})

    assert given == [(7, FIRST), (9, SECOND)]


def test_unlimited_room_has_room_for_all():
    asked = [(person, None, FIRST) for person in range(5)]

    assert len(offered(asked, {FIRST: float("inf")})) == 5


@st.composite
def lists(draw):
    places = st.permutations([FIRST, SECOND, THIRD]).map(list)
    number = draw(st.integers(0, 9))
    asked = []
    for person in range(number):
        chosen = draw(places)[: draw(st.integers(1, 3))]
        asked.append((person, draw(st.sampled_from([None, OAK, ELM])), *chosen))
    free = st.integers(0, 4)
    room = {place: draw(free) for place in (FIRST, SECOND, THIRD)}
    return asked, room, {OAK: draw(free), ELM: draw(free)}


@pytest.mark.parametrize("attends_one", [True, False])
@settings(max_examples=150, derandomize=True, deadline=None)
@given(drawn=lists())
def test_nobody_is_overtaken_and_nobody_waits_who_could_be_offered(attends_one, drawn):
    asked, room, school_room = drawn
    every = wishes(*asked, attends_one=attends_one)

    chosen = who_is_offered(every, room=room, school_room=school_room)

    taken = Counter(wish.place for wish in chosen)
    has = {wish.asker: wish for wish in chosen}
    schools = Counter(school for _, school in {(one.person, one.school) for one in chosen})
    people = {wish.person for wish in chosen}
    assert len(has) == len(chosen)
    assert all(taken[place] <= free for place, free in room.items())
    assert all(schools[school] <= left for school, left in school_room.items())
    for wish in every:
        own = has.get(wish.asker)
        if own and own.preference <= wish.preference:
            continue
        behind = [one for one in chosen if one.place == wish.place and one.rank > wish.rank]
        is_full = taken[wish.place] == room[wish.place] and not behind
        has_no_room = (
            wish.school is not None
            and wish.person not in people
            and schools[wish.school] == school_room[wish.school]
        )
        assert is_full or has_no_room, wish
