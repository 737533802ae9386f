"""Whether it works, for whatever watches over it: plain text, for anybody, by any host."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from deploy import readiness
from deploy.readiness import Fact
from deploy.unavailable import RETRY_AFTER
from events.access import public


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers and reaches its database: for a load balancer."""
    fact = readiness.database_fact()
    return _answer([fact], "ok" if fact.is_ok else _line(fact))


@public
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Everything works that people rely on: for who is called when it does not."""
    facts = readiness.facts(timezone.now())
    wrong = [fact.name for fact in facts if not fact.is_ok]
    first = f"not ready: {', '.join(wrong)}" if wrong else "ready"
    return _answer(facts, "\n".join([first, *map(_line, facts)]))


def _line(fact: Fact) -> str:
    return f"{fact.name}: {'ok' if fact.is_ok else 'not ok'}, {fact.numbers}"


def _answer(facts: Iterable[Fact], text: str) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    if all(fact.is_ok for fact in facts):
        return HttpResponse(text, content_type="text/plain", headers=headers)
    headers["Retry-After"] = str(RETRY_AFTER)
    return HttpResponse(text, content_type="text/plain", headers=headers, status=503)
