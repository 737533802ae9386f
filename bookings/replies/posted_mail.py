"""What an e-mail provider posts, to the byte: a mail is not always UTF-8, as forms are."""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.core.cache import cache
from django.http import HttpRequest, QueryDict

BYTES = "iso-8859-1"  # in which each byte is one character, and back
OLDEST = timedelta(hours=12)  # a provider tries again for hours; a mail acts once anyhow
NEWEST = timedelta(minutes=5)


class PostedMail:
    """The fields of one post, in either encoding of forms."""

    def __init__(self, request: HttpRequest) -> None:
        self._fields = _fields(request)

    @property
    def raw(self) -> bytes:
        """The mail; empty where the provider has posted its parts instead of it."""
        return self._field("body-mime").encode(BYTES)

    def is_signed(self, *, key: str, at: datetime) -> bool:
        """By HMAC-SHA256 as Mailgun signs, of `timestamp` and `token`, at about this time."""
        timestamp = self._field("timestamp")
        signed = signature(key=key, timestamp=timestamp, token=self._field("token"))
        given = self._field("signature")
        if not hmac.compare_digest(given.encode(), signed.encode()):
            return False
        is_number = timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12
        age = at.timestamp() - int(timestamp) if is_number else OLDEST.total_seconds() + 1
        return -NEWEST.total_seconds() <= age <= OLDEST.total_seconds()

    def is_first_or_the_same(self) -> bool:
        """Whether its signature, which is true, has not come with another mail before.

        It says nothing of the mail, so whoever has seen one post could sign their own with it.
        """
        key = f"incoming mail {self._field('signature')}"
        digest = hashlib.sha256(self.raw).hexdigest()
        lasts = (OLDEST + NEWEST).total_seconds()
        return bool(cache.add(key, digest, lasts) or cache.get(key) == digest)

    def _field(self, name: str) -> str:
        return str(self._fields.get(name, ""))


def signature(*, key: str, timestamp: str, token: str) -> str:
    """64 hexadecimal digits, for the moment in Unix time and a random text."""
    told = f"{timestamp}{token}".encode()
    return hmac.new(key.encode(), told, hashlib.sha256).hexdigest()


def _fields(request: HttpRequest) -> QueryDict:
    if request.content_type == "multipart/form-data":
        request.encoding = BYTES
        return request.POST
    return QueryDict(request.body, encoding=BYTES)
