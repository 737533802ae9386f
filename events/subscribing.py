"""The addresses under which a calendar is subscribed to."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

OUTLOOK = "https://outlook.office.com/calendar/0/addfromweb"
GOOGLE = "https://calendar.google.com/calendar/r"


@dataclass(frozen=True)
class Subscription:
    """One calendar feed: its name, an address to copy, and one for each calendar program."""

    https: str
    name: str

    @classmethod
    def at(cls, path: str, name: str) -> "Subscription":
        return cls(settings.SITE_ADDRESS + path, name)

    @property
    def path(self) -> str:
        return self.https.removeprefix(settings.SITE_ADDRESS)

    @property
    def webcal(self) -> str:
        return f"webcal://{self.https.partition('://')[2]}"

    @property
    def outlook(self) -> str:
        """Outlook on the web knows no webcal address."""
        return f"{OUTLOOK}?url={quote(self.https, safe='')}&name={quote(self.name, safe='')}"

    @property
    def google(self) -> str:
        return f"{GOOGLE}?cid={quote(self.webcal, safe='')}"
