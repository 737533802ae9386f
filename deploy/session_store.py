"""The SESSION_ENGINE: sessions in the database."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError

from events import outages


class SessionStore(db.SessionStore):
    """Django's own, which takes every error of the database for a session that has ended."""

    def save(self, must_create: bool = False) -> None:
        """Raises what `outages.is_passing` says passes, UpdateError where the session is over."""
        try:
            super().save(must_create)
        except UpdateError as error:
            reason = error.__context__
            if reason is not None and outages.is_passing(reason):
                raise reason from reason.__cause__
            raise
