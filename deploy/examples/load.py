"""Loading the examples through the commands that people use; loading again changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils.text import slugify

from bookings.models import School
from bookings.schools import importing
from deploy.examples import past, westshire, westshire_schools
from deploy.examples.organiser import load_organiser
from deploy.examples.shapes import Announcement, Example, Paper
from events import documents, lifecycle
from events.dates import local
from events.lifecycle import SessionPlan
from events.models import Audience, Event, Organiser, Team, Update, Venue


def load_examples(*, at: datetime) -> Organiser:
    """Load whatever is not there yet and return the examples' organiser."""
    _load_schools(at)
    organiser = load_organiser(westshire.TEAM, at=at)
    for example in past.examples():
        _load_event(example, at=example.at or at, by=None)
    for example in westshire.examples(_first_day(at)):
        _load_event(example, at=at, by=organiser)
    return organiser


def _first_day(at: datetime) -> date:
    """The day of the first load, which everything to come is laid out from."""
    latest = Update.objects.filter(title=westshire.LATEST_UPDATE).first()
    return latest.published_on if latest else local(at).date()


def _load_schools(at: datetime) -> None:
    authority = westshire_schools.LOCAL_AUTHORITY
    if not School.objects.filter(local_authority=authority).exists():
        content = westshire_schools.edubase_file()
        importing.import_schools(content, local_authority=authority, at=at)


def _load_event(example: Example, *, at: datetime, by: Organiser | None) -> None:
    """Publishing comes last, so that a load that was cut off goes on where it stopped."""
    team, _ = Team.objects.get_or_create(name=example.team)
    event = Event.objects.filter(team=team, title=example.title).first()
    if event is None:
        event = _create_event(example, team, at=at, by=by)
    if event.is_draft:
        for paper in example.papers:
            _load_paper(paper, event, at=at, by=by)
        lifecycle.publish_event(event, at=at, by=by)


def _create_event(example: Example, team: Team, *, at: datetime, by: Organiser | None) -> Event:
    return lifecycle.create_event(
        team=team,
        title=example.title,
        update=_load_update(example.update),
        audiences=[_load_audience(label) for label in example.audiences],
        sessions=_at_their_venues(example.sessions),
        at=at,
        by=by,
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


def _at_their_venues(plans: Sequence[SessionPlan]) -> list[SessionPlan]:
    return [replace(plan, venue=plan.venue and _load_venue(plan.venue)) for plan in plans]


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


def _load_paper(paper: Paper, event: Event, *, at: datetime, by: Organiser | None) -> None:
    first, *later = paper.versions
    document = event.documents.filter(title=paper.title).first()
    if document is None:
        document = documents.attach_document(
            event, content=first, extension="pdf", at=at, by=by, **_details(paper)
        )
    for content in later[document.versions.count() - 1 :]:
        documents.replace_document(
            document, content=content, extension="pdf", note=paper.note, at=at, by=by
        )


def _details(paper: Paper) -> dict[str, Any]:
    accessible = ContentFile(paper.accessible, name="accessible.odt") if paper.accessible else ""
    return {
        "title": paper.title,
        "kind": paper.kind,
        "stage": paper.stage,
        "alternative_file": accessible,
    }
