"""Whether a mail was handed over by who has the key: HMAC-SHA256, as Mailgun signs."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

OLDEST = timedelta(hours=12)  # a provider tries again for hours; a mail acts once anyhow
NEWEST = timedelta(minutes=5)


def signature(*, key: str, timestamp: str, token: str) -> str:
    """64 hexadecimal digits, for the moment in Unix time and a random text."""
    told = f"{timestamp}{token}".encode()
    return hmac.new(key.encode(), told, hashlib.sha256).hexdigest()


def is_signed(posted: Mapping[str, str], *, key: str, at: datetime) -> bool:
    """By the fields `timestamp`, `token` and `signature`, at about this time."""
    timestamp, token = posted.get("timestamp", ""), posted.get("token", "")
    given = posted.get("signature", "").encode()
    if not hmac.compare_digest(
        given, signature(key=key, timestamp=timestamp, token=token).encode()
    ):
        return False
    is_number = timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12
    age = at.timestamp() - int(timestamp) if is_number else OLDEST.total_seconds() + 1
    return -NEWEST.total_seconds() <= age <= OLDEST.total_seconds()
