"""A new version of a document: asked, told to whoever booked, once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bookings.lifecycle import commands, document_changes
from bookings.mail import messages
from bookings.models import Message
from events.models import Document, DocumentVersion
from events.plans import VersionPlan
from tests.events.office_packages import open_document
from tests.factories import (
    NOON,
    as_sent,
    attach_document,
    make_booking,
    make_event,
    make_organiser,
    make_team,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

NEW = b"%PDF-1.7 amended"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def page(document):
    return f"/organiser/events/{document.event.public_id}/documents/{document.public_id}/replace/"


def typed(**changed):
    return {"file": SimpleUploadedFile("a.pdf", NEW), "note": "A longer lunch break."} | changed


def told():
    found = [(m, messages.mail_of(m)) for m in Message.objects.filter(kind="document_replaced")]
    return [(mail.to, mail.method) for _, mail in found if mail is not None]


def test_whoever_booked_is_told_of_the_new_version_with_its_address(signed_in, settings):
    settings.SITE_ADDRESS = "https://events.example"
    event = make_event(plan(), plan(label="Second"), attendance="any")
    document = attach_document(event)
    make_booking(*event.sessions.order_by("pk"), email="ann@school.example")

    response = signed_in.post(page(document), typed(tell="yes"))

    assert response.headers["Location"] == f"/organiser/events/{event.public_id}/documents/"
    assert told() == [("ann@school.example", "")]
    mail = messages.mail_of(Message.objects.get(kind="document_replaced"))
    assert mail.subject == "Agenda updated for 30 November: Headteacher briefing"
    assert mail.text.startswith(
        "There is a new version of this document: Agenda. A longer lunch break.\n\n"
        f"https://events.example/documents/{document.public_id}/agenda.pdf\n\n"
        "Headteacher briefing\n"
    )
    assert DocumentVersion.objects.get(number=2).note == "A longer lunch break."


def test_the_page_says_how_many_booked_who_and_what_they_get(signed_in):
    event = make_event()
    document = attach_document(event, visible_to="booked")
    attendee = make_booking(event.sessions.get(), full_name="Ann Example", typed_school="Oakfield")
    make_booking(event.sessions.get())

    text = " ".join(signed_in.get(page(document)).text.split())

    assert "Tell the 2 people who have booked?" in text
    assert "<li>Ann Example, Oakfield</li>" in text
    assert "There is a new version of this document: Agenda." in text
    assert "Their calendar stays as it is." in text
    assert attendee.link_token not in text


def test_a_document_for_those_who_booked_is_opened_by_their_link():
    event = make_event()
    document = attach_document(event, visible_to="booked")
    attendee = make_booking(event.sessions.get())

    document_changes.replace_document(
        document, VersionPlan(link="https://video.example/2"), tell=True, at=NOON, by=None
    )

    address = Message.objects.get(kind="document_replaced").facts["document_address"]
    assert address.endswith(f"/b/{attendee.link_token}/documents/{document.public_id}/agenda")


def test_nobody_is_told_if_the_organiser_says_so(signed_in):
    event = make_event()
    document = attach_document(event)
    make_booking(event.sessions.get())

    signed_in.post(page(document), typed(tell="no"))

    assert (told(), document.versions.count()) == ([], 2)


def test_it_does_not_ask_where_nobody_booked_or_nobody_sees_the_document(signed_in):
    lonely = attach_document(make_event())
    event = make_event()
    later = attach_document(event, shown_from=NOON + timedelta(days=1))
    make_booking(event.sessions.get())

    pages = [signed_in.get(page(document)).text for document in (lonely, later)]

    assert not any("who have booked?" in text or "who has booked?" in text for text in pages)
    signed_in.post(page(later), typed())
    assert (told(), later.versions.count()) == ([], 2)


def test_a_double_click_adds_one_version_and_tells_once(signed_in):
    event = make_event()
    document = attach_document(event)
    make_booking(event.sessions.get())

    for _ in range(2):
        signed_in.post(page(document), typed(tell="yes"))

    assert (len(told()), document.versions.count()) == (1, 2)


def test_who_has_cancelled_and_whose_session_is_over_is_not_told():
    event = make_event(plan(starts_at=NOON + timedelta(hours=1)), plan())
    first, second = event.sessions.with_place().order_by("pk")
    document = attach_document(event)
    make_booking(first)
    commands.cancel_bookings(make_booking(second), at=NOON)
    as_sent()

    document_changes.replace_document(
        document, VersionPlan(NEW, "pdf"), tell=True, at=NOON + timedelta(days=1), by=None
    )

    assert told() == []


@pytest.mark.parametrize(
    ("changed", "sentences"),
    [
        (
            {},
            {
                "tell": ["Select whether to tell the people who have booked"],
                "file": ["You need to choose the file again because the form had errors"],
            },
        ),
        ({"tell": "perhaps", "file": ""}, None),
        ({"tell": "yes", "file": ""}, {"file": ["Choose a file or enter a link"]}),
    ],
)
def test_what_is_missing_is_told_and_the_note_is_kept(signed_in, changed, sentences):
    event = make_event()
    document = attach_document(event)
    make_booking(event.sessions.get())

    response = signed_in.post(page(document), typed(**changed))

    form = response.context_data["form"]
    found = {name: list(errors) for name, errors in form.errors.items()}
    both = {"tell": ["Select yes or no"], "file": ["Choose a file or enter a link"]}
    assert found == (sentences or both)
    assert 'value="A longer lunch break."' in response.text
    assert document.versions.count() == 1


def test_others_replace_nothing(client, settings):
    settings.REQUIRE_TOTP = False
    document = attach_document(make_event())
    let_in(client, make_organiser(team=make_team("Others")))
    others = client.post(page(document), typed()).status_code
    let_in(client, make_organiser(role="assistant"))

    assert (others, client.post(page(document), typed()).status_code) == (404, 403)
    assert document.versions.count() == 1


@pytest.mark.parametrize("people", [1, 30])
def test_the_number_of_queries_stays_the_same(signed_in, django_assert_num_queries, people):
    event = make_event(plan(capacity=40))
    document = attach_document(event)
    for _ in range(people):
        make_booking(event.sessions.get())

    with django_assert_num_queries(9):
        signed_in.get(page(document))


def test_of_a_document_that_was_withdrawn_meanwhile_nobody_is_told():
    event = make_event()
    document = attach_document(event)
    make_booking(event.sessions.get())
    Document.objects.update(withdrawn_at=NOON)

    document_changes.replace_document(
        document, VersionPlan(NEW, "pdf"), tell=True, at=NOON, by=None
    )

    assert told() == []


def test_the_accessible_version_goes_with_the_file_that_it_was_of(signed_in):
    event = make_event()
    document = attach_document(event, accessible_file=open_document())
    warned = "The accessible version is of the old document."

    before = signed_in.get(page(document)).text
    signed_in.post(page(document), typed())
    document.refresh_from_db()
    without = (document.alternative_file.name, document.alternative_size)
    newer = {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 third")}
    newer["accessible_file"] = SimpleUploadedFile("a.odt", open_document())
    signed_in.post(page(document), newer)

    document.refresh_from_db()
    assert (warned in before, without) == (True, ("", 0))
    assert document.alternative_size == len(open_document())
    assert warned in signed_in.get(page(document)).text
