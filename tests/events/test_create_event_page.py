"""Creating an event on one page: what is asked, what each answer becomes, another session."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import AuditEntry, Event, Membership, Organiser, Session, Venue
from tests.factories import make_audience, make_organiser, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

NEW = "/organiser/events/new/"
IN_PERSON = {"mode": "in_person", "join_link": "", "venue_name": "Ashby Hall"}


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def headteachers():
    return make_audience("Headteachers")


def session(index=0, **changed):
    typed = {
        "held_on_0": "27",
        "held_on_1": "nov",
        "held_on_2": "2026",
        "starts": "4pm",
        "ends": "5:30pm",
        "mode": "online",
        "join_link": "https://meet.example/join",
        "capacity": "40",
    } | changed
    return {f"session-{index}-{name}": value for name, value in typed.items()}


def answers(*sessions, **changed):
    sessions = sessions or (session(),)
    typed = {
        "title": "Headteacher briefing",
        "body": "All about the budget.",
        "audiences": ["headteachers"],
        "contact_email": "events@westshire.example",
        "session-TOTAL_FORMS": str(len(sessions)),
        "session-INITIAL_FORMS": "0",
    }
    for one in sessions:
        typed |= one
    return typed | changed


def errors_of(response):
    form, sessions = (response.context_data[name] for name in ("form", "sessions"))
    every = {**form.errors, **{f"{f.prefix}-{k}": v for f in sessions for k, v in f.errors.items()}}
    return {name: list(errors) for name, errors in every.items()}


def test_the_page_asks_with_nothing_chosen_beforehand(signed_in):
    response = signed_in.get(NEW)

    assert response.status_code == 200
    assert "<title>Create an event - Education events and briefings</title>" in response.text
    assert " checked" not in response.text.partition("<main")[2]
    email = Organiser.objects.get().email
    assert 'id="id_contact_email" name="contact_email" type="email"' in response.text
    assert f'value="{email}"' in response.text


def test_the_answers_become_a_draft(signed_in):
    response = signed_in.post(NEW, answers())

    event = Event.objects.get()
    assert (response.status_code, response["Location"]) == (
        302,
        f"/organiser/events/{event.public_id}/preview/",
    )
    assert {
        name: getattr(event, name)
        for name in ("title", "body", "state", "attendance", "contact_name", "contact_email")
    } == {
        "title": "Headteacher briefing",
        "body": "All about the budget.",
        "state": "draft",
        "attendance": "one",
        "contact_name": "Education Events",
        "contact_email": "events@westshire.example",
    }
    assert [audience.slug for audience in event.audiences.all()] == ["headteachers"]
    held = event.sessions.get()
    assert (held.starts_at, held.ends_at, held.mode, held.join_link, held.capacity) == (
        datetime(2026, 11, 27, 16, tzinfo=UTC),
        datetime(2026, 11, 27, 17, 30, tzinfo=UTC),
        "online",
        "https://meet.example/join",
        40,
    )
    entry = AuditEntry.objects.get(action="event_created")
    assert (entry.object_id, entry.actor) == (event.public_id, Organiser.objects.get())


def test_a_summer_time_is_londons(signed_in):
    signed_in.post(NEW, answers(session(held_on_1="6", held_on_2="2027")))

    assert Session.objects.get().starts_at == datetime(2027, 6, 27, 15, tzinfo=UTC)


def test_a_session_in_person_has_a_venue_that_is_kept_once(signed_in):
    at_hall = {**IN_PERSON, "venue_address": "1 High Street", "venue_postcode": "ws1 2ab"}

    signed_in.post(NEW, answers(session(**at_hall), session(1, **at_hall), attendance="all"))

    venue = Venue.objects.get()
    assert (venue.name, venue.address, venue.postcode) == ("Ashby Hall", "1 High Street", "WS1 2AB")
    assert [held.venue for held in Session.objects.all()] == [venue, venue]
    assert Event.objects.get().attendance == "all"


def test_a_link_that_was_typed_is_dropped_when_it_is_in_person(signed_in):
    signed_in.post(NEW, answers(session(**IN_PERSON | {"join_link": "https://meet.example/x"})))

    assert Session.objects.get().join_link == ""


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (
            {"held_on_0": "", "held_on_1": "", "held_on_2": "", "starts": "", "ends": ""},
            ("none", None, None),
        ),
        ({"starts": "", "ends": ""}, ("day", date(2026, 11, 27), None)),
        ({"ends": ""}, ("exact", None, None)),
    ],
)
def test_what_is_not_known_yet_may_be_left_out(signed_in, typed, stored):
    left_out = {"mode": "to_be_confirmed", "join_link": "", "capacity": ""}

    signed_in.post(NEW, answers(session(**left_out | typed)))

    held = Session.objects.get()
    assert (held.precision, held.on_date, held.ends_at) == stored
    assert (held.mode, held.venue, held.join_link, held.capacity) == (
        "to_be_confirmed",
        None,
        "",
        None,
    )


def test_an_agenda_comes_with_it(signed_in):
    agenda = SimpleUploadedFile("My Agenda.PDF", b"%PDF-1.4 agenda")

    signed_in.post(NEW, answers(agenda=agenda))

    document = Event.objects.get().documents.get()
    assert (document.title, document.kind, document.file_name) == ("Agenda", "agenda", "agenda.pdf")
    with document.newest.file.open() as stored:
        assert stored.read() == b"%PDF-1.4 agenda"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("agenda.pdf", b"MZ program", "The file's content must be what its name says: .pdf"),
        (
            "agenda.exe",
            b"MZ",
            "The file must be a PDF, Word, PowerPoint, Excel, ODT, ODP, PNG or JPEG",
        ),
        (
            "agenda",
            b"%PDF-",
            "The file must be a PDF, Word, PowerPoint, Excel, ODT, ODP, PNG or JPEG",
        ),
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
        ({"held_on_0": "31"}, {"held_on": ["Enter a real date, like 27 3 2026"]}),
        ({"held_on_0": ""}, {"held_on": ["Enter the date with a day, a month and a year"]}),
        (
            {"held_on_0": "", "held_on_1": "", "held_on_2": ""},
            {"held_on": ["Enter the date"]},
        ),
        ({"starts": "soon"}, {"starts": ["Enter a time, like 9:30am or 4pm"]}),
        ({"starts": ""}, {"starts": ["Enter the start time"]}),
        ({"ends": "4pm"}, {"ends": ["Enter an end time that is after the start time"]}),
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
        ({"attendance": "some"}, {"attendance": ["Select how many sessions one person attends"]}),
        (
            {"contact_email": "nobody"},
            {
                "contact_email": [
                    "Enter an email address in the correct format, like name@example.gov.uk"
                ]
            },
        ),
    ],
)
def test_a_wrong_answer_about_the_event_is_told_beside_its_field(signed_in, typed, errors):
    response = signed_in.post(NEW, answers(**typed))

    assert errors_of(response) == errors
    assert not Event.objects.exists()


def test_several_sessions_need_to_say_how_many_one_attends(signed_in):
    response = signed_in.post(NEW, answers(session(), session(1)))

    assert errors_of(response) == {"attendance": ["Select how many sessions one person attends"]}


def test_a_wrong_number_of_sessions_to_attend_is_told_once(signed_in):
    response = signed_in.post(NEW, answers(session(), session(1), attendance="some"))

    assert errors_of(response) == {"attendance": ["Select how many sessions one person attends"]}


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


def test_a_session_can_be_removed_but_one_stays(signed_in):
    two = answers(session(), session(1, held_on_0="28"), remove="0")
    one = answers(session(), remove="0")

    assert typed_sessions(signed_in.post(NEW, two)) == [(["28", "nov", "2026"], "4pm", "online")]
    assert len(typed_sessions(signed_in.post(NEW, one))) == 1


def test_there_are_at_most_twenty_sessions(signed_in):
    twenty = [session(index) for index in range(20)]

    response = signed_in.post(NEW, answers(*twenty, another="1"))

    assert len(typed_sessions(response)) == 20


@pytest.mark.parametrize("count", [None, "x", "-1", "0"])
def test_a_tampered_number_of_sessions_creates_nothing(signed_in, count):
    typed = answers() | {"session-TOTAL_FORMS": count}

    response = signed_in.post(NEW, {name: value for name, value in typed.items() if value})
    again = signed_in.post(NEW, {"another": "1"})

    assert (response.status_code, again.status_code) == (200, 200)
    assert not Event.objects.exists()


def test_who_is_in_several_teams_says_which(signed_in):
    other = make_team("Early Years")
    Membership.objects.create(team=other, organiser=Organiser.objects.get(), role="organiser")
    not_ours = make_team("Finance")

    missing = signed_in.post(NEW, answers())
    foreign = signed_in.post(NEW, answers(team=not_ours.public_id))
    signed_in.post(NEW, answers(team=other.public_id))

    assert errors_of(missing) == {"team": ["Select the team that runs the event"]}
    assert errors_of(foreign) == {"team": ["Select a team from the list"]}
    assert Event.objects.get().team == other


def test_a_team_in_a_hidden_field_changes_nothing(signed_in):
    signed_in.post(NEW, answers(team=make_team("Finance").public_id))

    assert Event.objects.get().team == make_team()


def test_an_assistant_may_not(client, settings):
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser(role="assistant"))

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, answers()).status_code == 403
    assert not Event.objects.exists()


def test_who_has_not_signed_in_is_asked_to(client):
    assert client.post(NEW, answers())["Location"] == f"/accounts/login/?next={NEW}"
    assert not Event.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(signed_in, django_assert_num_queries, number):
    for n in range(number):
        make_audience(f"Audience {n}")

    with django_assert_num_queries(5):
        signed_in.get(NEW)
