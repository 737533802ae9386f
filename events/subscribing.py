"""The addresses under which a calendar is subscribed to."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Subscription:
    """One calendar feed: an address to copy, and one that calendar apps open by themselves."""

    https: str

    @classmethod
    def at(cls, path: str) -> "Subscription":
        return cls(settings.SITE_ADDRESS + path)

    @property
    def webcal(self) -> str:
        return f"webcal://{self.https.partition('://')[2]}"
