"""Django's own storage of messages for the next page, in a cookie of the service's own name."""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class OwnCookie(CookieStorage):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cookie_name = settings.MESSAGES_COOKIE_NAME


class OwnCookieOrSession(FallbackStorage):
    """In the session what is too long for a cookie."""

    storage_classes = (OwnCookie, SessionStorage)
