"""The page on which somebody sends a colleague instead of themselves."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings.lifecycle import commands, substitution
from bookings.lifecycle.refusals import AlreadyBooked, LinkReplaced, SubstitutionClosed, TooLate
from bookings.mail import messages
from bookings.models import Attendee, Booking, Message
from tests.bookings.told import mails
from tests.database import COUNTS, every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    as_sent,
    make_booking,
    make_event,
    make_school,
    make_session,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

SAM = {"full_name": "Sam Sent", "email": "sam@school.example"}


def page(attendee, rest="send-colleague/"):
    return f"/b/{attendee.link_token}/{rest}"


def by_booker(attendee, rest="send-colleague/"):
    return f"/for-colleagues/{attendee.booker.link_token}/{attendee.public_id}/{rest}"


def ann(session=None, *others, **person):
    defaults = {"full_name": "Ann Example", "email": "ann@school.example"}
    attendee = make_booking(session, *others, **defaults | person)
    as_sent()
    return attendee


def sam():
    return Attendee.objects.get(full_name="Sam Sent")


def send(attendee, at=NOON, **colleague):
    return substitution.substitute_attendee(attendee, **SAM | colleague, at=at)


def test_the_colleague_has_the_place_and_a_link_of_their_own(client):
    school = make_school()
    attendee = ann(school=school, typed_school="", role="Head", access_needs="A ramp")
    session = attendee.bookings.get().session

    client.post(page(attendee), SAM | {"reason": "I am away."})

    session.refresh_from_db()
    assert session.places_taken == 1
    assert list(Booking.objects.values_list("attendee__full_name", "state").order_by("pk")) == [
        ("Ann Example", "cancelled"),
        ("Sam Sent", "booked"),
    ]
    assert (sam().school, sam().role, sam().access_needs) == (school, "", "")
    assert sam().link_token != attendee.link_token
    attendee.refresh_from_db()
    assert (attendee.replaced_by, attendee.replaced_as) == (sam(), "colleague")
    assert attendee.replaced_reason == "I am away."


def test_the_answer_says_who_has_the_place_and_where_they_are_told_and_is_shown_once(client):
    attendee = ann()

    sent = client.post(page(attendee), SAM)
    again = client.post(page(attendee), SAM)

    assert (sent.status_code, sent.template_name) == (200, "bookings/colleague_sent.html")
    assert sent["Cache-Control"] == "no-store"
    assert (
        "Sam Sent has your place Headteacher briefing They have a place on Monday 30 November "
        "2026, midday to 1:30pm, online. What happens next We are emailing Sam Sent at "
        "sam@school.example. They get their own booking and a calendar invitation, and can change "
        "or cancel using the link in that email. You no longer have a place, and the link to your "
        "own booking has stopped working. Wrong address? Contact the organisers." in words(sent)
    )
    assert "events@<wbr>westshire.example" in sent.text
    assert sam().link_token not in sent.text
    assert f"/b/{attendee.link_token}/" not in sent.text
    assert (again.status_code, Attendee.objects.count()) == (410, 2)


def test_the_calendar_of_each_follows():
    send(ann())

    assert mails() == [
        ("ann@school.example", "place_handed_over", "CANCEL", 1, "NEEDS-ACTION"),
        ("sam@school.example", "place_taken_over", "REQUEST", 0, "NEEDS-ACTION"),
    ]


def test_the_new_attendee_sees_who_handed_it_over(client):
    successor = send(ann(), reason="I am away.")

    mail = messages.mail_of(Message.objects.get(kind="place_taken_over"))

    assert mail.subject == "Booked for 30 November: Headteacher briefing"
    assert mail.text.startswith(
        "You are attending instead of Ann Example. The reason given: I am away.\n\n"
        "Headteacher briefing\n"
    )
    assert f"/b/{successor.link_token}/" in mail.text
    assert "You are attending instead of Ann Example." in words(client.get(page(successor, "")))


def test_the_old_link_invitation_and_documents_end(client):
    attendee = ann()
    booking = attendee.bookings.get()
    send(attendee)
    before = every_row()

    pages = [
        client.get(page(attendee, rest))
        for rest in ("", "cancel/", "details/", "send-colleague/", f"{booking.public_id}.ics")
    ]
    asked = client.post(page(attendee, "new-link/"))

    assert {page.status_code for page in (*pages, asked)} == {410}
    assert not any("Sam" in page.text or sam().link_token in page.text for page in pages)
    assert every_row() == before


def test_whoever_had_the_address_wrong_before_is_mailed_nothing_of_the_colleague(client):
    first = ann(email="wrong@school.example")
    corrected = commands.replace_attendee(first, _person_of(first), at=NOON)
    send(corrected)
    before = Message.objects.count()

    response = client.post(page(first, "new-link/"))

    assert "A colleague was sent instead" in response.text
    assert Message.objects.count() == before


def _person_of(attendee):
    return commands.Person(attendee.full_name, "right@school.example", typed_school="Oakfield")


def test_the_booker_is_told_and_can_do_it_too(client):
    attendee = ann(booked_by_name="Olive", booked_by_email="olive@school.example")

    asked = client.get(by_booker(attendee))
    response = client.post(by_booker(attendee), SAM)
    shown = client.get(response["Location"])

    assert "Send someone instead of Ann Example" in asked.text
    assert response["Location"] == by_booker(sam(), "?substituted=1")
    assert "Sam Sent is attending instead. We are sending them their own email." in words(shown)
    assert sam().booker == attendee.booker
    assert [(to, kind) for to, kind, *_ in mails()] == [
        ("ann@school.example", "place_handed_over"),
        ("sam@school.example", "place_taken_over"),
        ("olive@school.example", "handed_over_copy"),
    ]
    copy = messages.mail_of(Message.objects.get(kind="handed_over_copy"))
    assert copy.text.startswith("Sam Sent is attending instead of Ann Example. We are sending")
    assert f"/for-colleagues/{attendee.booker.link_token}/" in copy.text
    assert "/b/" not in copy.text
    assert client.get(by_booker(attendee, "")).status_code == 410


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"reason": "x"},
            {
                "full_name": ["Enter their full name"],
                "email": ["Enter their work email address"],
            },
        ),
        ({"email": "ANN@school.example"}, {"email": ["Enter the email address of someone else"]}),
        ({"full_name": "See https://evil.example"}, {"full_name": True}),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(typed, errors, client):
    attendee = ann()
    before = every_row()

    typed = typed if "reason" in typed else SAM | typed
    response = client.post(page(attendee), typed)

    found = response.context_data["form"].errors
    assert found.keys() == errors.keys()
    assert all(errors[name] is True or found[name] == errors[name] for name in errors)
    assert every_row() == before


def test_a_colleague_who_has_booked_keeps_their_own_place(client):
    session = make_session()
    attendee = ann(session)
    make_booking(session, **SAM)
    before = every_row(but=COUNTS)

    response = client.post(page(attendee), SAM)

    assert response.status_code == 409
    assert (
        "This email address has already been used to book Nothing has been changed. Each person "
        "attending needs their own email address. Enter a different email address If your "
        "colleague already has a place, cancel your booking so that someone else can take this one."
        " Go back to your booking"
    ) in words(response)
    assert f'<a href="{page(attendee)}">Enter a different email address</a>' in response.text
    assert every_row(but=COUNTS) == before
    with pytest.raises(AlreadyBooked):
        send(attendee)


def test_a_full_session_stays_full_with_other_people():
    session = make_session(capacity=1)

    send(ann(session))

    session.refresh_from_db()
    assert session.places_taken == 1


def test_what_has_taken_place_stays_with_who_was_there():
    event = make_event(plan(starts_at=NOON + timedelta(days=1)), plan(), attendance="any")
    first, second = event.sessions.with_place().order_by("pk")
    attendee = ann(first, second)

    send(attendee, at=NOON + timedelta(days=2))

    held = Booking.objects.holding_a_place().values_list("attendee__full_name", "session")
    assert sorted(held) == [("Ann Example", first.pk), ("Sam Sent", second.pk)]


@pytest.mark.parametrize(
    ("working_days", "last"),
    [
        (0, datetime(2027, 3, 30, 8, tzinfo=UTC)),  # the start, 9am of British Summer Time
        (1, datetime(2027, 3, 25, 23, 59, tzinfo=UTC)),  # Easter and the clocks lie between
        (2, datetime(2027, 3, 24, 23, 59, tzinfo=UTC)),
    ],
)
def test_it_is_possible_until_so_many_working_days_before(working_days, last, client, monkeypatch):
    event = make_event(
        plan(starts_at=datetime(2027, 3, 30, 8, tzinfo=UTC)),
        substitution_working_days=working_days,
    )
    attendee = ann(event.sessions.with_place().get())

    with pytest.raises((SubstitutionClosed, TooLate)):
        send(attendee, at=last)
    assert send(attendee, at=last - timedelta(seconds=1)).full_name == "Sam Sent"


def test_too_late_is_a_page_with_what_to_do_instead(client):
    event = make_event(plan(starts_at=NOON + timedelta(hours=1)), substitution_working_days=1)
    attendee = ann(event.sessions.with_place().get())

    pages = [client.get(page(attendee)), client.post(page(attendee), SAM)]

    assert [page.status_code for page in pages] == [409, 409]
    assert "You could send a colleague until 11:59pm on Friday 30 October 2026." in words(pages[0])
    assert f'href="{page(attendee, "cancel/")}"' in pages[0].text


def test_a_cancelled_booking_cannot_be_handed_over(client):
    attendee = ann()
    commands.cancel_bookings(attendee, at=NOON)

    assert client.post(page(attendee), SAM).status_code == 409
    with pytest.raises(TooLate):
        send(attendee)


def test_a_place_is_handed_over_once():
    attendee = ann()
    send(attendee)

    with pytest.raises(LinkReplaced):
        send(attendee, email="kim@school.example")


def test_looking_changes_nothing_and_asks_the_same_for_any_number(
    client, django_assert_num_queries
):
    event = make_event(plan(), plan(), plan(), attendance="any")
    sessions = list(event.sessions.with_place())
    attendees = [ann(), ann(*sessions)]
    before = every_row()

    for attendee in attendees:
        with django_assert_num_queries(2):
            assert client.get(page(attendee)).status_code == 200
    assert every_row() == before
