"""Creating an event: wrong answers told beside their fields, sessions added and removed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import Event
from tests.database import every_row
from tests.events.event_answers import IN_PERSON, NEW, answers, errors_of, session
from tests.events.office_packages import corrupted, office_file, open_document
from tests.events.test_uploads import DAMAGED, LOCKED, UNKNOWN, other_content
from tests.factories import make_audience

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture(autouse=True)
def headteachers():
    return make_audience("Headteachers")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("agenda.pdf", b"MZ program", other_content("pdf", "a PDF")),
        ("agenda.exe", b"MZ", UNKNOWN),
        ("agenda", b"%PDF-", UNKNOWN),
        ("Agenda.DOCX", office_file()[:-30], DAMAGED),
        ("agenda.odt", corrupted(open_document(), "mimetype"), DAMAGED),
        ("agenda.pdf", b"%PDF-1.7 trailer <</Encrypt 5 0 R>>", LOCKED),
        ("agenda.pdf", b"", "The file is empty"),
    ],
)
def test_a_file_that_may_not_be_attached_is_told_so(signed_in, name, content, sentence):
    response = signed_in.post(NEW, answers(agenda=SimpleUploadedFile(name, content)))

    assert errors_of(response) == {"agenda": [sentence]}
    assert not Event.objects.exists()


def test_a_file_that_is_too_large_is_told_so(signed_in, settings):
    settings.DOCUMENT_SIZE_LIMIT = 1024 * 1024
    agenda = SimpleUploadedFile("agenda.pdf", b"%PDF-" + b"x" * settings.DOCUMENT_SIZE_LIMIT)

    response = signed_in.post(NEW, answers(agenda=agenda))

    assert errors_of(response) == {"agenda": ["The file must be smaller than 1 MB"]}


def test_every_missing_answer_is_told_beside_its_field(signed_in):
    nothing = {"session-TOTAL_FORMS": "1", "session-INITIAL_FORMS": "0"}

    response = signed_in.post(NEW, nothing)

    assert response.status_code == 200
    assert errors_of(response) == {
        "title": ["Enter a title"],
        "body": ["Enter what the event is about"],
        "audiences": ["Select who it is for"],
        "contact_email": ["Enter an email address for questions"],
        "session-0-mode": ["Select where the session is held"],
    }
    assert "<title>Error: Create an event - " in response.text
    assert '<a href="#id_session-0-mode">Select where the session is held</a>' in response.text
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"held_on_0": "31"}, {"held_on": ["Enter a real date, like 27 3 2027"]}),
        ({"held_on_0": ""}, {"held_on": ["Enter the date with a day, a month and a year"]}),
        (
            {"held_on_0": "", "held_on_1": "", "held_on_2": ""},
            {"held_on": ["Enter the date"]},
        ),
        ({"starts": "7", "ends": "8:30"}, {"starts": ["Enter am or pm, like 7am or 7pm"]}),
        ({"starts": "7", "ends": ""}, {"starts": ["Enter am or pm, like 7am or 7pm"]}),
        ({"starts": "soon"}, {"starts": ["Enter a time, like 9:30am or 4pm"]}),
        ({"starts": ""}, {"starts": ["Enter the start time"]}),
        ({"ends": "4pm"}, {"ends": ["Enter an end time that is after the start time"]}),
        ({"held_on_2": "9999"}, {"held_on": ["Enter a year from 2000 to 2100"]}),
        (
            {"held_on_0": "29", "held_on_1": "3", "starts": "1:30am", "ends": "2:15am"},
            {"starts": ["Enter a different time. The clocks go forward over this one on this day"]},
        ),
        (
            {"held_on_0": "29", "held_on_1": "3", "starts": "0:30", "ends": "1:30am"},
            {"ends": ["Enter a different time. The clocks go forward over this one on this day"]},
        ),
        (
            IN_PERSON | {"venue_postcode": "ß" * 10},
            {"venue_postcode": ["Postcode must be 10 characters or fewer"]},
        ),
        ({"mode": "moon"}, {"mode": ["Select where the session is held from the list"]}),
        (IN_PERSON | {"venue_name": ""}, {"venue_name": ["Enter the name of the venue"]}),
        ({"join_link": "javascript:x"}, {"join_link": ["Enter a link that starts with https://"]}),
        ({"capacity": "many"}, {"capacity": ["Enter the number of places in digits, like 40"]}),
        ({"capacity": "0"}, {"capacity": ["Enter 1 place or more"]}),
        ({"capacity": "1000000"}, {"capacity": ["Enter 100,000 places or fewer"]}),
    ],
)
def test_a_wrong_answer_about_a_session_is_told_beside_its_field(signed_in, typed, errors):
    response = signed_in.post(NEW, answers(session(**typed)))

    assert errors_of(response) == {f"session-0-{name}": what for name, what in errors.items()}
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"title": "x" * 201}, {"title": ["Title must be 200 characters or fewer"]}),
        ({"audiences": ["nobody"]}, {"audiences": ["Select who it is for from the list"]}),
        (
            {"attendance": "some"},
            {"attendance": ["Select how many sessions one person can attend"]},
        ),
        (
            {"contact_email": "nobody"},
            {
                "contact_email": [
                    "Enter an email address in the correct format, like name@example.gov.uk"
                ]
            },
        ),
        (
            {"contact_email": '"a\x0cb"@westshire.example'},
            {"contact_email": ["Remove the hidden characters and line breaks"]},
        ),
    ],
)
def test_a_wrong_answer_about_the_event_is_told_beside_its_field(signed_in, typed, errors):
    response = signed_in.post(NEW, answers(**typed))

    assert errors_of(response) == errors
    assert not Event.objects.exists()


def test_several_sessions_need_to_say_how_many_one_attends(signed_in):
    response = signed_in.post(NEW, answers(session(), session(1)))

    assert errors_of(response) == {"attendance": ["Select how many sessions one person can attend"]}


def test_a_wrong_number_of_sessions_to_attend_is_told_once(signed_in):
    response = signed_in.post(NEW, answers(session(), session(1), attendance="some"))

    assert errors_of(response) == {"attendance": ["Select how many sessions one person can attend"]}


def test_an_empty_second_session_is_told_so(signed_in):
    empty = dict.fromkeys(session(1), "")

    response = signed_in.post(NEW, answers(session(), empty, attendance="one"))

    assert errors_of(response) == {"session-1-mode": ["Select where the session is held"]}


def typed_sessions(response):
    forms = response.context_data["sessions"].forms
    return [
        (form["held_on"].value(), form["starts"].value(), form["mode"].value()) for form in forms
    ]


def test_add_another_session_copies_the_last_and_complains_of_nothing(signed_in):
    response = signed_in.post(
        NEW, answers(session(), session(1, held_on_0="28"), title="", another="1")
    )

    assert response.status_code == 200
    assert typed_sessions(response) == [
        (["27", "nov", "2026"], "4pm", "online"),
        (["28", "nov", "2026"], "4pm", "online"),
        (["28", "nov", "2026"], "4pm", "online"),
    ]
    assert "There is a problem" not in response.text
    assert re.search(r'name="session-TOTAL_FORMS"\s+value="3"', response.text)
    assert ">All about the budget.</textarea>" in response.text
    assert 'value="headteachers" checked' in response.text
    assert not Event.objects.exists()


def test_answers_that_were_kept_are_shown_again_to_be_changed(signed_in):
    response = signed_in.post(NEW, answers(title="", change="1"))

    assert typed_sessions(response) == [(["27", "nov", "2026"], "4pm", "online")]
    assert "There is a problem" not in response.text
    assert not Event.objects.exists()


def test_a_session_can_be_removed_but_one_stays(signed_in):
    two = answers(session(), session(1, held_on_0="28"), remove="0")
    one = answers(session(), remove="0")

    assert typed_sessions(signed_in.post(NEW, two)) == [(["28", "nov", "2026"], "4pm", "online")]
    assert len(typed_sessions(signed_in.post(NEW, one))) == 1


def test_there_are_at_most_thirty_sessions(signed_in):
    thirty = [session(index) for index in range(30)]

    response = signed_in.post(NEW, answers(*thirty, another="1"))

    assert len(typed_sessions(response)) == 30


@pytest.mark.parametrize("count", [None, "x", "-1", "0"])
def test_a_tampered_number_of_sessions_creates_nothing(signed_in, count):
    typed = answers() | {"session-TOTAL_FORMS": count}
    before = every_row()

    response = signed_in.post(NEW, {name: value for name, value in typed.items() if value})
    again = signed_in.post(NEW, {"another": "1"})

    assert (response.status_code, again.status_code) == (200, 200)
    assert every_row() == before
