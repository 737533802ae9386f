"""Which schools an audience means, by its rule; nobody is outside where there is none."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db.models import Value

from bookings.models import AudienceRule, School
from events.models import Audience, Event

KINDS = {"phases": "phase", "types": "type", "districts": "district"}  # a rule's, a school's
Chosen = frozenset[str]
Keys = frozenset[int]


@dataclass(frozen=True)
class Rule:
    """Schools of these phases, of these types and in these districts, where some are named.

    With single schools added and left out, by their primary keys.
    """

    phases: Chosen = frozenset()
    types: Chosen = frozenset()
    districts: Chosen = frozenset()
    schools_added: Keys = frozenset()
    schools_left_out: Keys = frozenset()

    @property
    def says_something(self) -> bool:
        return any(asdict(self).values())


@dataclass(frozen=True)
class Meant:
    """An audience and how many of the open schools it means; None where its rule says nothing."""

    audience: Audience
    number: int | None


def includes(rule: Rule, school: School) -> bool:
    """Left out by itself, added by itself, or of the kinds that the rule names.

    A rule that only adds schools means these; one that only leaves some out means all others.
    """
    if school.pk in rule.schools_left_out:
        return False
    if school.pk in rule.schools_added:
        return True
    kinds = [(getattr(rule, named), getattr(school, its)) for named, its in KINDS.items()]
    asked = [value in named for named, value in kinds if named]
    return all(asked) and bool(asked or not rule.schools_added)


def is_outside(event: Event, school: School | None) -> bool:
    """Whether every audience of the event has a rule, and none of them means this school.

    A school that is typed, and not of the list, is in no rule. Two queries.
    """
    rules = _loaded(list(AudienceRule.objects.of_event(event))).values()
    if not rules or not all(rule.says_something for rule in rules):
        return False
    return school is None or not any(includes(rule, school) for rule in rules)


def rule_of(audience: Audience) -> Rule:
    """What its rule says: nothing where it has none."""
    rows = list(AudienceRule.objects.filter(audience=audience))
    return _loaded(rows).get(audience.pk, Rule())


def number_meant(rule: Rule, schools: Iterable[School]) -> int | None:
    """How many of these schools; None where the rule says nothing."""
    if not rule.says_something:
        return None
    return sum(includes(rule, school) for school in schools)


def all_meant() -> list[Meant]:
    """Every audience by its name, in four queries."""
    rules = _loaded(list(AudienceRule.objects.all()))
    schools = list(School.objects.open().with_kinds())
    return [
        Meant(audience, number_meant(rules.get(audience.pk, Rule()), schools))
        for audience in Audience.objects.in_order()
    ]


def _loaded(rows: Sequence[AudienceRule]) -> dict[int, Rule]:
    """By the primary keys of the audiences: one query for the schools of all."""
    added: dict[int, set[int]] = {row.pk: set() for row in rows}
    left_out: dict[int, set[int]] = {row.pk: set() for row in rows}
    for rule, school, is_added in _single_schools(list(added)):
        (added if is_added else left_out)[rule].add(school)
    return {
        row.audience_id: Rule(
            **{kind: frozenset(getattr(row, kind)) for kind in KINDS},
            schools_added=frozenset(added[row.pk]),
            schools_left_out=frozenset(left_out[row.pk]),
        )
        for row in rows
    }


def _single_schools(rules: Sequence[int]) -> Iterable[tuple[int, int, bool]]:
    """(rule, school, whether it is added) of what these name."""
    if not rules:
        return []
    added, left_out = (
        table.objects.filter(audiencerule__in=rules).values_list(
            "audiencerule_id", "school_id", Value(is_added)
        )
        for table, is_added in (
            (AudienceRule.schools_added.through, True),
            (AudienceRule.schools_left_out.through, False),
        )
    )
    return added.union(left_out, all=True)
