"""One attendee, as organisers see them: what is known, messages sent again, a note, history."""

import uuid
from datetime import timedelta

import pytest

from bookings import attendee_page
from bookings.lifecycle import absence, colleagues, joining, substitution
from bookings.models import Message
from tests.bookings.acting import ANN
from tests.database import every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    as_sent,
    make_booking,
    make_event,
    make_organiser,
    make_person,
    make_school,
    make_session,
    make_team,
    write_to_attendees,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

OF_ORGANISERS = {
    "organiser_told",
    "new_password",
    "sign_in_changed",
    "sign_in_code",
    "team_invitation",
    "find_bookings",
    "written_copy",
    "export_ready",
    "digest",
    "calendar_address",
}  # about no attendee


def page(attendee, rest=""):
    return f"/organiser/events/{attendee.event.public_id}/bookings/{attendee.public_id}/{rest}"


def again(client, attendee, message):
    return client.post(page(attendee, f"sent/{message.public_id}/again/"))


def sent(response):
    return [(one.name, one.message.state) for one in response.context_data["known"].sent]


def test_all_that_is_known_stands_on_the_page(signed_in):
    attendee = make_booking(
        make_session(label="Morning"),
        **ANN,
        school=make_school(name="Oak School", town="Ashby", dfe_number="875/2001"),
        typed_school="",
        role="Head",
        access_needs="A ramp\nA loop",
        booked_by_name="Olive",
        booked_by_email="olive@school.example",
        word_to_organiser="We join in May",
    )

    response = signed_in.get(page(attendee))

    shown = words(response)
    assert response.context_data["known"].details == [
        ("Reference", attendee.public_id),
        ("Work email address", "ann@school.example"),
        ("School", "Oak School, Ashby (875/2001)"),
        ("Role", "Head"),
        ("Access needs", "A ramp\nA loop"),
        ("Booked by", "Olive"),
        ("Their email address", "olive@school.example"),
        ("Told you", "We join in May"),
        ("Booked", "midday on Monday 2 November 2026"),
    ]
    assert "Monday 30 November 2026, midday to 1:30pm, online (Morning) Booked" in shown
    assert "midday on Monday 2 November 2026: Place booked. Using the booking link" in shown
    assert response["Cache-Control"] == "no-store"


def test_when_they_joined_stands_there_too(signed_in):
    attendee = make_booking(**ANN)
    booking = attendee.bookings.with_session().select_related("attendee").get()
    joining.record_joining(booking, at=booking.session.starts_at - timedelta(minutes=2))

    shown = words(signed_in.get(page(attendee)))

    at = "11:58am on Monday 30 November 2026"
    assert f"midday to 1:30pm, online Booked. Joined at {at}" in shown
    assert f"{at}: Joined the session. Using the link to join" in shown


def test_every_message_stands_there_with_what_became_of_it(signed_in):
    attendee = make_booking(booked_by_name="Olive", booked_by_email="o@school.example", **ANN)
    as_sent(kind="place_booked")
    Message.objects.filter(kind="booking_copy").update(state="dead")

    response = signed_in.get(page(attendee))

    assert sent(response) == [("Copy of the confirmation", "dead"), ("Confirmation", "sent")]
    shown = words(response)
    assert "Copy of the confirmation o@school.example midday on Monday 2 November 2026" in shown
    assert "Not delivered" in shown
    assert "Correct the details" in shown


def test_the_mail_to_whoever_booked_for_several_stands_there_too(signed_in):
    session = make_session()
    booker = colleagues.book_for_colleagues(
        event=session.event,
        sessions=[session],
        people=[make_person(**ANN), make_person()],
        by=colleagues.BookedBy("The Office", "office@school.example"),
        form_uuid=uuid.uuid4(),
        at=NOON,
    )
    attendee = booker.attendees.get(full_name="Ann Example")
    attendee.event = session.event

    assert sorted(sent(signed_in.get(page(attendee)))) == [
        ("Colleagues booked", "queued"),
        ("Confirmation", "queued"),
    ]


def test_every_kind_of_message_about_an_attendee_has_a_name():
    assert set(attendee_page.CALLED) == set(Message.Kind.values) - OF_ORGANISERS


