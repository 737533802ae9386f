"""The pages that anybody may read: the list, an event, an update, and those about the service."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import event_page, feeds
from events.access import public
from events.forms.filter import EventFilter
from events.listing import list_sessions
from events.models import Audience, Event, Update
from events.subscribing import Subscription


@public
@require_safe
def events_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    filters = EventFilter(request.GET, audiences=Audience.objects.in_order())
    listed = list_sessions(
        audience=filters.answer("audience"),
        mode=filters.answer("where"),
        past=filters.is_past,
        page=request.GET.get("page"),
        at=now,
    )
    subscription = Subscription.at(feeds.path_of_everything())
    context = {"filters": filters, "subscription": subscription, **listed}
    return TemplateResponse(request, "events/events_list.html", context)


@public
@require_safe
def event(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    now = timezone.now()
    shown = get_object_or_404(Event.objects.published().for_display(), public_id=public_id)
    if slug != shown.slug:
        return redirect("event", shown.public_id, shown.slug, permanent=True)
    return TemplateResponse(request, "events/event.html", event_page.describe(shown, at=now))


@public
@require_safe
def update(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    now = timezone.now()
    shown = get_object_or_404(Update.objects.with_something_to_show(), public_id=public_id)
    if slug != shown.slug:
        return redirect("update", shown.public_id, shown.slug, permanent=True)
    announced = Event.objects.announced_by(shown).listed().for_display().in_order()
    pages = [event_page.describe(event, at=now) for event in announced]
    context = {"update": shown, "pages": pages}
    return TemplateResponse(request, "events/update.html", context)


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "events/accessibility.html")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "events/privacy.html")


@public
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    names = {
        "csrftoken": settings.CSRF_COOKIE_NAME,
        "sessionid": settings.SESSION_COOKIE_NAME,
        "known_device": settings.KNOWN_DEVICE_COOKIE_NAME,
        "messages": settings.MESSAGES_COOKIE_NAME,
    }
    return TemplateResponse(request, "events/cookies.html", {"names": names})


@public
@require_safe
def calendar_help(request: HttpRequest) -> HttpResponse:
    context = {"subscription": Subscription.at(feeds.path_of_everything())}
    return TemplateResponse(request, "events/calendar_help.html", context)
