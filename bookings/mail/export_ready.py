"""The mail that a file is ready: to the organiser who asked for it, with where to get it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from bookings.mail.building import Envelope, mail
from bookings.mail.facts import Facts
from bookings.mail.mime import Mail
from bookings.mail.queue import Limit, Notice
from bookings.models import ExportFile, Message


@dataclass(frozen=True)
class ExportFacts(Facts):
    """Which file, of which event, and until when it is there in words."""

    event_title: str
    event_id: str
    export: str
    there_until: str


def notice(row: ExportFile, *, until: str) -> Notice:
    facts = ExportFacts(row.event.title, row.event.public_id, row.public_id, until)
    return Notice(
        kind=Message.Kind.EXPORT_READY,
        to=row.organiser.email,
        key=row.public_id,
        facts=facts,
        limit=Limit.NONE,
    )


def about_a_file(facts: ExportFacts, envelope: Envelope) -> Mail:
    """The page asks for a sign-in, so the mail may be read by anybody."""
    page = reverse("export_file", args=[facts.event_id, facts.export])
    return mail(envelope, {"facts": facts, "page": settings.SITE_ADDRESS + page}, reply_to="")
