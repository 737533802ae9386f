"""Which schools an audience means, by its rule; nobody is kept out where there is none."""

from bookings.models import AudienceRule, School
from events.models import Event


def includes(rule: AudienceRule, school: School) -> bool:
    """Left out by name, added by name, or of the kinds that the rule names."""
    if school.pk in {left_out.pk for left_out in rule.schools_left_out.all()}:
        return False
    if school.pk in {added.pk for added in rule.schools_added.all()}:
        return True
    named = ((rule.phases, school.phase), (rule.types, school.type))
    conditions = [*named, (rule.districts, school.district)]
    return rule.names_kinds and all(not some or value in some for some, value in conditions)


def is_outside(event: Event, school: School | None) -> bool:
    """Whether every audience of the event has a rule, and none of them means this school.

    A school that is typed, and not of the list, is in no rule.
    """
    audiences = set(event.audiences.values_list("pk", flat=True))
    found = AudienceRule.objects.filter(audience__in=audiences)
    rules = [rule for rule in found.with_schools() if rule.says_something]
    if not audiences or {rule.audience_id for rule in rules} != audiences:
        return False
    return school is None or not any(includes(rule, school) for rule in rules)
