"""MAIL=files: each message becomes one .eml file in a folder, for trying things out."""

from collections.abc import Sequence
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmlFiles(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            mime = message.message()
            name = mime["Message-ID"].strip("<>").partition("@")[0]
            moment = f"{parsedate_to_datetime(mime['Date']):%Y%m%d-%H%M%S}"
            (settings.MAIL_DIR / f"{moment}-{name}.eml").write_bytes(mime.as_bytes())
        return len(email_messages)
