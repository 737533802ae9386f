"""Organisers' sessions in the database: listed and ended for one of them, forgotten once over.

A session says whose it is only once it is read. Whoever signs in has one for half a day, whoever
only begins to for some minutes, so they are few. Nothing of where somebody is, is kept: neither an
address nor what a browser says of itself beyond its name and the system.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from deploy import devices
from deploy.session_store import OPENED
from events import audit
from events.command import command
from events.models import Organiser

STRANGERS_FOR = timedelta(minutes=10)
USE_IS_NOTED_EVERY = timedelta(minutes=10)
NOT_KEPT = {"device": "A device we have no details of", "since": 0, "used": 0}


@dataclass(frozen=True)
class OpenSession:
    """Where an organiser is signed in. Its id is not its key, with which one is signed in."""

    id: str
    device: str
    since: datetime | None
    used: datetime | None
    is_this: bool


def begin(request: HttpRequest, *, at: datetime) -> None:
    """Keep on which device somebody has just signed in, and when."""
    device = devices.in_words(request.headers.get("User-Agent", ""))
    moment = int(at.timestamp())
    request.session[OPENED] = {"device": device, "since": moment, "used": moment}
    request.session.set_expiry(None)


def keep_for_a_stranger(request: HttpRequest) -> None:
    """What a browser has to show again is forgotten soon, unless it signs in."""
    if not request.user.is_authenticated:
        request.session.set_expiry(STRANGERS_FOR)


def note_use(request: HttpRequest, *, at: datetime) -> None:
    """Keep when it was last used, to some minutes: to the second it would be written each time."""
    opened = request.session.get(OPENED)
    if opened and _moment(opened["used"]) + USE_IS_NOTED_EVERY <= at:
        request.session[OPENED] = opened | {"used": int(at.timestamp())}


def all_of(organiser: Organiser, *, this: str | None, at: datetime) -> list[OpenSession]:
    """The one whose key this is first, then those that were used last."""
    found = [_described(row, is_this=row.pk == this) for row in _own(organiser, at)]
    return sorted(found, key=lambda one: (one.is_this, one.used or _moment(0)), reverse=True)


@command
def end_one_of(organiser: Organiser, session_id: str, *, this: str | None, at: datetime) -> None:
    """Sign an organiser out on one device, but not on this one; one that is over is no mistake."""
    for row in _own(organiser, at):
        if _id(row) == session_id and row.pk != this:
            row.delete()
            audit.record("signed_out", organiser, at=at, by=organiser)


@command
def sign_out_everywhere(organiser: Organiser, *, at: datetime) -> None:
    end_all_of(organiser, at=at)
    audit.record("signed_out_everywhere", organiser, at=at, by=organiser)


def end_all_of(organiser: Organiser, *, at: datetime) -> None:
    """Sign an organiser out everywhere, also where they have only begun to sign in."""
    own = [row.pk for row in _own(organiser, at)]
    Session.objects.filter(pk__in=own).delete()
    end_begun_by(organiser, but=None, at=at)


def end_begun_by(organiser: Organiser, *, but: str | None, at: datetime) -> None:
    """Whoever gave the password, and no second step yet, begins again; but not this session."""
    name = user_pk_to_url_str(organiser)
    begun = [
        row.pk
        for row in _open(at)
        if (row.get_decoded().get(LOGIN_SESSION_KEY) or {}).get("user_pk") == name
    ]
    Session.objects.filter(pk__in=begun).exclude(pk=but).delete()


def forget_before(at: datetime) -> None:
    over = Session.objects.filter(expire_date__lt=at)
    if over.exists():
        over.delete()


def _own(organiser: Organiser, at: datetime) -> Iterator[Session]:
    for row in _open(at):
        if row.get_decoded().get(SESSION_KEY) == str(organiser.pk):
            yield row


def _open(at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__gt=at)


def _described(row: Session, *, is_this: bool) -> OpenSession:
    """One that was opened before this was kept has no times; it is over within half a day."""
    opened = row.get_decoded().get(OPENED, NOT_KEPT)
    return OpenSession(
        id=_id(row),
        device=opened["device"],
        since=_moment(opened["since"]) if opened["since"] else None,
        used=_moment(opened["used"]) if opened["used"] else None,
        is_this=is_this,
    )


def _id(row: Session) -> str:
    return salted_hmac("deploy.open_sessions", row.pk, algorithm="sha256").hexdigest()[:16]


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