def test_a_note_is_saved_and_shown_to_organisers_alone(signed_in, client):
    attendee = make_booking(**ANN)

    response = signed_in.post(page(attendee, "note/"), {"note": "Comes late\r\nby train"})

    attendee.refresh_from_db()
    assert (response["Location"], attendee.note) == (
        page(attendee, "?done=noted"),
        "Comes late\nby train",
    )
    shown = signed_in.get(response["Location"])
    assert "The note is saved." in words(shown)
    assert "Comes late\nby train</textarea>" in shown.text
    assert "Comes late" not in client.get(f"/b/{attendee.link_token}/").text


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("x" * 2001, "Note must be 2,000 characters or fewer"),
        ("a\0b", "Remove the hidden characters"),
    ],
)
def test_a_note_that_cannot_be_kept_is_told(signed_in, note, told):
    attendee = make_booking(**ANN)

    response = signed_in.post(page(attendee, "note/"), {"note": note})

    attendee.refresh_from_db()
    assert (response.status_code, attendee.note) == (200, "")
    assert response.context_data["form"].errors == {"note": [told]}
    assert "<title>Error: Ann Example" in response.text


def test_whoever_was_sent_instead_and_why_stands_on_both_pages(signed_in):
    attendee = make_booking(**ANN)
    colleague = substitution.substitute_attendee(
        attendee, "Sam Sent", "sam@school.example", reason="I am ill", at=NOON
    )
    colleague.event = attendee.event

    before, after = signed_in.get(page(attendee)), signed_in.get(page(colleague))

    assert (
        "A colleague is attending instead. Go to Sam Sent’s booking They said: I am ill"
        in words(before)
    )
    assert f'href="{page(colleague)}"' in before.text
    assert "Attending instead of Ann Example , who said: I am ill." in words(after)
    assert f'href="{page(attendee)}"' in after.text
    assert "Correct the details" not in words(before)


def test_the_history_says_what_was_done_and_by_whom(signed_in):
    attendee = make_booking(**ANN)
    absence_at = attendee.bookings.get().session.starts_at
    absence.report_absence(attendee, at=absence_at)
    signed_in.post(
        page(attendee, "details/"),
        ANN | {"full_name": "Anne", "typed_school": "Elm", "school_not_listed": "on"},
    )

    done = signed_in.get(page(attendee)).context_data["known"].history

    assert [(one.what, one.who) for one in done] == [
        ("Said that they could not come", "Using the booking link"),
        ("Changed: name, school", "Olu Organiser"),
        ("Place booked", "Using the booking link"),
    ]


@pytest.mark.parametrize("odd", ["x", "", "<script>"])
def test_an_address_that_says_nothing_known_was_done_shows_nothing(signed_in, odd):
    response = signed_in.get(page(make_booking(**ANN)), {"done": odd})

    assert (response.status_code, response.context_data["done"]) == (200, "")


POSTED = ["note/", "send-again/", "sent/abcdefgh/again/"]
PAGES = ["", "details/", "cancel/", "{booking}/move/", "{booking}/undo/"]


@pytest.mark.parametrize("rest", POSTED)
def test_what_is_sent_is_not_read(signed_in, rest):
    assert signed_in.get(page(make_booking(), rest)).status_code == 405


@pytest.mark.parametrize("rest", [*POSTED, *PAGES])
def test_nobody_else_reaches_an_attendee(client, settings, rest):
    settings.REQUIRE_TOTP = False
    attendee = make_booking()
    booking = attendee.bookings.get().public_id
    elsewhere = make_event()
    addresses = [
        page(attendee, rest.format(booking=booking)),
        page(attendee, rest.format(booking=booking)).replace(
            attendee.event.public_id, elsewhere.public_id
        ),
    ]
    before = every_row()

    found = {}
    for who, team in [("organiser", make_team("Another team")), ("partner", None)]:
        client.force_login(make_organiser(role=who, team=team))
        ask = client.get if rest in PAGES else client.post
        found[who] = [ask(address).status_code for address in addresses]

    assert found == {"organiser": [404, 404], "partner": [403, 403]}
    tables = ("bookings.Attendee", "bookings.Booking", "bookings.Message")
    assert [every_row()[table] for table in tables] == [before[table] for table in tables]


def test_an_attendee_of_another_event_of_the_team_is_not_below_this_one(signed_in):
    attendee, other = make_booking(), make_booking()
    address = page(attendee).replace(attendee.event.public_id, other.event.public_id)

    assert signed_in.get(address).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_database_as_often_for_many_messages_as_for_one(
    signed_in, django_assert_num_queries, number
):
    attendee = make_booking(**ANN)
    for _ in range(number - 1):
        as_sent()
        again(signed_in, attendee, attendee.messages.order_by("-pk")[0])

    with django_assert_num_queries(12):
        response = signed_in.get(page(attendee))

    assert len(sent(response)) == number


def test_what_was_written_to_them_is_called_by_its_subject(signed_in):
    attendee = make_booking(**ANN)
    write_to_attendees(attendee.event, subject="Parking")

    shown = sent(signed_in.get(page(attendee)))

    assert ("Message: Parking", "queued") in shown
