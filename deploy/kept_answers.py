"""What this process was told lately, so that it need not ask again."""

from time import monotonic
from typing import Any

MOST = 32


class ForAWhile:
    """Values by name, each for so many seconds; at most `MOST` of them."""

    def __init__(self, *, seconds: int) -> None:
        self._seconds = seconds
        self._kept: dict[str, tuple[float, Any]] = {}

    def get(self, name: str) -> Any:
        """None where there is none, or it is too old."""
        until, value = self._kept.get(name, (0.0, None))
        return value if monotonic() < until else None

    def keep(self, name: str, value: Any) -> None:
        if len(self._kept) >= MOST:
            self.forget()
        self._kept[name] = (monotonic() + self._seconds, value)

    def forget(self) -> None:
        self._kept.clear()
