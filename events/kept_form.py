"""A form that could not be accepted as it was sent, to be sent once more by whoever typed it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

NEVER_KEPT = ("csrfmiddlewaretoken", "password")


@dataclass(frozen=True)
class KeptForm:
    """Where it goes, the answers as names and values, and whether a chosen file is lost."""

    address: str
    kept_answers: list[tuple[str, str]]
    has_lost_a_file: bool

    @property
    def token_cookie(self) -> str:
        """Where the browser keeps the token that shows where a form comes from."""
        return settings.CSRF_COOKIE_NAME

    @classmethod
    def of(cls, request: HttpRequest) -> "KeptForm | None":
        """None where there is nothing to keep, or where another site may have written it.

        Pages of accounts are left out: what is typed there is secret.
        """
        has_a_policy = hasattr(getattr(request.resolver_match, "func", None), "policy")
        if request.method != "POST" or not has_a_policy or not _is_from_own_page(request):
            return None
        answers = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in NEVER_KEPT
        ]
        has_lost_a_file = bool(request.FILES) or hasattr(request, "has_skipped_files")
        return cls(request.get_full_path(), answers, has_lost_a_file)


def _is_from_own_page(request: HttpRequest) -> bool:
    """As the browser says; a form of another site must not become ours by a click."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
