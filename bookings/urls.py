"""Addresses of who comes: booking, the attendee's own pages, the organisers' lists."""

from django.urls import path

from bookings.views import (
    book,
    cancelling,
    changing,
    documents,
    manage,
    organiser,
    venues,
    workspace,
)

urlpatterns = [
    path("events/<id:public_id>/<slug:slug>/book/", book.book_place, name="book_place"),
    path("b/<token:token>/", manage.your_booking, name="your_booking"),
    path("b/<token:token>/send-again/", manage.send_booking_again, name="send_booking_again"),
    path("b/<token:token>/details/", manage.change_details, name="change_details"),
    path("b/<token:token>/cancel/", manage.cancel_booking, name="cancel_booking"),
    path("b/<token:token>/sessions/", manage.book_more, name="book_more"),
    path("b/<token:token>/new-link/", manage.send_new_link, name="send_new_link"),
    path(
        "b/<token:token>/documents/<id:public_id>/<str:file_name>",
        documents.booked_document,
        name="booked_document",
    ),
    path(
        "b/<token:token>/documents/<id:public_id>/accessible/<str:file_name>",
        documents.booked_accessible_document,
        name="booked_accessible_document",
    ),
    path(
        "b/<token:token>/<id:public_id>.ics",
        manage.booking_calendar_file,
        name="booking_calendar_file",
    ),
    path("organiser/events/<id:public_id>/", workspace.event_overview, name="event_overview"),
    path("organiser/events/<id:public_id>/edit/", changing.edit_event, name="edit_event"),
    path("organiser/events/<id:public_id>/cancel/", cancelling.cancel_event, name="cancel_event"),
    path(
        "organiser/events/<id:public_id>/sessions/<id:session_id>/cancel/",
        cancelling.cancel_session,
        name="cancel_session",
    ),
    path(
        "organiser/events/<id:public_id>/documents/<id:document_id>/replace/",
        documents.replace_document,
        name="replace_document",
    ),
    path("organiser/venues/<id:public_id>/", venues.edit_venue, name="edit_venue"),
    path(
        "organiser/events/<id:public_id>/bookings/",
        organiser.event_bookings,
        name="event_bookings",
    ),
    path(
        "organiser/events/<id:public_id>/bookings/export/",
        organiser.export_bookings,
        name="export_bookings",
    ),
]
