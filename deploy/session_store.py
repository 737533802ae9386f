"""The SESSION_ENGINE: sessions in the database."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError

from events import outages

OPENED = "placecard.opened"


class SessionStore(db.SessionStore):
    """Django's own, which takes every error of the database for a session that has ended.

    A session of somebody who has signed in ends when that was long ago, however often it is used.
    """

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        date: datetime = super().get_expiry_date(**kwargs)
        opened = self.get(OPENED)
        if not opened:
            return date
        last = opened["since"] + self.get_session_cookie_age()
        return min(date, datetime.fromtimestamp(last, UTC))

    def save(self, must_create: bool = False) -> None:
        """Raises what `outages.is_passing` says passes, UpdateError where the session is over."""
        try:
            super().save(must_create)
        except UpdateError as error:
            reason = error.__context__
            if reason is not None and outages.is_passing(reason):
                raise reason from reason.__cause__
            raise
