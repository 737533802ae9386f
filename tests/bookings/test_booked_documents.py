"""Documents for those who have booked: on their page, by their link, and for nobody else."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands
from events.models import Document, DocumentVersion
from tests.events.office_packages import open_document
from tests.factories import NOON, PDF, attach_document, make_booking, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def own(attendee, document, name="papers.pdf"):
    return f"/b/{attendee.link_token}/documents/{document.public_id}/{name}"


def booked(**fields):
    event = make_event(plan(), plan())
    session = event.sessions.with_place().order_by("pk").first()
    document = attach_document(event, title="Papers", visible_to="booked", **fields)
    return make_booking(session), document


def test_the_bookings_page_links_them_and_the_link_opens_them(client):
    attendee, document = booked(accessible_file=open_document())

    text = client.get(f"/b/{attendee.link_token}/").text
    opened = client.get(own(attendee, document))
    accessible = client.get(own(attendee, document, "accessible/papers-accessible.odt"))

    assert f'href="{own(attendee, document)}">Papers (PDF, 15 bytes)</a>' in text
    assert f'href="{own(attendee, document, "accessible/papers-accessible.odt")}"' in text
    assert b"".join(opened.streaming_content) == PDF
    assert b"".join(accessible.streaming_content) == open_document()
    assert opened.headers["Cache-Control"] == "no-store"


def test_what_everybody_sees_keeps_its_public_address_there(client):
    attendee, _ = booked()
    public = attach_document(attendee.event, accessible_file=open_document())

    text = client.get(f"/b/{attendee.link_token}/").text

    assert f'href="/documents/{public.public_id}/agenda.pdf"' in text
    assert f'href="/documents/{public.public_id}/accessible/agenda-accessible.odt"' in text


def test_a_link_leads_on(client):
    attendee, document = booked()
    DocumentVersion.objects.create(
        document=document, number=2, link="https://video.example/1", at=NOON
    )

    opened = client.get(own(attendee, document, "papers"))

    assert opened.headers["Location"] == "https://video.example/1"


def test_nobody_else_has_them(client):
    attendee, document = booked(accessible_file=open_document())
    stranger = make_booking()

    addresses = [
        f"/documents/{document.public_id}/papers.pdf",
        f"/documents/{document.public_id}/accessible/papers-accessible.odt",
        own(stranger, document),
        own(stranger, document, "accessible/papers-accessible.odt"),
    ]

    assert {client.get(address).status_code for address in addresses} == {404}
    event = attendee.event
    assert "Papers" not in client.get(f"/events/{event.public_id}/{event.slug}/").text


@pytest.mark.parametrize(
    "changed",
    [
        {"shown_from": NOON + timedelta(seconds=1)},
        {"withdrawn_at": NOON},
        {"visible_to": "attended"},
    ],
)
def test_what_is_not_shown_is_not_opened(client, changed):
    attendee, document = booked()
    Document.objects.update(**changed)

    assert client.get(own(attendee, document)).status_code == 404
    assert "Papers" not in client.get(f"/b/{attendee.link_token}/").text


def test_who_has_cancelled_has_them_no_longer(client):
    attendee, document = booked(accessible_file=open_document())
    commands.cancel_bookings(attendee, at=NOON)

    assert client.get(own(attendee, document)).status_code == 404
    assert "Papers" not in client.get(f"/b/{attendee.link_token}/").text


def test_a_document_without_a_file_or_an_accessible_version_is_not_found(client):
    attendee, document = booked()
    empty = Document.objects.create(
        event=attendee.event, title="Empty", kind="other", visible_to="booked"
    )

    assert client.get(own(attendee, document, "accessible/x.odt")).status_code == 404
    assert client.get(own(attendee, empty)).status_code == 404
