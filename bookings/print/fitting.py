"""How large a text can be printed so that all of it is within a box."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from bookings.print.printable import placed
from bookings.print.typesetting import measured

AT_ONCE = 250  # measuring keeps what it has measured: 2,000 at once take 100 MB
SMALLER = 0.88


@dataclass(frozen=True)
class Box:
    """Millimetres; sizes are in points."""

    width: float
    height: float
    largest: float
    smallest: float
    weight: str = "regular"

    @property
    def sizes(self) -> list[float]:
        """Large to small."""
        found = []
        size = self.largest
        while size > self.smallest:
            found.append(size)
            size *= SMALLER
        return [*found, self.smallest]


def fitted(texts: Iterable[str], box: Box) -> dict[str, dict[str, Any]]:
    """By the text, what a template needs to know to print it within the box."""
    found: dict[str, dict[str, Any]] = {}
    rest = iter(dict.fromkeys(texts))
    while some := list(islice(rest, AT_ONCE)):
        found.update(zip(some, _fitted(some, box), strict=True))
    return found


def _fitted(texts: list[str], box: Box) -> Iterator[dict[str, Any]]:
    told = [placed(text) for text in texts]
    values = {"title": "", "texts": told, "box": {**asdict(box), "sizes": box.sizes}}
    for one, (size, is_broken) in zip(told, measured("fitting.typ", values), strict=True):
        text = one["broken"] if is_broken and one["broken"] else one["text"]
        yield {"text": text, "rtl": one["rtl"], "size": size}
