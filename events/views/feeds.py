"""The addresses that calendar apps fetch."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import feeds
from events.access import public


@public
@require_safe
def events_feed(request: HttpRequest) -> HttpResponse:
    return feeds.serve_everything(request, at=timezone.now())


@public
@require_safe
def event_feed(request: HttpRequest, name: str) -> HttpResponse:
    return feeds.serve_event(request, name, at=timezone.now())
