"""Every address of the site, filled in with values that have the right shape."""

from dataclasses import dataclass

from django.urls import get_resolver, resolve

VALUES = {
    "public_id": "abcdefgh",
    "document_id": "abcdefgh",
    "session_id": "abcdefgh",
    "booking_id": "abcdefgh",
    "export_id": "abcdefgh",
    "message_id": "abcdefgh",
    "question_id": "abcdefgh",
    "line_id": "abcdefgh",
    "invitation_id": "abcdefgh",
    "member_id": "abcdefgh",
    "number": 1,
    "slug": "any",
    "name": "any",
    "device": "any",
    "step": "any",
    "audience": "any",
    "mode": "online",
    "token": "a" * 22,
    "booker_token": "a" * 22,
    "reference": "abcdefgh",
    "file_name": "x.pdf",
    "uidb36": "1",
    "key": "a-b",
}


@dataclass(frozen=True)
class Address:
    """A page by its URL name; `policy` says whom it is for, and is empty where others made it."""

    name: str
    path: str
    policy: str


def every_address(**values: str) -> list[Address]:
    """With these values, and others of the right shape where none is given."""
    values = VALUES | values
    views = get_resolver().reverse_dict
    return [
        Address(resolve(path).url_name or "", path, getattr(view, "policy", ""))
        for view in views
        if callable(view)
        for possibilities, *_ in views.getlist(view)
        for template, names in possibilities
        for path in [f"/{template}" % {name: values[name] for name in names}]
    ]
