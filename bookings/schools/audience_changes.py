"""Changing which schools an audience means; nothing else writes its rule."""

from dataclasses import dataclass, fields
from datetime import datetime

from bookings.models import AudienceRule
from bookings.schools.audiences import KINDS, Rule, rule_of
from events import audit
from events.command import command
from events.models import Audience, Organiser


@dataclass
class AudienceMeant:
    """An audience as the audit names it, which has no room for a slug: by its number."""

    public_id: str


@command
def change_rule(audience: Audience, rule: Rule, *, at: datetime, by: Organiser | None) -> None:
    """From now on the audience means these schools; the same again changes nothing.

    Who has booked keeps their place, whatever their school.
    """
    locked = Audience.objects.select_for_update(no_key=True).get(pk=audience.pk)
    before = rule_of(locked)
    names = (field.name for field in fields(Rule))
    changed = {name for name in names if getattr(rule, name) != getattr(before, name)}
    if not changed:
        return
    row, _ = AudienceRule.objects.get_or_create(audience=locked)
    for name in changed & KINDS.keys():
        setattr(row, name, sorted(getattr(rule, name)))
    row.save(update_fields=sorted(changed & KINDS.keys()))
    for name in changed - KINDS.keys():
        getattr(row, name).set(getattr(rule, name))
    audit.record("audience_changed", AudienceMeant(str(locked.pk)), at=at, by=by, changed=changed)
