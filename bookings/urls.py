"""Addresses of who comes: booking, the attendee's own pages, the organisers' lists."""

from django.urls import path

from bookings.views import book, manage, organiser

urlpatterns = [
    path("events/<id:public_id>/<slug:slug>/book/", book.book_place, name="book_place"),
    path("b/<token:token>/", manage.your_booking, name="your_booking"),
    path("b/<token:token>/send-again/", manage.send_booking_again, name="send_booking_again"),
    path("b/<token:token>/details/", manage.change_details, name="change_details"),
    path("b/<token:token>/cancel/", manage.cancel_booking, name="cancel_booking"),
    path("b/<token:token>/sessions/", manage.book_more, name="book_more"),
    path("b/<token:token>/new-link/", manage.send_new_link, name="send_new_link"),
    path(
        "b/<token:token>/<id:public_id>.ics",
        manage.booking_calendar_file,
        name="booking_calendar_file",
    ),
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
