"""What was measured: a number with its unit, and beside it what the bare machine does."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """`floor` is the same work without Placecard, in the same unit, measured in the same run."""

    name: str
    value: float
    unit: str
    floor: float | None = None

    def line(self) -> str:
        beside = "" if self.floor is None else f" (floor {_short(self.floor)})"
        return f"{self.name:>40} {_short(self.value):>8} {self.unit}{beside}"

    def to_dict(self, database: str) -> dict[str, object]:
        return {"database": database, **asdict(self)}


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _short(number: float) -> str:
    """Three figures or so: 1234, 56.7, 8.90."""
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"
