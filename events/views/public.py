"""The pages that anybody may read: the list, an event, an update, and those about the service."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import event_page, feed_versions, kept_pages, places_left, public_feeds, published
from events.access import public
from events.feed_versions import EVERYTHING
from events.forms.filter import EventFilter
from events.kept_pages import LISTS, PAGES
from events.listing import list_sessions
from events.models import Audience, Event, Session, Update


@public
@require_safe
def events_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    audiences = tuple(Audience.objects.in_order())
    address = request.get_full_path()
    offered = tuple((audience.slug, audience.label) for audience in audiences)
    versions = (feed_versions.number_of(EVERYTHING), offered)
    kept = kept_pages.find(LISTS, address, versions, at=now)
    if kept is not None:
        return kept
    filters = EventFilter(request.GET, audiences=audiences)
    listed = list_sessions(
        audience=filters.answer("audience"),
        mode=filters.answer("where"),
        past=filters.is_past,
        page=request.GET.get("page"),
        at=now,
    )
    subscription = public_feeds.of_list(filters.chosen_audience, filters.answer("where"))
    context = {"filters": filters, "subscription": subscription, **listed}
    response = TemplateResponse(request, "events/events_list.html", context)
    until = Session.objects.listed().next_end(now)
    return kept_pages.keep(LISTS, response, address, versions, until=until)


@public
@require_safe
def event(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    now = timezone.now()
    shown = published.read(public_id)
    if shown is None:
        raise Http404
    event, sessions = shown.event, shown.sessions
    if slug != event.slug:
        return redirect("event", event.public_id, event.slug, permanent=True)
    texts = places_left.filled_in(sessions)
    kept = kept_pages.find(PAGES, public_id, shown.versions, texts, at=now)
    if kept is not None:
        return kept
    described = event_page.describe(event, sessions, at=now, left=places_left.LEFT_OPEN)
    response = TemplateResponse(request, "events/event.html", described)
    until = event_page.changes_by_itself(event, sessions, now)
    return kept_pages.keep(PAGES, response, public_id, shown.versions, texts, until=until)


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
    context = {"subscription": public_feeds.of_list()}
    return TemplateResponse(request, "events/calendar_help.html", context)
