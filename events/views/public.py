"""The pages that anybody may read: the list, an event, an update, and those about the service."""

from collections.abc import Hashable
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import event_page, feed_versions, feeds, published
from events.access import public
from events.feed_versions import EVERYTHING
from events.forms.filter import EventFilter
from events.kept import LISTS, PAGES, Kept
from events.listing import list_sessions
from events.models import Audience, Event, Session, Update
from events.subscribing import Subscription


@public
@require_safe
def events_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    audiences = tuple(Audience.objects.in_order())
    address = request.get_full_path()
    offered = tuple((audience.slug, audience.label) for audience in audiences)
    versions = (feed_versions.current(EVERYTHING).number, offered)
    kept = LISTS.find(address, versions, at=now)
    if kept is not None:
        return HttpResponse(kept)
    filters = EventFilter(request.GET, audiences=audiences)
    listed = list_sessions(
        audience=filters.answer("audience"),
        mode=filters.answer("where"),
        past=filters.is_past,
        page=request.GET.get("page"),
        at=now,
    )
    subscription = Subscription.at(feeds.path_of_everything())
    context = {"filters": filters, "subscription": subscription, **listed}
    response = TemplateResponse(request, "events/events_list.html", context)
    until = Session.objects.listed().next_end(now)
    return _keep(LISTS, response, address, versions, until=until)


@public
@require_safe
def event(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    now = timezone.now()
    versions = published.versions(public_id)
    kept = PAGES.find(request.path, versions, at=now)
    if kept is not None:
        return HttpResponse(kept)
    shown = published.read(public_id, versions)
    if shown is None:
        raise Http404
    event, sessions = shown.event, shown.sessions
    if slug != event.slug:
        return redirect("event", event.public_id, event.slug, permanent=True)
    described = event_page.describe(event, sessions, at=now)
    response = TemplateResponse(request, "events/event.html", described)
    until = event_page.changes_by_itself(event, sessions, now)
    return _keep(PAGES, response, request.path, versions, until=until)


def _keep(
    pages: Kept[bytes],
    response: TemplateResponse,
    address: str,
    versions: Hashable,
    *,
    until: datetime | None,
) -> TemplateResponse:
    """Once it is rendered; not for a developer, who sees each change of a template at once."""
    if not settings.DEBUG:
        response.add_post_render_callback(
            lambda rendered: pages.keep(address, rendered.content, versions, until=until)
        )
    return response


@public
@require_safe
def update(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    now = timezone.now()
    shown = get_object_or_404(Update.objects.with_something_to_show(), public_id=public_id)
    if slug != shown.slug:
        return redirect("update", shown.public_id, shown.slug, permanent=True)
    announced = Event.objects.announced_by(shown).listed().for_display().in_order()
    pages = [event_page.describe(event, event.sessions.all(), at=now) for event in announced]
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
