"""A program that books places without end, to be killed in the midst of it."""

import itertools
import os
import sys
import uuid

import django


def main(public_id: str) -> None:
    django.setup()
    from bookings.lifecycle import commands
    from bookings.lifecycle.attendees import Person
    from events.models import Session
    from tests.factories import NOON

    session = Session.objects.select_related("event").get(public_id=public_id)
    for number in itertools.count():
        commands.book_place(
            event=session.event,
            sessions=[session],
            person=Person(
                "Ann",
                f"{os.getpid()}.{number}@school.example",
                booked_by_email=f"o{os.getpid()}.{number}@school.example",
            ),
            form_uuid=uuid.uuid4(),
            at=NOON,
        )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    main(sys.argv[1])
