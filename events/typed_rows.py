"""Rows that organisers name by typing: the same words lead to the same row, new ones make it."""

from dataclasses import asdict

from django.utils.text import slugify

from events.command import step
from events.models import Audience, Event, Series, Team, Update, Venue
from events.models.identity import new_public_id
from events.plans import EventPlan, UpdatePlan, VenuePlan

SLUG_LENGTH = 40


def find_venue(plan: VenuePlan) -> Venue | None:
    """The venue that is known by these words, if any."""
    return Venue.objects.filter(**asdict(plan)).order_by("pk").first()


def find_update(plan: UpdatePlan) -> Update | None:
    """The update of this day and title, if any."""
    known = Update.objects.filter(published_on=plan.published_on, title=plan.title)
    return known.order_by("pk").first()


@step
def venue(named: Venue | VenuePlan | None) -> Venue | None:
    """The venue of this name, address and postcode, recorded when it is new."""
    if not isinstance(named, VenuePlan):
        return named
    return find_venue(named) or Venue.objects.create(**asdict(named))


@step
def update(named: Update | UpdatePlan | None) -> Update | None:
    """The update of this day and title; the address of one that is known stays."""
    if not isinstance(named, UpdatePlan):
        return named
    return find_update(named) or Update.objects.create(**asdict(named))


@step
def series(title: str, team: Team) -> Series | None:
    """The team's series of this title."""
    if not title:
        return None
    known = Series.objects.filter(team=team, title__iexact=title).order_by("pk").first()
    return known or Series.objects.get_or_create(team=team, title=title)[0]


@step
def add_audiences(event: Event, plan: EventPlan) -> None:
    """The event is for those that the plan names, and for no others."""
    other = [audience(plan.other_audience)] if plan.other_audience else []
    event.audiences.set([*plan.audiences, *other])


@step
def audience(label: str) -> Audience:
    """The audience of this label, in whatever letters."""
    known = Audience.objects.filter(label__iexact=label).order_by("pk").first()
    if known is not None:
        return known
    return Audience.objects.get_or_create(label=label, defaults={"slug": _free_slug(label)})[0]


def _free_slug(label: str) -> str:
    slug = slugify(label)[:SLUG_LENGTH].strip("-") or "audience"
    is_taken = Audience.objects.filter(slug=slug).exists()
    return f"{slug}-{new_public_id()}" if is_taken else slug
