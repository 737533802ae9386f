"""What an organiser takes out: the public address, its QR code, a paragraph for the update."""

import xml.etree.ElementTree as ElementTree

import pytest

from events import sharing
from events.models import Document, DocumentVersion, Event
from tests.factories import (
    NOON,
    attach_document,
    cancel_session,
    make_event,
    make_organiser,
    make_team,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

PNG = b"\x89PNG\r\n\x1a\n"


def page(event, kind):
    return f"/organiser/events/{event.public_id}/qr.{kind}"


def shared(event):
    event = Event.objects.for_display().get(pk=event.pk)
    sessions = sorted(event.sessions.all(), key=lambda session: session.pk)
    return sharing.share(event, sessions, list(event.documents.order_by("pk")))


def test_the_paragraph_says_when_where_and_how_to_book_with_the_documents(settings):
    settings.SITE_ADDRESS = "https://events.example"
    event = make_event(plan(), plan(label="Second"))
    document = attach_document(event)
    cancel_session(event.sessions.order_by("pk").last())

    text = shared(event).text

    assert text.splitlines() == [
        "Headteacher briefing",
        "Monday 30 November 2026, midday to 1:30pm, Online",
        f"Book a place: https://events.example/events/{event.public_id}/headteacher-briefing/",
        f"Agenda (PDF, 15 bytes): https://events.example/documents/{document.public_id}/agenda.pdf",
    ]


def test_a_document_elsewhere_is_named_with_its_own_address():
    event = make_event(booking_by="email", booking_address="a@westshire.example")
    recording = Document.objects.create(event=event, title="Recording", kind="recording")
    Document.objects.create(event=event, title="Empty", kind="other")
    DocumentVersion.objects.create(
        document=recording, number=1, link="https://video.example/1", at=NOON
    )

    lines = shared(event).text.splitlines()

    assert lines[-2:] == ["Recording: https://video.example/1", "Empty: "]
    assert lines[-3].startswith("How to book: ")


def test_the_code_is_drawn_as_svg_and_as_png(signed_in):
    event = make_event()

    drawn, picture = (signed_in.get(page(event, kind)) for kind in ("svg", "png"))

    drawing = ElementTree.fromstring(drawn.content)  # noqa: S314 (drawn by ourselves)
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert (drawn.headers["Content-Type"], picture.headers["Content-Type"]) == (
        "image/svg+xml",
        "image/png",
    )
    assert picture.content.startswith(PNG)
    assert picture.headers["Content-Disposition"] == (
        'attachment; filename="headteacher-briefing-qr-code.png"'
    )


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_drafts_and_other_teams_have_no_code(client, settings, kind):
    settings.REQUIRE_TOTP = False
    event, draft = make_event(), make_event(published=False)
    let_in(client, make_organiser())
    of_draft = client.get(page(draft, kind)).status_code
    let_in(client, make_organiser(team=make_team("Others")))
    others = client.get(page(event, kind)).status_code
    let_in(client, make_organiser(role="check_in"))

    assert (of_draft, others, client.get(page(event, kind)).status_code) == (404, 404, 403)
