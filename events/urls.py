"""The addresses of what is announced: for the public and for organisers."""

from django.urls import path

from events.views import (
    documents,
    downloads,
    feeds,
    history,
    organiser,
    public,
    sharing,
    venues,
)

urlpatterns = [
    path("", public.events_list, name="events_list"),
    path("events/<id:public_id>/", public.event, name="event"),
    path("events/<id:public_id>/<slug:slug>/", public.event, name="event"),
    path("updates/<id:public_id>/", public.update),
    path("updates/<id:public_id>/<slug:slug>/", public.update, name="update"),
    path("documents/<id:public_id>/<str:file_name>", downloads.document, name="document"),
    path(
        "documents/<id:public_id>/accessible/<str:file_name>",
        downloads.accessible_document,
        name="accessible_document",
    ),
    path("calendar/all-events.ics", feeds.all_events_feed, name="all_events_feed"),
    path("calendar/<slug:name>.ics", feeds.feed, name="feed"),
    path("calendar/where/<slug:mode>/<slug:name>.ics", feeds.part_feed, name="part_feed"),
    path("calendar/audience/<slug:audience>/<slug:name>.ics", feeds.part_feed, name="part_feed"),
    path(
        "calendar/audience/<slug:audience>/<slug:mode>/<slug:name>.ics",
        feeds.part_feed,
        name="part_feed",
    ),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("cookies/", public.cookies, name="cookies"),
    path("calendar-help/", public.calendar_help, name="calendar_help"),
    path("organiser/events/new/", organiser.create_event, name="create_event"),
    path("organiser/events/<id:public_id>/preview/", organiser.preview_event, name="preview_event"),
    path("organiser/events/<id:public_id>/discard/", organiser.discard_draft, name="discard_draft"),
    path(
        "organiser/events/<id:public_id>/documents/",
        documents.event_documents,
        name="event_documents",
    ),
    path(
        "organiser/events/<id:public_id>/documents/new/",
        documents.add_document,
        name="add_document",
    ),
    path(
        "organiser/events/<id:public_id>/documents/<id:document_id>/edit/",
        documents.change_document,
        name="change_document",
    ),
    path(
        "organiser/events/<id:public_id>/documents/<id:document_id>/withdraw/",
        documents.withdraw_document,
        name="withdraw_document",
    ),
    path(
        "organiser/events/<id:public_id>/documents/<id:document_id>"
        "/versions/<int:number>/<str:file_name>",
        documents.document_version,
        name="document_version",
    ),
    path(
        "organiser/events/<id:public_id>/documents/<id:document_id>/<str:file_name>",
        downloads.draft_document,
        name="draft_document",
    ),
    path(
        "organiser/events/<id:public_id>/documents/<id:document_id>/accessible/<str:file_name>",
        downloads.accessible_draft_document,
        name="accessible_draft_document",
    ),
    path("organiser/events/<id:public_id>/publish/", organiser.publish_event, name="publish_event"),
    path("organiser/events/<id:public_id>/history/", history.event_history, name="event_history"),
    path("organiser/events/<id:public_id>/qr.svg", sharing.qr_code, name="qr_code"),
    path("organiser/events/<id:public_id>/qr.png", sharing.qr_picture, name="qr_picture"),
    path("organiser/venues/", venues.venues, name="venues"),
    path("venues/<id:public_id>/", venues.venue),
    path("venues/<id:public_id>/<slug:slug>/", venues.venue, name="venue"),
]
