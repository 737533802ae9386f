"""The floor of a booking: its statements, written out, with values that were made before."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from bookings.models import Attendee, Booking, Message
from events import throttle
from events.models import AuditEntry, Session

LOOK_ON_SQLITE = (
    "SELECT state FROM events_event WHERE id = %s",
    "SELECT places_taken, capacity FROM events_session WHERE id = %s",
)
LOOK = {
    "sqlite": LOOK_ON_SQLITE,
    "postgresql": tuple(f"{select} FOR NO KEY UPDATE" for select in LOOK_ON_SQLITE),
}
Insert = tuple[str, list[Any]]
NOT_KNOWN_YET = -1  # an attendee's key


class BareBooking:
    def __init__(self, session: Session, at: datetime) -> None:
        self._session, self._at = session, at
        self._held = (session.event_id, session.pk)

    def prepare(self, number: int) -> list[Insert]:
        """The rows of one booking; the attendee's key is not known yet."""
        attendee = Attendee(
            event_id=self._session.event_id,
            full_name="Alex Example",
            email=f"bare{number}@school.example",
            email_key=f"bare{number}@school.example",
            typed_school="Ashby",
            form_uuid=uuid.uuid4(),
            created_at=self._at,
        )
        booking = Booking(
            attendee_id=NOT_KNOWN_YET,
            session=self._session,
            state=Booking.State.BOOKED,
            booked_at=self._at,
            exclusive=True,
        )
        entry = AuditEntry(
            at=self._at, action="place_booked", object_type="attendee", object_id="bare"
        )
        message = Message(
            kind=Message.Kind.PLACE_BOOKED,
            to=attendee.email,
            dedupe_key=f"bare:{number}",
            facts={"words": "x" * 800},
            state=Message.State.SKIPPED,
            queued_at=self._at,
            not_before=self._at,
        )
        return [_insert(row) for row in (attendee, booking, entry, message)]

    def book_all(self, prepared: Iterable[list[Insert]]) -> None:
        for rows in prepared:
            self._book(rows)

    def _book(self, rows: list[Insert]) -> None:
        attendee, booking, *others = rows
        with transaction.atomic(), connection.cursor() as cursor:
            for select, pk in zip(LOOK[connection.vendor], self._held, strict=True):
                cursor.execute(select, [pk])
            cursor.execute(*attendee)
            [key] = cursor.fetchone()
            cursor.execute(
                "UPDATE events_session SET places_taken = places_taken + 1 WHERE id = %s",
                [self._session.pk],
            )
            for sql, values in (booking, *others):
                cursor.execute(sql, [key if value == NOT_KNOWN_YET else value for value in values])
            throttle.count("bare", "network", at=self._at)


def _insert(row: models.Model) -> Insert:
    """An INSERT of all its columns that gives the new key."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = quote(row._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING id", values  # noqa: S608 - names of our own
