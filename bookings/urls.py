"""Addresses of who comes: booking, the attendee's own pages, the organisers' lists."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from bookings import team_urls
from bookings.views import (
    absence,
    attendees,
    audiences,
    book,
    cancelling,
    changing,
    colleagues,
    copying,
    documents,
    email_settings,
    exporting,
    extra_sessions,
    finding,
    incoming,
    joining,
    manage,
    moving,
    on_behalf,
    organiser,
    own_waiting,
    personal_calendars,
    printing,
    questions,
    venues,
    waiting,
    waiting_lists,
    workspace,
    writing,
)


def of_attendee(rest: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """One page at both addresses: the attendee's own link, and that of whoever booked for them."""
    return [
        path(f"b/<token:token>/{rest}", view, name=name),
        path(f"for-colleagues/<token:booker_token>/<id:reference>/{rest}", view, name=name),
    ]


def of_one(rest: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """A page of the organisers about one attendee."""
    address = f"organiser/events/<id:public_id>/bookings/<id:reference>/{rest}"
    return [path(address, view, name=name)]


def of_line(rest: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """A page of one line of an event's waiting lists."""
    line = "organiser/events/<id:public_id>/waiting-list/<id:line_id>/"
    return [path(line + rest, view, name=name)]


def of_question(rest: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """A page of one question of an event."""
    question = "organiser/events/<id:public_id>/questions/<id:question_id>/"
    return [path(question + rest, view, name=name)]


urlpatterns = [
    path("events/<id:public_id>/<slug:slug>/book/", book.book_place, name="book_place"),
    path(
        "events/<id:public_id>/<slug:slug>/book-for-colleagues/",
        colleagues.book_for_colleagues,
        name="book_for_colleagues",
    ),
    path(
        "events/<id:public_id>/<slug:slug>/waiting-list/",
        waiting.join_waiting_list,
        name="join_waiting_list",
    ),
    *of_attendee("", manage.your_booking, "your_booking"),
    *of_attendee("send-again/", manage.send_booking_again, "send_booking_again"),
    *of_attendee("details/", manage.change_details, "change_details"),
    *of_attendee("cancel/", manage.cancel_booking, "cancel_booking"),
    *of_attendee("sessions/", manage.book_more, "book_more"),
    *of_attendee("send-colleague/", moving.substitute_attendee, "substitute_attendee"),
    *of_attendee("<id:public_id>/move/", moving.move_booking, "move_booking"),
    *of_attendee("<id:public_id>/take-back/", manage.take_back, "take_back"),
    *of_attendee("waiting-list/", own_waiting.wait_for_more, "wait_for_more"),
    *of_attendee("waiting-list/leave/", own_waiting.leave_waiting_list, "leave_waiting_list"),
    *of_attendee("offers/<id:public_id>/", own_waiting.offer, "offer"),
    *of_attendee("offers/<id:public_id>/decline/", own_waiting.decline_offer, "decline_offer"),
    *of_attendee("absent/", absence.report_absence, "report_absence"),
    path(
        "b/<token:token>/my-calendar/",
        personal_calendars.email_calendar_address,
        name="email_calendar_address",
    ),
    path("my-calendar/<token:token>/", personal_calendars.my_calendar, name="my_calendar"),
    path(
        "my-calendar/<token:token>/new-address/",
        personal_calendars.new_calendar_address,
        name="new_calendar_address",
    ),
    path(
        "my-calendar/<token:token>/<slug:name>.ics",
        personal_calendars.personal_feed,
        name="personal_feed",
    ),
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
    path("join/<token:token>/", joining.join_session, name="join_session"),
    path("incoming-mail/mime", incoming.incoming_mail, name="incoming_mail"),
    path("find-my-booking/", finding.find_booking, name="find_booking"),
    path("find-my-booking/sent/", finding.find_booking_sent, name="find_booking_sent"),
    path("b/<token:token>/colleagues/", colleagues.book_colleagues, name="book_colleagues"),
    path("for-colleagues/<token:booker_token>/", colleagues.colleagues, name="colleagues"),
    path(
        "for-colleagues/<token:booker_token>/book/",
        colleagues.book_more_colleagues,
        name="book_more_colleagues",
    ),
    path("organiser/events/<id:public_id>/", workspace.event_overview, name="event_overview"),
    path("organiser/events/<id:public_id>/edit/", changing.edit_event, name="edit_event"),
    path("organiser/events/<id:public_id>/cancel/", cancelling.cancel_event, name="cancel_event"),
    path("organiser/events/<id:public_id>/copy/", copying.copy_event, name="copy_event"),
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
    path("organiser/email-settings/", email_settings.email_settings, name="email_settings"),
    path("organiser/audiences/", audiences.audiences, name="audiences"),
    path("organiser/audiences/<slug:slug>/", audiences.edit_audience, name="edit_audience"),
    *team_urls.urlpatterns,
    path("organiser/venues/<id:public_id>/", venues.edit_venue, name="edit_venue"),
    path(
        "organiser/events/<id:public_id>/bookings/",
        organiser.event_bookings,
        name="event_bookings",
    ),
    path(
        "organiser/events/<id:public_id>/bookings/search/",
        organiser.search_bookings,
        name="search_bookings",
    ),
    path(
        "organiser/events/<id:public_id>/bookings/columns/",
        organiser.choose_columns,
        name="choose_columns",
    ),
    path(
        "organiser/events/<id:public_id>/bookings/print/",
        printing.print_session,
        name="print_session",
    ),
    path(
        "organiser/events/<id:public_id>/bookings/book/",
        on_behalf.book_on_behalf,
        name="book_on_behalf",
    ),
    *of_one("", attendees.attendee, "attendee"),
    *of_one("note/", attendees.note_attendee, "note_attendee"),
    *of_one("send-again/", attendees.send_details_again, "send_details_again"),
    *of_one("sent/<id:message_id>/again/", attendees.send_message_again, "send_message_again"),
    *of_one("details/", on_behalf.correct_on_behalf, "correct_on_behalf"),
    *of_one("cancel/", on_behalf.cancel_on_behalf, "cancel_on_behalf"),
    *of_one("<id:booking_id>/move/", on_behalf.move_on_behalf, "move_on_behalf"),
    *of_one("<id:booking_id>/undo/", on_behalf.undo_cancellation, "undo_cancellation"),
    path(
        "organiser/events/<id:public_id>/bookings/export/",
        exporting.export_bookings,
        name="export_bookings",
    ),
    path(
        "organiser/events/<id:public_id>/bookings/export/<id:export_id>/",
        exporting.export_file,
        name="export_file",
    ),
    path(
        "organiser/events/<id:public_id>/bookings/export/<id:export_id>/file/",
        exporting.download_export,
        name="download_export",
    ),
    path(
        "organiser/events/<id:public_id>/waiting-list/",
        waiting_lists.event_waiting_list,
        name="event_waiting_list",
    ),
    path(
        "organiser/events/<id:public_id>/waiting-list/extra-session/",
        extra_sessions.open_extra_session,
        name="open_extra_session",
    ),
    path(
        "organiser/events/<id:public_id>/waiting-list/export/",
        waiting_lists.export_waiting_list,
        name="export_waiting_list",
    ),
    *of_line("offer/", waiting_lists.offer_from_list, "offer_from_list"),
    *of_line("remove/", waiting_lists.remove_from_list, "remove_from_list"),
    *of_line("move/", waiting_lists.move_in_list, "move_in_list"),
    path(
        "organiser/events/<id:public_id>/sessions/<id:session_id>/extra/",
        extra_sessions.extra_session,
        name="extra_session",
    ),
    path(
        "organiser/events/<id:public_id>/messages/",
        writing.event_messages,
        name="event_messages",
    ),
    path(
        "organiser/events/<id:public_id>/messages/new/",
        writing.write_message,
        name="write_message",
    ),
    path(
        "organiser/events/<id:public_id>/messages/new/copy/",
        writing.copy_message,
        name="copy_message",
    ),
    path(
        "organiser/events/<id:public_id>/messages/new/send/",
        writing.send_message,
        name="send_message",
    ),
    path(
        "organiser/events/<id:public_id>/messages/<id:message_id>/",
        writing.written_message,
        name="written_message",
    ),
    path(
        "organiser/events/<id:public_id>/messages/<id:message_id>/stop/",
        writing.stop_message,
        name="stop_message",
    ),
    path(
        "organiser/events/<id:public_id>/questions/",
        questions.event_questions,
        name="event_questions",
    ),
    path(
        "organiser/events/<id:public_id>/questions/add/",
        questions.add_question,
        name="add_question",
    ),
    path(
        "organiser/events/<id:public_id>/questions/dietary/",
        questions.ask_about_dietary_needs,
        name="ask_about_dietary_needs",
    ),
    *of_question("edit/", questions.edit_question, "edit_question"),
    *of_question("withdraw/", questions.withdraw_question, "withdraw_question"),
    *of_question("ask-again/", questions.ask_again, "ask_again"),
    *of_question("move/", questions.move_question, "move_question"),
]
