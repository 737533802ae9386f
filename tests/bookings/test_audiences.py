"""Which schools an audience means, and who is outside all audiences of an event."""

import pytest

from bookings.models import AudienceRule
from bookings.schools.audience_changes import change_rule
from bookings.schools.audiences import Meant, Rule, all_meant, includes, is_outside, rule_of
from events.models import AuditEntry
from tests.database import every_row
from tests.factories import NOON, make_audience, make_event, make_organiser, make_school

pytestmark = pytest.mark.django_db(transaction=True)

PRIMARY, NORTH = frozenset({"Primary"}), frozenset({"North"})
COMMUNITY = frozenset({"Community school", "Foundation school"})


def school(**fields):
    kinds = {"phase": "Primary", "type": "Community school", "district": "North"}
    return make_school(**kinds | fields)


def rule(audience, rule=None, **said):
    """Let the audience mean what this says."""
    change_rule(audience, rule or Rule(**said), at=NOON, by=None)
    return audience


@pytest.mark.parametrize(
    ("said", "is_meant"),
    [
        ({"phases": PRIMARY}, True),
        ({"phases": frozenset({"Secondary", "Primary"})}, True),
        ({"phases": frozenset({"Secondary"})}, False),
        ({"phases": PRIMARY, "types": COMMUNITY, "districts": NORTH}, True),
        ({"phases": PRIMARY, "types": frozenset({"Academy converter"})}, False),
        ({"types": COMMUNITY, "districts": frozenset({"South"})}, False),
        ({"districts": frozenset({"north"})}, False),
        ({}, True),
    ],
)
def test_a_school_is_of_every_kind_that_is_named(said, is_meant):
    assert includes(Rule(**said), school()) is is_meant


def test_a_school_that_is_added_or_left_out_needs_no_kind():
    primary, secondary = school(), school(phase="Secondary")

    added = Rule(phases=PRIMARY, schools_added=frozenset({secondary.pk}))
    left_out = Rule(phases=PRIMARY, schools_left_out=frozenset({primary.pk}))
    both = Rule(schools_added=frozenset({primary.pk}), schools_left_out=frozenset({primary.pk}))

    assert [includes(added, one) for one in (primary, secondary)] == [True, True]
    assert [includes(left_out, one) for one in (primary, secondary)] == [False, False]
    assert not includes(both, primary)


def test_single_schools_alone_are_these_or_all_others():
    one, other = school(), school()

    only = Rule(schools_added=frozenset({one.pk}))
    all_but = Rule(schools_left_out=frozenset({one.pk}))

    assert [includes(only, each) for each in (one, other)] == [True, False]
    assert [includes(all_but, each) for each in (one, other)] == [False, True]


def test_a_school_is_outside_where_no_audience_means_it():
    primaries = rule(make_audience("Primaries"), phases=PRIMARY)
    north = rule(make_audience("North"), districts=NORTH)
    event = make_event(audiences=[primaries, north])

    outside = [
        is_outside(event, one)
        for one in (
            school(),
            school(phase="Secondary"),
            school(district="South"),
            school(phase="Secondary", district="South"),
            None,
        )
    ]

    assert outside == [False, False, False, True, True]


@pytest.mark.parametrize("audiences", [[], ["Anybody"], ["Primaries", "Anybody"], ["Says nothing"]])
def test_nobody_is_outside_where_an_audience_may_mean_anybody(audiences):
    rule(make_audience("Primaries"), phases=PRIMARY)
    AudienceRule.objects.create(audience=make_audience("Says nothing"))
    rule(make_audience("Of another event"), phases=PRIMARY)
    event = make_event(audiences=[make_audience(label) for label in audiences])

    assert not is_outside(event, school(phase="Secondary"))
    assert not is_outside(event, None)


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_two_queries_however_many_schools_are_named(number, django_assert_num_queries):
    named = frozenset(school().pk for _ in range(number))
    audiences = [
        rule(make_audience(f"Audience {one}"), schools_added=named, schools_left_out=named)
        for one in range(number)
    ]
    event, other = make_event(audiences=audiences), school()

    with django_assert_num_queries(2):
        assert is_outside(event, other)


def test_where_there_is_no_rule_one_query_tells(django_assert_num_queries):
    event, other = make_event(audiences=[make_audience()]), school()

    with django_assert_num_queries(1):
        assert not is_outside(event, other)


@pytest.mark.parametrize("number", [1, 3])
def test_all_audiences_with_the_open_schools_each_means(number, django_assert_num_queries):
    named = [school() for _ in range(number)]
    school(phase="Secondary")
    school(status="closed")
    primaries = rule(
        make_audience("Primaries"),
        phases=PRIMARY,
        schools_left_out=frozenset({named[0].pk}),
    )
    anybody = make_audience("Anybody")

    with django_assert_num_queries(4):
        meant = all_meant()

    assert meant == [Meant(anybody, None), Meant(primaries, number - 1)]


def test_a_change_is_stored_and_audited_by_its_fields():
    audience, one, other, by = make_audience(), school(), school(), make_organiser()
    first = Rule(phases=PRIMARY, types=COMMUNITY, schools_added=frozenset({one.pk, other.pk}))
    second = Rule(types=COMMUNITY, schools_added=frozenset({one.pk}), districts=NORTH)

    change_rule(audience, first, at=NOON, by=by)
    change_rule(audience, second, at=NOON, by=by)

    assert rule_of(audience) == second
    row = AudienceRule.objects.get()
    assert (row.phases, row.types) == ([], ["Community school", "Foundation school"])
    entries = AuditEntry.objects.filter(action="audience_changed").order_by("pk")
    assert [(entry.actor, entry.object_id, entry.changed) for entry in entries] == [
        (by, str(audience.pk), ["phases", "schools_added", "types"]),
        (by, str(audience.pk), ["districts", "phases", "schools_added"]),
    ]


def test_the_same_again_changes_nothing():
    audience = rule(make_audience(), phases=PRIMARY, schools_left_out=frozenset({school().pk}))
    says_nothing = make_audience("Says nothing")
    before = every_row()

    change_rule(audience, rule_of(audience), at=NOON, by=None)
    change_rule(says_nothing, Rule(), at=NOON, by=None)

    assert every_row() == before
