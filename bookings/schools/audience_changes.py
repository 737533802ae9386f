"""Audiences: made, renamed, and which schools each means; nothing else writes its rule."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import IntegrityError

from bookings.models import AudienceRule
from bookings.schools.audiences import KINDS, Rule, rule_of
from events import audit, capacity, revisions, typed_rows
from events.command import command
from events.models import Audience, Event, Organiser
from events.teams import NameTaken


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


@command
def make_audience(*, label: str, at: datetime, by: Organiser) -> None:
    """Raises NameTaken."""
    if Audience.objects.filter(label__iexact=label).exists():
        raise NameTaken
    made = typed_rows.audience(label)
    audit.record("audience_made", AudienceMeant(str(made.pk)), at=at, by=by)


@command
def rename_audience(audience: Audience, *, label: str, at: datetime, by: Organiser) -> None:
    """On the pages and in the calendars of its events too. Raises NameTaken."""
    locked = Audience.objects.select_for_update(no_key=True).get(pk=audience.pk)
    if locked.label == label:
        return
    if Audience.objects.filter(label__iexact=label).exclude(pk=locked.pk).exists():
        raise NameTaken
    locked.label = label
    try:
        locked.save(update_fields=["label"])
    except IntegrityError:  # another one has been given it at the same moment
        raise NameTaken from None
    named = AudienceMeant(str(locked.pk))
    audit.record("audience_renamed", named, at=at, by=by, changed=["label"])
    events = Event.objects.published().filter(audiences=locked).order_by("pk")
    for event in events:
        for session in capacity.lock_all_sessions(capacity.lock_event(event.pk)):
            revisions.reword(session, at=at)
