"""Whether it works, for whatever watches over it: plain text, for anybody, by any host."""

import logging

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from deploy import readiness
from deploy.readiness import Fact
from deploy.unavailable import RETRY_AFTER
from events.access import public

log = logging.getLogger(__name__)

_last_wrong: dict[str, list[str]] = {}  # by page, as this process has last seen it


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers and reaches its database: for a load balancer."""
    fact = readiness.database_fact()
    return _answer("healthz", [fact], "ok" if fact.is_ok else _line(fact))


@public
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Everything works that people rely on: for who is called when it does not."""
    facts = readiness.facts(timezone.now())
    wrong = _wrong(facts)
    first = f"not ready: {', '.join(wrong)}" if wrong else "ready"
    return _answer("readyz", facts, "\n".join([first, *map(_line, facts)]))


def _line(fact: Fact) -> str:
    return f"{fact.name}: {'ok' if fact.is_ok else 'not ok'}, {fact.numbers}"


def _wrong(facts: list[Fact]) -> list[str]:
    return [fact.name for fact in facts if not (fact.is_ok or fact.is_only_told)]


def _answer(page: str, facts: list[Fact], text: str) -> HttpResponse:
    wrong = _wrong(facts)
    _log_change(page, wrong)
    response = HttpResponse(f"{text}\n", content_type="text/plain")
    response["Cache-Control"] = "no-store"
    if wrong:
        response.status_code = 503
        response["Retry-After"] = str(RETRY_AFTER)
        response._has_been_logged = True  # type: ignore[attr-defined]  # by us; not each time
    return response


def _log_change(page: str, wrong: list[str]) -> None:
    """One line for each change: whoever watches asks every few seconds, and so may strangers."""
    if wrong == _last_wrong.get(page, []):
        return
    _last_wrong[page] = wrong
    if wrong:
        log.warning("%s: not ok: %s", page, ", ".join(wrong))
    else:
        log.info("%s: ok again", page)
