"""A team with one of everything that its pages are about, and the address of each page for it."""

import uuid
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from bookings.lifecycle import extra_sessions
from bookings.models import Booking, ExportFile, Message, WaitingPlace, WrittenMessage
from tests.attacks.addresses import Address, every_address
from tests.bookings.asking import ask
from tests.bookings.given import member_with
from tests.bookings.inviting import invite
from tests.bookings.team_pages import join
from tests.bookings.waiting import join as wait_for
from tests.bookings.waiting import make_full
from tests.events.office_packages import open_document
from tests.factories import (
    NOON,
    attach_document,
    make_audience,
    make_event,
    make_venue,
    plan,
)

SIGNED_IN = ("organiser", "administrator")  # the policies of pages for who has signed in
OF_DRAFTS = {"discard_draft", "draft_document", "accessible_draft_document"}
OF_VENUES = {"edit_venue"}
OF_EXTRA_SESSIONS = {"extra_session"}
OF_MESSAGES = {"send_message_again", "retry_mail", "put_mail_aside"}
OF_ORGANISERS = {"close_account", "open_account"}
OF_TEAMS = {
    *("team", "change_role", "remove_member", "give_sessions", "invite", "invite_again"),
    *("withdraw_invitation", "rename_team", "invite_organiser"),
}


class Everything:
    """Of one team: an event, a draft, who comes, waits, is invited, and what else has a page."""

    def __init__(self, team):
        self.team = team
        full = make_full(plan(capacity=1), plan(capacity=1), team=team, attendance="any")
        self.session, self.not_given = full
        self.event = self.session.event
        self.extra = extra_sessions.open_extra_session(
            self.event,
            plan(starts_at=NOON + timedelta(days=40), capacity=1),
            waiting_first_until=NOON + timedelta(hours=1),
            at=NOON,
            by=None,
        )
        self.partner = member_with(self.session, team=team, name="Pat")
        self.draft = make_event(team=team, published=False)
        self.attendee = Booking.objects.filter(session=self.session).get().attendee
        self.line = WaitingPlace.objects.get(attendee=wait_for(self.session))
        self.document = attach_document(self.event, accessible_file=open_document())
        self.of_draft = attach_document(self.draft, accessible_file=open_document())
        self.question = ask(self.event)
        self.written = WrittenMessage.objects.create(
            event=self.event,
            form_uuid=uuid.uuid4(),
            who={},
            recipients=1,
            confirmed_at=NOON,
            held_until=NOON,
        )
        self.invitation = invite(f"{team.public_id}@partner.example", team=team)
        self.audience, self.venue = make_audience(), make_venue()

    def administrator(self):
        """Of the installation, who is in no team."""
        organiser = self.somebody("assistant")
        organiser.memberships.all().delete()
        organiser.is_administrator = True
        organiser.save(update_fields=["is_administrator"])
        return organiser

    def somebody(self, role):
        """With this role in the team; the session is given to whoever sees such."""
        member = join(self.team, role=role, name="Somebody")
        if member.sees_given_sessions:
            return member_with(self.session, team=self.team, role=role).organiser
        return member.organiser

    def export_of(self, organiser):
        """A file that they have asked for, and that is ready."""
        row = ExportFile.objects.create(
            event=self.event,
            organiser=organiser,
            form_uuid=uuid.uuid4(),
            kind="csv",
            total=1,
            wanted={},
            columns=[],
            stage="ready",
            asked_at=NOON,
            ends_at=NOON.replace(hour=23),
        )
        default_storage.save(row.stored_name, ContentFile(b"names"))
        return row

    def pages_of(self, organiser) -> list[Address]:
        """Each page for who has signed in, with the ids of what is this team's."""
        export = self.export_of(organiser)
        message = Message.objects.filter(attendee=self.attendee).earliest("pk")
        ids = {
            "public_id": self.event,
            "document_id": self.document,
            "session_id": self.session,
            "booking_id": self.attendee.bookings.get(),
            "export_id": export,
            "message_id": self.written,
            "question_id": self.question,
            "line_id": self.line,
            "reference": self.attendee,
            "member_id": self.partner.organiser,
            "invitation_id": self.invitation,
        }
        others = {
            frozenset(OF_DRAFTS): {"public_id": self.draft, "document_id": self.of_draft},
            frozenset(OF_VENUES): {"public_id": self.venue},
            frozenset(OF_EXTRA_SESSIONS): {"session_id": self.extra},
            frozenset(OF_MESSAGES): {"message_id": message},
            frozenset(OF_ORGANISERS): {"public_id": self.partner.organiser},
            frozenset(OF_TEAMS): {"public_id": self.team},
        }
        found = {page.name: page for page in self._pages(ids)}
        for names, other in others.items():
            found |= {page.name: page for page in self._pages(ids | other) if page.name in names}
        return list(found.values())

    def _pages(self, ids) -> list[Address]:
        values = {name: row.public_id for name, row in ids.items()}
        pages = every_address(**values, slug=self.audience.slug)
        return [page for page in pages if page.policy in SIGNED_IN]
