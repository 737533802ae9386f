"""What has come of an extra session, as its organisers see it."""

from dataclasses import dataclass
from datetime import datetime

from bookings.lifecycle import extra_sessions
from events.cards import Card
from events.models import Session


@dataclass(frozen=True)
class ExtraSession:
    """`rows` are labels and numbers of people."""

    card: Card
    rows: list[tuple[str, int]]

    @property
    def session(self) -> Session:
        return self.card.session


def describe(session: Session, at: datetime) -> ExtraSession:
    """Two queries."""
    now = extra_sessions.outcome(session)
    offered = now.accepted + now.declined + now.lapsed + now.offered
    rows = [
        ("Offered a place", offered),
        ("Accepted", now.accepted),
        ("Declined", now.declined),
        ("Did not answer in time", now.lapsed),
        ("Still to answer", now.offered),
        ("Waiting, and not offered a place yet", now.waiting),
        ("Booked by others", now.by_the_public),
    ]
    return ExtraSession(Card.of(session, at), rows)
