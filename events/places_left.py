"""How many places a session has left: said as it is now, or left open in a page that is kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from events.kept_pages import hole, number_hole
from events.models import Session


@dataclass(frozen=True)
class PlacesLeft:
    """How a page says it: `in_words` on the page, the `number` in what search engines read."""

    in_words: Callable[[Session], str]
    number: Callable[[Session], int | str | None]


def in_words(session: Session) -> str:
    """5 places left; nothing where their number is not limited."""
    left = session.places_left
    if left is None:
        return ""
    return "1 place left" if left == 1 else f"{left} places left"


def filled_in(sessions: Iterable[Session]) -> dict[str, str]:
    """What `LEFT_OPEN` leaves open of these sessions, by the names of the holes."""
    limited = [session for session in sessions if session.places_left is not None]
    return {f"words {session.pk}": in_words(session) for session in limited} | {
        f"left {session.pk}": str(session.places_left) for session in limited
    }


def _words_left_open(session: Session) -> str:
    return "" if session.places_left is None else hole(f"words {session.pk}")


def _number_left_open(session: Session) -> str:
    return number_hole(f"left {session.pk}")


NOW = PlacesLeft(in_words, lambda session: session.places_left)
LEFT_OPEN = PlacesLeft(_words_left_open, _number_left_open)
