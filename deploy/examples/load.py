"""Loading the examples through the commands that people use; loading again changes nothing."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils.text import slugify

from bookings.models import AudienceRule, School
from bookings.schools import importing
from bookings.schools.audience_changes import change_rule
from bookings.schools.audiences import Rule
from deploy.examples import past, westshire, westshire_schools
from deploy.examples.organiser import load_organiser
from deploy.examples.people import load_people
from deploy.examples.shapes import Announcement, Example, ExampleDocument
from events import documents, lifecycle
from events.command import command
from events.dates import local
from events.models import Audience, Event, Organiser, Team, Update, Venue
from events.plans import DocumentPlan, EventPlan, SessionPlan, VersionPlan


def load_examples(*, at: datetime) -> Organiser:
    """Load whatever is not there yet and return the examples' organiser."""
    _load_schools(at)
    _load_rules(at)
    organiser = load_organiser(westshire.TEAM, at=at)
    for example in past.examples():
        _load_event(example, at=example.at or at, by=None)
    for example in westshire.examples(_first_day(at)):
        event = _load_event(example, at=at, by=organiser)
        if example.title in westshire.BOOKED:
            load_people(event, at=at, by=organiser)
    return organiser


def _first_day(at: datetime) -> date:
    """The day of the first load, which everything to come is laid out from."""
    latest = Update.objects.filter(title=westshire.LATEST_UPDATE).first()
    return latest.published_on if latest else local(at).date()


def _load_schools(at: datetime) -> None:
    authority = westshire_schools.LOCAL_AUTHORITY
    if not School.objects.filter(local_authority=authority).exists():
        file = io.BytesIO(westshire_schools.edubase_file())
        importing.import_schools(file, local_authority=authority, at=at)


def _load_rules(at: datetime) -> None:
    """Which schools are meant, where an audience's name says it and nobody else has."""
    audience = _load_audience(westshire.POST_16)
    if not AudienceRule.objects.filter(audience=audience).exists():
        others = School.objects.numbered(westshire_schools.with_sixth_form())
        rule = Rule(
            phases=frozenset({westshire_schools.PHASES["8"]}),
            schools_added=frozenset(others.values_list("pk", flat=True)),
        )
        change_rule(audience, rule, at=at, by=None)


def _load_event(example: Example, *, at: datetime, by: Organiser | None) -> Event:
    """Publishing comes last, so that a load that was cut off goes on where it stopped."""
    team, _ = Team.objects.get_or_create(name=example.team)
    event = Event.objects.filter(team=team, title=example.title).first()
    if event is None:
        event = lifecycle.create_event(_plan(example), team=team, at=at, by=by)
    if event.is_draft:
        for document in example.documents:
            _load_document(document, event, at=at, by=by)
        lifecycle.publish_event(event, at=at, by=by)
    return event


def _plan(example: Example) -> EventPlan:
    return EventPlan(
        title=example.title,
        update=_load_update(example.update),
        audiences=tuple(_load_audience(label) for label in example.audiences),
        sessions=_at_their_venues(example.sessions),
        **example.answers,
    )


def _load_update(announcement: Announcement | None) -> Update | None:
    if announcement is None:
        return None
    return Update.objects.get_or_create(
        title=announcement.title, defaults={"published_on": announcement.on}
    )[0]


def _load_audience(label: str) -> Audience:
    return Audience.objects.get_or_create(label=label, defaults={"slug": slugify(label)})[0]


def _at_their_venues(plans: Sequence[SessionPlan]) -> tuple[SessionPlan, ...]:
    return tuple(
        replace(plan, venue=_load_venue(plan.venue)) if isinstance(plan.venue, Venue) else plan
        for plan in plans
    )


def _load_venue(venue: Venue) -> Venue:
    known = Venue.objects.filter(name=venue.name, postcode=venue.postcode).first()
    if known is None:
        details = ("address", "travel", "step_free_access", "hearing_loop", "telephone")
        known = Venue.objects.create(
            name=venue.name,
            postcode=venue.postcode,
            **{name: getattr(venue, name) for name in details},
        )
    return known


@command
def _load_document(
    example: ExampleDocument, event: Event, *, at: datetime, by: Organiser | None
) -> None:
    """With whatever versions are not there yet: nobody has booked a draft, so nobody is told."""
    first, *later = example.versions
    document = event.documents.filter(title=example.title).first()
    if document is None:
        document = documents.add_document(event, _document_plan(example, first), at=at, by=by)
    for content in later[document.versions.count() - 1 :]:
        documents.replace_document(
            document, VersionPlan(content, "pdf", note=example.note), at=at, by=by
        )


def _document_plan(example: ExampleDocument, content: bytes) -> DocumentPlan:
    return DocumentPlan(
        title=example.title,
        kind=example.kind,
        content=content,
        extension="pdf",
        stage=example.stage,
        accessible_file=example.accessible,
    )
