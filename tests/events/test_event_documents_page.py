"""An event's documents for its organisers: added, changed, withdrawn, every version kept."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import AuditEntry, Document, DocumentVersion, Session
from tests.events.office_packages import open_document
from tests.factories import (
    NOON,
    PDF,
    attach_document,
    make_event,
    make_organiser,
    make_team,
    replace_document,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

DETAILS = {"title": "Slides", "kind": "slides", "stage": "after", "visible_to": "everybody"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def page(event, rest=""):
    return f"/organiser/events/{event.public_id}/documents/{rest}"


def upload(content=PDF, name="slides.pdf"):
    return SimpleUploadedFile(name, content)


def errors(response):
    return {name: list(said) for name, said in response.context_data["form"].errors.items()}


def test_all_versions_are_listed_newest_first_and_open(signed_in):
    event = make_event()
    document = attach_document(event)
    replace_document(document, content=b"%PDF-2", note="A longer lunch break")

    response = signed_in.get(page(event))

    text = " ".join(response.text.split())
    assert text.index("Version 2") < text.index("Version 1")
    assert "A longer lunch break" in text
    assert "Agenda, before. Seen by everybody." in text
    first = signed_in.get(page(event, f"{document.public_id}/versions/1/agenda.pdf"))
    assert b"".join(first.streaming_content) == PDF


def test_a_document_is_added_with_all_that_is_said_of_it(signed_in):
    event = make_event()
    typed = DETAILS | {
        "file": upload(),
        "visible_to": "booked",
        "accessible_file": upload(open_document(), "slides.odt"),
        "shown_on_0": "1",
        "shown_on_1": "dec",
        "shown_on_2": "2026",
        "shown_time": "9am",
    }

    response = signed_in.post(page(event, "new/"), typed)

    assert response.headers["Location"] == page(event)
    document = Document.objects.get()
    assert (document.title, document.kind, document.stage, document.visible_to) == (
        "Slides",
        "slides",
        "after",
        "booked",
    )
    assert document.shown_from == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert document.alternative_size == len(open_document())
    assert document.newest.size == len(PDF)
    assert Session.objects.get().feed_sequence == 1
    assert AuditEntry.objects.filter(action="document_attached").count() == 1


def test_a_video_is_a_link(signed_in):
    event = make_event()
    typed = DETAILS | {"kind": "recording", "link": "https://video.example/1"}

    signed_in.post(page(event, "new/"), typed)

    version = DocumentVersion.objects.get()
    assert (version.link, version.size, version.sha256) == ("https://video.example/1", 0, "")
    assert "Version 1 (on video.example)" in signed_in.get(page(event)).text
    missing = page(event, f"{version.document.public_id}/versions/1/x.pdf")
    assert signed_in.get(missing).status_code == 404


def test_a_double_click_adds_one(signed_in):
    event = make_event()

    for _ in range(2):
        signed_in.post(page(event, "new/"), DETAILS | {"file": upload()})
    signed_in.post(page(event, "new/"), DETAILS | {"file": upload(b"%PDF-1.7 other")})

    assert Document.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": ""}, {"title": ["Enter a title"]}),
        ({"kind": ""}, {"kind": ["Select what kind of document it is"]}),
        ({"stage": "later"}, {"stage": ["Select when it is for from the list"]}),
        ({"visible_to": ""}, {"visible_to": ["Select who can see it"]}),
        ({"link": "http://x.example"}, {"link": ["Enter a link that starts with https://"]}),
        ({}, {"file": ["Choose a file or enter a link"]}),
        ({"shown_time": "9am"}, {"shown_on": ["Enter the date"]}),
        (
            {"shown_on_0": "1", "shown_on_1": "12", "shown_on_2": "2026", "shown_time": "7"},
            {"shown_time": ["Enter am or pm, like 7am or 7pm"]},
        ),
        (
            {"shown_on_0": "31", "shown_on_1": "2", "shown_on_2": "2026"},
            {"shown_on": ["Enter a real date, like 27 3 2027"]},
        ),
    ],
)
def test_what_is_wrong_is_told_beside_the_field(signed_in, typed, told):
    event = make_event()
    has_nothing_else = typed.keys() - {"link"}
    typed = DETAILS | ({"link": "https://x.example"} if has_nothing_else else {}) | typed

    response = signed_in.post(page(event, "new/"), typed)

    assert errors(response) == told
    assert not Document.objects.exists()


def test_a_file_and_a_link_are_one_too_many(signed_in):
    typed = DETAILS | {"file": upload(), "link": "https://x.example"}

    response = signed_in.post(page(make_event(), "new/"), typed)

    assert errors(response) == {"file": ["Choose a file or enter a link, not both"]}


def test_a_broken_upload_leaves_the_form_filled_and_asks_for_the_other_file_again(signed_in):
    event = make_event()
    typed = DETAILS | {
        "file": upload(b"MZ a program"),
        "accessible_file": upload(open_document(), "slides.odt"),
    }

    response = signed_in.post(page(event, "new/"), typed)

    assert 'value="Slides"' in response.text
    assert errors(response) == {
        "file": [
            "The file's content does not match its name, which ends in .pdf. Save it as a PDF"
            " again, then upload the new file"
        ],
        "accessible_file": ["You need to choose the file again because the form had errors"],
    }


def test_an_accessible_version_is_an_odt_file(signed_in):
    typed = DETAILS | {"link": "https://x.example", "accessible_file": upload()}

    response = signed_in.post(page(make_event(), "new/"), typed)

    assert errors(response) == {"accessible_file": ["Choose an ODT file"]}


def test_withdrawing_asks_first(signed_in):
    event = make_event()
    document = attach_document(event)
    own = page(event, f"{document.public_id}/withdraw/")

    asked = signed_in.get(own)
    document.refresh_from_db()
    before = document.withdrawn_at
    done = signed_in.post(own)

    assert "Withdraw this document?" in asked.text
    document.refresh_from_db()
    assert (before, document.withdrawn_at) == (None, NOON)
    assert done.headers["Location"] == page(event)
    assert "Withdrawn" in signed_in.get(page(event)).text


def test_assistants_look_others_do_not(client, settings):
    settings.REQUIRE_TOTP = False
    event = make_event()
    document = attach_document(event)
    changing = [page(event, rest) for rest in ("new/", f"{document.public_id}/edit/")]
    let_in(client, make_organiser(role="assistant"))
    looked = client.get(page(event))
    may_not = [client.get(one).status_code for one in changing]
    let_in(client, make_organiser(team=make_team("Others")))
    not_found = [client.get(one).status_code for one in (page(event), *changing)]

    assert (looked.status_code, may_not, not_found) == (200, [403, 403], [404, 404, 404])
    assert "Add a document" not in looked.text


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_stays_the_same(signed_in, django_assert_num_queries, number):
    event = make_event()
    for count in range(number):
        replace_document(attach_document(event, title=f"Agenda {count}"))

    with django_assert_num_queries(9):
        signed_in.get(page(event))


def test_the_same_file_for_other_people_is_another_document(signed_in):
    event = make_event()

    for seen_by in ("booked", "everybody"):
        signed_in.post(page(event, "new/"), DETAILS | {"file": upload(), "visible_to": seen_by})

    assert list(Document.objects.order_by("pk").values_list("visible_to", flat=True)) == [
        "booked",
        "everybody",
    ]
