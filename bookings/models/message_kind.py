"""What a message tells, and which of them have to come after everything older."""

from django.db import models


class MessageKind(models.TextChoices):
    PLACE_BOOKED = "place_booked"
    INVITATION = "invitation"
    BOOKING_COPY = "booking_copy"
    BOOKING_AGAIN = "booking_again"
    ALREADY_BOOKED = "already_booked"
    PLACE_CANCELLED = "place_cancelled"
    ADDRESS_CHANGED = "address_changed"
    CANCELLED_COPY = "cancelled_copy"
    LINK_AGAIN = "link_again"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_CANCELLED_COPY = "session_cancelled_copy"
    SESSION_CHANGED = "session_changed"
    SESSION_CHANGED_COPY = "session_changed_copy"
    MOVED_TO_SESSION = "moved_to_session"
    MOVED_FROM_SESSION = "moved_from_session"
    MOVED_COPY = "moved_copy"
    DOCUMENT_REPLACED = "document_replaced"
    BOOKING_MOVED = "booking_moved"
    BOOKING_MOVED_COPY = "booking_moved_copy"
    PLACE_HANDED_OVER = "place_handed_over"
    PLACE_TAKEN_OVER = "place_taken_over"
    HANDED_OVER_COPY = "handed_over_copy"
    COLLEAGUES_BOOKED = "colleagues_booked"
    REMINDER_WEEK = "reminder_week"
    REMINDER_DAY = "reminder_day"
    FIND_BOOKINGS = "find_bookings"
    ORGANISER_TOLD = "organiser_told"
    WRITTEN = "written"
    WRITTEN_COPY = "written_copy"
    EXPORT_READY = "export_ready"
    DIGEST = "digest"
    PLACE_DECLINED = "place_declined"
    CONFIRM_DECLINE = "confirm_decline"
    NO_PLACE_LEFT = "no_place_left"
    WAITING_LIST_JOINED = "waiting_list_joined"
    PLACE_OFFERED = "place_offered"
    PLACE_TO_CLAIM = "place_to_claim"
    OFFER_LAPSED = "offer_lapsed"
    WAITING_LIST_LEFT = "waiting_list_left"
    WAITING_SESSION_CHANGED = "waiting_session_changed"
    CALENDAR_ADDRESS = "calendar_address"
    TEAM_INVITATION = "team_invitation"
    SIGN_IN_CHANGED = "sign_in_changed"
    SIGN_IN_CODE = "sign_in_code"
    NEW_PASSWORD = "new_password"  # noqa: S105 (a kind of mail)


ENDINGS = [  # what takes a place out of somebody's diary
    MessageKind.SESSION_CANCELLED,
    MessageKind.MOVED_FROM_SESSION,
    MessageKind.PLACE_HANDED_OVER,
    MessageKind.PLACE_CANCELLED,
    MessageKind.PLACE_DECLINED,
    MessageKind.ADDRESS_CHANGED,
]
CHANGES = [  # what is only right after everything older
    *ENDINGS,
    MessageKind.INVITATION,
    MessageKind.SESSION_CHANGED,
    MessageKind.BOOKING_MOVED,
]
