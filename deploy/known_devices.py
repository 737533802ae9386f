"""Devices on which an organiser has signed in: what strangers try elsewhere is not counted there.

The cookie holds a mark for each organiser of the device: a random name and a time, signed with
what only this service and the account have, its password among it. So it names nobody, a mark of
one account is worth nothing for another, and a new password ends all marks made before it. Whoever
copies a mark gets the few tries of that device, and no way in.

The whole is signed once more with what the service has, so that without a look at the database it
is clear that some organiser has signed in here: from nobody else is a file taken in.
"""

import re
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

if TYPE_CHECKING:  # the web server's doors read the cookie before the models are there
    from events.models import Organiser

AGE = timedelta(days=90)
MOST = 5  # organisers who share a device
BETWEEN = "."
MARK = re.compile(r"[\w:-]{1,100}", re.ASCII)
RECOGNISED = "placecard.known_device"


def remember(request: HttpRequest, response: HttpResponse, organiser: "Organiser") -> None:
    """Mark the device: this organiser has signed in on it, with all that takes."""
    others = [mark for mark in _marks(request) if not _name(mark, organiser)]
    name = name_of(request, organiser) or get_random_string(16)
    marks = [_signer(organiser).sign(name), *others]
    response.set_cookie(
        settings.KNOWN_DEVICE_COOKIE_NAME,
        _service_signer().sign(BETWEEN.join(marks[:MOST])),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def name_of(request: HttpRequest, organiser: "Organiser") -> str:
    """What the device is called for this organiser; nothing for a stranger's."""
    return next(filter(None, (_name(mark, organiser) for mark in _marks(request))), "")


def recognise(request: HttpRequest, organiser: "Organiser") -> str:
    """The same, and from now on tries of this request are counted for the device alone."""
    name = name_of(request, organiser)
    request.META[RECOGNISED] = f"device {name}" if name else ""
    return name


def recognised(request: HttpRequest) -> str:
    """What to count this request by in place of its network address, if it was recognised."""
    return str(request.META.get(RECOGNISED, ""))


def is_of_some_organiser(cookies: dict[str, str]) -> bool:
    """Whether anybody has signed in on the device whose cookies these are."""
    return bool(_signed(cookies))


def _marks(request: HttpRequest) -> list[str]:
    marks = _signed(request.COOKIES).split(BETWEEN)
    return [mark for mark in marks if MARK.fullmatch(mark)]


def _signed(cookies: dict[str, str]) -> str:
    with suppress(BadSignature):
        return _service_signer().unsign(cookies.get(settings.KNOWN_DEVICE_COOKIE_NAME, ""))
    return ""


def _name(mark: str, organiser: "Organiser") -> str:
    with suppress(BadSignature):
        return _signer(organiser).unsign(mark, max_age=AGE)
    return ""


def _service_signer() -> Signer:
    return Signer(salt="known_devices")


def _signer(organiser: "Organiser") -> TimestampSigner:
    return TimestampSigner(salt=f"known_device {organiser.public_id} {organiser.password}")
