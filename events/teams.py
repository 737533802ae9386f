"""Making and naming teams, for the installation's administrators."""

from datetime import datetime

from django.db import IntegrityError

from events import audit
from events.command import command
from events.models import Organiser, Team
from events.refusal import Refusal


class NameTaken(Refusal):
    """Another one has this name."""

    template = "administration/name_taken.html"


@command
def make_team(*, name: str, at: datetime, by: Organiser) -> Team:
    """Raises NameTaken."""
    team, is_new = Team.objects.get_or_create(name=name)
    if not is_new:
        raise NameTaken
    audit.record("team_made", team, at=at, by=by)
    return team


@command
def rename_team(team: Team, *, name: str, at: datetime, by: Organiser) -> None:
    """Raises NameTaken."""
    locked = Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    if locked.name == name:
        return
    if Team.objects.filter(name=name).exists():
        raise NameTaken
    locked.name = name
    try:
        locked.save(update_fields=["name"])
    except IntegrityError:  # another one has been given it at the same moment
        raise NameTaken from None
    audit.record("team_renamed", locked, at=at, by=by, changed=["name"])
