"""What a message to organisers has recorded: of one booking, or of their own account."""

from dataclasses import dataclass

from bookings.mail.facts import Facts


@dataclass(frozen=True)
class OrganiserFacts(Facts):
    """What the organisers of an event are told of one booking, by its reference, without a name."""

    event_title: str
    event_id: str
    reference: str
    news: str
    word: str = ""


@dataclass(frozen=True)
class NewPasswordFacts(Facts):
    """Where an organiser chooses a new password, and for how many days."""

    link: str
    days: int
