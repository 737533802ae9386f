"""What calendar apps fetch: nothing is changed there, so no form's token is asked for."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from events import public_feeds
from events.access import public


@public
@csrf_exempt
@require_safe
def all_events_feed(request: HttpRequest) -> HttpResponse:
    """Where the calendar of everything was before it was called by the service's name."""
    return public_feeds.serve_everything(request, at=timezone.now())


@public
@csrf_exempt
@require_safe
def feed(request: HttpRequest, name: str) -> HttpResponse:
    return public_feeds.serve_named(request, name, at=timezone.now())


@public
@csrf_exempt
@require_safe
def part_feed(request: HttpRequest, name: str, audience: str = "", mode: str = "") -> HttpResponse:
    """What the list shows with a filter. The name is for people: a renamed audience stays here."""
    return public_feeds.serve_part(request, audience, mode, at=timezone.now())
