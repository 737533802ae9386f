"""How rows call themselves in a shell or a log: never by a person's address."""

import pytest

from bookings.models import AudienceRule, Message, ReadMailbox, Reply, WaitingPlace
from events.models import (
    AuditEntry,
    Count,
    Document,
    DocumentVersion,
    FormerMember,
    GivenSession,
    Invitation,
    Update,
)
from tests.factories import (
    NOON,
    make_audience,
    make_booking,
    make_event,
    make_organiser,
    make_school,
    make_session,
    make_team,
    make_venue,
    write_to_attendees,
)

pytestmark = pytest.mark.django_db


def test_what_is_announced_says_what_it_is():
    event = make_event()
    document = Document.objects.create(event=event, title="Agenda", kind="agenda")
    version = DocumentVersion.objects.create(document=document, number=2, link="x", at=NOON)
    entry = AuditEntry.objects.earliest("pk")
    names = {
        "Headteacher briefing": event,
        "Headteacher briefing Morning": make_session(label="Morning"),
        "Agenda": document,
        "Agenda, version 2": version,
        "Headteachers": make_audience("Headteachers"),
        "8 November 2023 weekly update": Update(title="8 November 2023 weekly update"),
        "Ashby Hall": make_venue(),
        "Education Events": make_team(),
        f"2026-11-02 12:00 event_created event {event.public_id}": entry,
        "3 since 2026-11-02 12:00:00+00:00": Count(number=3, window_starts_at=NOON),
    }

    assert [str(row) for row in names.values()] == list(names)


def test_organisers_are_named_and_so_are_their_roles():
    organiser = make_organiser(role="assistant")

    assert str(organiser) == "Olu Organiser"
    member = organiser.memberships.get()
    assert str(member) == "Olu Organiser: Assistant of Education Events"
    given = GivenSession(session=make_session(label="Morning"), membership=member)
    assert str(given) == f"Headteacher briefing Morning to {member}"
    assert str(Invitation(public_id="kfm3wq7t")) == "kfm3wq7t"
    former = FormerMember(organiser=organiser, team=member.team)
    assert str(former) == "Olu Organiser, no longer of Education Events"


def test_who_comes_is_named_by_public_ids_only():
    attendee = make_booking()
    booking, message = attendee.bookings.get(), Message.objects.get()

    assert str(attendee) == attendee.public_id
    assert str(booking) == booking.public_id
    assert str(message) == f"place_booked {message.public_id}"
    written = write_to_attendees(attendee.event)
    assert str(written) == written.public_id
    assert str(WaitingPlace(public_id="kfm3wq7t")) == "kfm3wq7t"
    assert str(Reply(public_id="kfm3wq7t", outcome="released")) == "released kfm3wq7t"


def test_a_mailbox_is_named_by_how_far_it_has_been_read_and_not_by_its_address():
    assert str(ReadMailbox(name="0" * 64, uid_validity=7, last_uid=12)) == "7:12"


def test_schools_are_named():
    school = make_school(name="Oakfield Primary School")
    rule = AudienceRule(audience=make_audience("SENCOs"))

    assert (str(school), str(rule)) == ("Oakfield Primary School", "Schools of SENCOs")
