"""What stands in the fields of a form, whether it was typed or given beforehand."""

from typing import Any

from django.forms import BoundField

Answers = dict[str, Any]


def was_answered(bound: BoundField, default: object = "") -> bool:
    """Whether the field says something else than its default."""
    return _said(bound.value()) != _said(default)


def _said(value: Any) -> str:
    """Boxes that are all blank say nothing."""
    parts = value if isinstance(value, list) else [value]
    return " ".join("" if part is None else str(part) for part in parts).strip()
