"""The page on which an organiser writes to attendees: written, looked at, copied and sent."""

import uuid

import pytest

from bookings.models import Booking, Message, WrittenMessage
from tests.database import every_row
from tests.events.pages import words
from tests.factories import make_booking, make_event, make_organiser, make_session, make_team
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

TYPED = {"subject": "Parking", "text": "Hello {first name}\n\nYour link: {link}"}


def page(event, rest=""):
    return f"/organiser/events/{event.public_id}/messages/new/{rest}"


def answers(**changed):
    return {"form_uuid": str(uuid.uuid4()), **TYPED, **changed}


def book_ann_and_ben():
    session = make_session(label="Morning")
    ann = make_booking(session, full_name="Ann Example", email="ann@school.example")
    ben = make_booking(session, full_name="Ben Sample", email="ben@school.example")
    return session.event, ann, ben


def test_the_form_asks_whom_to_write_to_and_what(signed_in):
    event, *_ = book_ann_and_ben()

    text = signed_in.get(page(event)).text

    assert "Everyone who has booked" in text
    assert "Morning, Monday 30 November 2026, midday to 1:30pm, Online" in text
    assert "You can use {first name}, {full name}, {session} or {link}." in text
    assert "events@<wbr>westshire.example, the event’s contact." in text


def test_it_says_who_gets_the_answers_where_the_contact_has_no_address(signed_in):
    event = make_event(contact_email="", contact_telephone="01632 960 123")

    assert "because the event’s contact has no email address" in signed_in.get(page(event)).text


def test_a_link_from_the_list_of_bookings_selects_whom_it_shows(signed_in):
    event, *_ = book_ann_and_ben()
    session = event.sessions.get().public_id

    response = signed_in.get(
        page(event), {"session": session, "answer": "declined", "only": "needs"}
    )

    form = response.context_data["form"]
    assert [form[name].value() for name in ("session", "answer", "only")] == [
        session,
        "declined",
        ["needs"],
    ]
    assert not form.errors


def test_the_preview_is_the_mail_to_the_first_of_them_and_counts_them_all(signed_in):
    event, ann, ben = book_ann_and_ben()
    before = every_row()

    text = signed_in.post(page(event), answers()).text

    assert "This will be sent to 2 people:</strong> everyone who has booked." in text
    assert "The email to Ann Example</h2>" in text
    assert "Hello Ann\n\nYour link: https://placecard.example.gov.uk/b/their-own-link" in text
    assert f"Reference\n{ann.public_id}" in text
    assert "Replies go to events@<wbr>westshire.example" in text
    assert "Send to 2 people" in text
    assert ann.link_token not in text
    assert ben.full_name not in text
    assert every_row() == before


def test_another_person_is_shown_by_name_and_round_again(signed_in):
    event, *_ = book_ann_and_ben()

    def shown(number):
        response = signed_in.post(page(event), answers(shown=number))
        return response.context_data["preview"].person.full_name

    assert [shown(number) for number in ("0", "1", "2", "x", "", "-1")] == [
        *("Ann Example", "Ben Sample", "Ann Example"),
        *["Ann Example"] * 3,
    ]


def test_one_person_is_one_person_and_has_nobody_beside_them(signed_in):
    event = make_booking().event

    text = signed_in.post(page(event), answers()).text

    assert "This will be sent to 1 person:" in text
    assert "Show another person" not in text


def test_where_it_is_for_nobody_that_is_said_and_nothing_can_be_sent(signed_in):
    event = make_booking().event

    response = signed_in.post(page(event), answers(answer="declined"))
    copied = signed_in.post(page(event, "copy/"), answers(answer="declined"))
    sent = signed_in.post(page(event, "send/"), answers(answer="declined", expected="0"))

    assert words(response).count(
        "No one matches your selection. You selected everyone who has booked and answered"
        " “Declined”."
    )
    assert "Send " not in response.text
    assert [copied.status_code, sent.status_code] == [409, 409]
    assert not WrittenMessage.objects.exists()
    assert not Message.objects.filter(kind="written_copy").exists()


NO_PLACEHOLDER = "“{firstname}” is not a placeholder. Use {first name}, {full name}"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"subject": ""}, "Enter a subject"),
        ({"subject": "x" * 151}, "Subject must be 150 characters or fewer"),
        (
            {"subject": "Your {link}"},
            "You cannot use {link} in the subject. Use {first name}, {full name} or {session}",
        ),
        ({"subject": "Hello {firstname}"}, f"{NO_PLACEHOLDER} or {{session}}"),
        ({"text": ""}, "Enter a message"),
        ({"text": "\u200b \n"}, "Enter a message"),
        ({"text": "x" * 5001}, "Message must be 5,000 characters or fewer"),
        ({"text": "Hello {firstname}"}, f"{NO_PLACEHOLDER}, {{session}} or {{link}}"),
        ({"text": "a } b"}, "There is a “}” on its own."),
        ({"text": "a\u202eb"}, "Remove the hidden characters"),
        ({"session": "abcdefgh"}, "Select an answer from the list"),
        ({"answer": "perhaps"}, "Select an answer from the list"),
        ({"only": "everything"}, "Select an answer from the list"),
    ],
)
@pytest.mark.parametrize("rest", ["", "copy/", "send/"])
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_sent(
    signed_in, typed, sentence, rest
):
    event, *_ = book_ann_and_ben()
    before = every_row()

    response = signed_in.post(page(event, rest), answers(expected="2", **typed))

    [errors] = response.context_data["form"].errors.values()
    assert len(errors) == 1
    assert errors[0].startswith(sentence)
    assert "<title>Error: Write to attendees" in response.text
    assert every_row() == before


def test_the_form_comes_back_with_what_was_typed(signed_in):
    event, *_ = book_ann_and_ben()

    response = signed_in.post(page(event), answers(change="1", text="Hello {oops}", only="needs"))

    form = response.context_data["form"]
    assert response.template_name == "bookings/write_message.html"
    assert (form["text"].value(), form["only"].value()) == ("Hello {oops}", ["needs"])


def test_another_teams_event_is_not_found_and_an_assistant_may_not_write(client, settings):
    settings.REQUIRE_TOTP = False
    event, *_ = book_ann_and_ben()
    pages = [page(event), page(event, "copy/"), page(event, "send/")]
    before = every_row()

    def statuses():
        return [client.post(path, answers(expected="2")).status_code for path in pages]

    let_in(client, make_organiser(team=make_team("Others")))
    others = statuses()
    let_in(client, make_organiser(role="assistant"))

    assert (others, statuses()) == ([404] * 3, [403] * 3)
    for name in ("bookings.Message", "bookings.WrittenMessage"):
        assert every_row()[name] == before[name]


def test_looking_at_the_pages_changes_nothing(signed_in):
    event, *_ = book_ann_and_ben()
    before = every_row()

    statuses = [signed_in.get(page(event, rest)).status_code for rest in ("", "copy/", "send/")]

    assert statuses == [200, 405, 405]
    assert every_row() == before


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_stays_the_same(signed_in, django_assert_num_queries, number):
    session = make_session()
    for _ in range(number):
        make_booking(session)
    assert Booking.objects.count() == number

    with django_assert_num_queries(10):
        signed_in.post(page(session.event), answers())
    with django_assert_num_queries(14):
        signed_in.post(page(session.event, "send/"), answers(expected=str(number)))
