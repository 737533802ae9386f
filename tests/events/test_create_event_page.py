"""Creating an event on one page: what is asked, what each answer becomes, who may."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from events.models import AuditEntry, Event, Membership, Organiser, Session, Venue
from tests.events.event_answers import IN_PERSON, NEW, answers, errors_of, session
from tests.factories import make_audience, make_organiser, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture(autouse=True)
def headteachers():
    return make_audience("Headteachers")


def test_the_page_asks_with_only_the_usual_chosen_beforehand(signed_in):
    response = signed_in.get(NEW)

    assert response.status_code == 200
    assert "<title>Create an event - Education events and briefings</title>" in response.text
    chosen = re.findall(r'name="(\w+)" type="\w+" value="(\w+)" checked', response.text)
    assert chosen == [
        ("outside_audience", "welcome"),
        ("join_by", "both"),
        ("booking_by", "here"),
        ("is_listed", "on"),
    ]
    assert "<details" in response.text
    assert not re.search(r"<details[^>]* open", response.text)
    email = Organiser.objects.get().email
    assert 'id="id_contact_email" name="contact_email" type="email"' in response.text
    assert f'value="{email}"' in response.text


@pytest.mark.parametrize(
    ("at", "example"),
    [
        (datetime(2026, 11, 2, 12, tzinfo=UTC), "27 3 2027"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "27 3 2027"),
        (datetime(2027, 1, 1, tzinfo=UTC), "27 3 2028"),
        (datetime(2030, 6, 1, tzinfo=UTC), "27 3 2031"),
    ],
)
def test_the_date_that_is_shown_as_an_example_is_to_come(
    client, settings, monkeypatch, at, example
):
    settings.REQUIRE_TOTP = False
    monkeypatch.setattr(timezone, "now", lambda: at)
    client.force_login(make_organiser())

    page = client.get(NEW)
    added = client.post(NEW, answers(session(), another="1"))
    wrong = client.post(NEW, answers(session(held_on_0="31")))

    hint = f"For example, {example}. Leave the day blank"
    assert (page.text.count(hint), added.text.count(hint)) == (2, 3)  # one for the script to copy
    assert errors_of(wrong) == {"session-0-held_on": [f"Enter a real date, like {example}"]}


@pytest.mark.parametrize(
    "typed", [answers(title=""), answers(session(0), session(1)), answers(session(starts="no"))]
)
def test_a_file_that_a_form_with_errors_does_not_keep_is_asked_for_again(typed, signed_in):
    agenda = SimpleUploadedFile("agenda.pdf", b"%PDF-1.7", "application/pdf")

    response = signed_in.post(NEW, typed | {"agenda": agenda})

    assert errors_of(response)["agenda"] == [
        "You need to choose the file again because the form had errors"
    ]
    assert not Event.objects.exists()


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
    agenda = SimpleUploadedFile("My Agenda.PDF", b"\xef\xbb\xbf\n%PDF-1.4 agenda")

    signed_in.post(NEW, answers(agenda=agenda))

    document = Event.objects.get().documents.get()
    assert (document.title, document.kind, document.file_name) == ("Agenda", "agenda", "agenda.pdf")
    with document.newest.file.open() as stored:
        assert stored.read() == b"%PDF-1.4 agenda"


def test_beside_the_agenda_stands_what_it_may_be(signed_in, settings):
    settings.DOCUMENT_SIZE_LIMIT = 5 * 1024 * 1024

    assert (
        "A PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx), ODT, ODP, PNG or JPEG file "
        "up to 5 MB, without a password, macros or attached files"
    ) in signed_in.get(NEW).text


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

    with django_assert_num_queries(7):
        signed_in.get(NEW)


def test_a_session_may_end_after_midnight(signed_in):
    signed_in.post(NEW, answers(session(starts="10pm", ends="1am")))

    held = Session.objects.get()
    assert (held.starts_at, held.ends_at) == (
        datetime(2026, 11, 27, 22, tzinfo=UTC),
        datetime(2026, 11, 28, 1, tzinfo=UTC),
    )


def test_a_day_without_a_time_closes_the_evening_before(signed_in):
    signed_in.post(NEW, answers(session(starts="", ends="")))

    assert Session.objects.get().closes_at == datetime(2026, 11, 26, 23, 59, tzinfo=UTC)


def test_other_methods_are_refused(signed_in):
    assert [signed_in.generic(method, NEW).status_code for method in ("PUT", "DELETE")] == [405] * 2
