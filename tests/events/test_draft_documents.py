"""The documents of a draft: for those who prepare it, and for nobody else."""

import re

import pytest

from events import lifecycle
from tests.events.office_packages import open_document
from tests.events.pages import PDF, attach
from tests.factories import NOON, make_event, make_organiser, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def draft(**fields):
    event = make_event(published=False, **fields)
    return event, attach(event, accessible_file=open_document())


def links(client, event):
    page = client.get(f"/organiser/events/{event.public_id}/preview/").text
    return re.findall(r'href="([^"]*/documents/[^"]*)"', page)


def test_the_preview_opens_them(signed_in):
    event, _ = draft()
    agenda, accessible = links(signed_in, event)

    opened, other = signed_in.get(agenda), signed_in.get(accessible)

    assert (opened.getvalue(), opened["Cache-Control"]) == (PDF, "no-store")
    assert opened["Content-Disposition"] == 'attachment; filename="agenda.pdf"'
    assert (other.getvalue(), other["Cache-Control"]) == (open_document(), "no-store")


def test_a_published_event_has_public_addresses_alone(signed_in):
    event, _ = draft()
    before = links(signed_in, event)
    lifecycle.publish_event(event, at=NOON, by=None)

    after = links(signed_in, event)

    assert [signed_in.get(link).status_code for link in before] == [404, 404]
    assert all(link.startswith("/documents/") for link in after)
    assert [signed_in.get(link).getvalue() for link in after] == [PDF, open_document()]


def test_what_there_is_not_is_not_found(signed_in):
    event, document = draft()
    other = attach(event, title="Without another version")
    start = f"/organiser/events/{event.public_id}/documents"
    document.versions.all().delete()

    for path in (f"{document.public_id}/x.pdf", f"{other.public_id}/accessible/x.odt"):
        assert signed_in.get(f"{start}/{path}").status_code == 404


def test_nobody_else_opens_them(signed_in, client, settings):
    event, _ = draft()
    elsewhere, _ = draft(team=make_team("Another"), title="Theirs")
    agenda, _ = links(signed_in, event)

    foreign = agenda.replace(event.public_id, elsewhere.public_id)
    assert signed_in.get(foreign).status_code == 404
    settings.REQUIRE_TOTP = False
    client.logout()
    assert client.get(agenda).status_code == 302
    client.force_login(make_organiser(role="check_in", email="c@westshire.example"))
    assert client.get(agenda).status_code == 403
