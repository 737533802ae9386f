"""A program that runs one story and is killed the moment it sends a certain statement."""

import os
import signal
import sys
import uuid
from datetime import timedelta

import django


def main(story: str, public_id: str, statement: str) -> None:
    django.setup()
    from django.db import connection

    from bookings.lifecycle import commands, event_changes, settling
    from bookings.models import Attendee
    from events.models import Session
    from tests.factories import NOON, make_person, write_to_attendees

    newcomer = make_person(email="newcomer@school.example", booked_by_email="office@school.example")

    def cancel_session():
        session = Session.objects.get(public_id=public_id)
        event_changes.cancel_session(session, reason="Snow", at=NOON, by=None)

    def cancel_event():
        event = Session.objects.select_related("event").get(public_id=public_id).event
        event_changes.cancel_event(event, reason="Snow", at=NOON, by=None)

    def book_place():
        session = Session.objects.select_related("event").get(public_id=public_id)
        commands.book_place(
            event=session.event,
            sessions=[session],
            person=newcomer,
            form_uuid=uuid.uuid4(),
            at=NOON,
        )

    def cancel_bookings():
        commands.cancel_bookings(Attendee.objects.earliest("pk"), at=NOON)

    def replace_attendee():
        commands.replace_attendee(Attendee.objects.earliest("pk"), newcomer, at=NOON)

    def send_written():
        event = Session.objects.select_related("event").get(public_id=public_id).event
        write_to_attendees(event)

    def settle_due():
        settling.settle_due(NOON + timedelta(days=2))

    def kill(execute, sql, params, many, context):
        if statement in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(kill):
        locals()[story]()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    main(*sys.argv[1:])
