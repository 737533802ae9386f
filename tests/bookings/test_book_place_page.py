"""The booking form: what it asks, what it says about each answer, where it leads."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from bookings.models import Attendee, Booking, Message
from tests.factories import (
    NOON,
    make_event,
    make_school,
    make_session,
    make_venue,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LATER = NOON + timedelta(days=35)


def address(event, session=None):
    query = f"?session={session.public_id}" if session else ""
    return f"/events/{event.public_id}/{event.slug}/book/{query}"


def answers(*sessions, **changed):
    """What a person types; the sessions are those that the form shows or that are ticked."""
    return {
        "sessions": [session.public_id for session in sessions],
        "form_uuid": str(uuid.uuid4()),
        "full_name": "Ann Example",
        "email": "ann@school.example",
        "school_not_listed": "on",
        "typed_school": "Oakfield School",
    } | changed


def errors_of(response):
    return {name: list(errors) for name, errors in response.context_data["form"].errors.items()}


def test_booking_leads_to_the_attendees_own_page(client):
    session = make_session()

    response = client.post(address(session.event), answers(session))

    attendee = Attendee.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/b/{attendee.link_token}/")
    assert attendee.bookings.get().session == session
    assert (attendee.full_name, attendee.email) == ("Ann Example", "ann@school.example")
    assert (attendee.school, attendee.typed_school) == (None, "Oakfield School")


def test_every_answer_is_kept(client):
    school = make_school(name="Ashby Grammar School")
    session = make_session(mode="in_person", join_link="", venue=make_venue())

    client.post(
        address(session.event),
        answers(
            session,
            school=school.public_id,
            school_not_listed="",
            role="Headteacher",
            access_needs="Step-free access\nHearing loop",
            booking_for_other="on",
            booked_by_name="Olive Office",
            booked_by_email="office@school.example",
        ),
    )

    attendee = Attendee.objects.get()
    assert (attendee.school, attendee.typed_school, attendee.role) == (school, "", "Headteacher")
    assert attendee.access_needs.split() == ["Step-free", "access", "Hearing", "loop"]
    assert (attendee.booked_by_name, attendee.booked_by_email) == (
        "Olive Office",
        "office@school.example",
    )


def test_what_was_typed_to_find_a_school_stays_after_an_error(client):
    make_school(name="Oakfield School", town="Ashby", trust='The "Ashby" Trust')
    typed = "  <St \t Marys>\n& others "

    response = client.post(
        address(make_session().event), answers(school_not_listed="", school_search=typed)
    )

    assert 'data-typed="&lt;St Marys&gt; &amp; others"' in response.text
    assert 'data-trust="The &quot;Ashby&quot; Trust">Oakfield School, Ashby<' in response.text


def test_what_was_typed_under_an_unticked_box_is_not_kept(client):
    school, session = make_school(), make_session()

    client.post(
        address(session.event),
        answers(
            session,
            school=school.public_id,
            school_not_listed="",
            booked_by_name="Olive",
            booked_by_email="olive@school.example",
        ),
    )

    attendee = Attendee.objects.get()
    assert (attendee.typed_school, attendee.booked_by_name, attendee.booked_by_email) == ("",) * 3


def test_an_empty_form_says_what_to_do_in_each_place(client):
    event = make_event(plan(), plan(starts_at=LATER))

    response = client.post(address(event), {"form_uuid": ""})

    assert response.status_code == 200
    assert errors_of(response) == {
        "full_name": ["Enter your full name"],
        "email": ["Enter your work email address"],
        "school": ["Select your school, or tick that it is not listed"],
        "sessions": ["Select the session you will attend"],
    }
    assert "<title>Error: Book a place: Headteacher briefing" in response.text
    assert not Attendee.objects.exists()


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        (
            {"email": "ann at school"},
            {"email": ["Enter an email address in the correct format, like name@example.sch.uk"]},
        ),
        (
            {"full_name": "Ann\x1b[2J"},
            {"full_name": ["Remove the hidden characters and line breaks"]},
        ),
        ({"full_name": "a" * 10_000}, {"full_name": ["Full name must be 200 characters or fewer"]}),
        ({"role": "a" * 101}, {"role": ["Role must be 100 characters or fewer"]}),
        ({"typed_school": ""}, {"typed_school": ["Enter the name of your school or organisation"]}),
        (
            {"school_not_listed": "", "school": "nonsense"},
            {"school": ["Select your school from the list"]},
        ),
        (
            {"booking_for_other": "on"},
            {
                "booked_by_name": ["Enter your own full name"],
                "booked_by_email": ["Enter your own email address"],
            },
        ),
        (
            {"booking_for_other": "on", "booked_by_name": "\u202eO", "booked_by_email": "o"},
            {
                "booked_by_name": ["Remove the hidden characters and line breaks"],
                "booked_by_email": [
                    "Enter an email address in the correct format, like name@example.sch.uk"
                ],
            },
        ),
        ({"sessions": "nonsense"}, {"sessions": ["Select one of these sessions"]}),
        ({"form_uuid": "nonsense"}, {}),
    ],
)
def test_each_wrong_answer_has_its_own_sentence(client, changed, errors):
    event = make_event(plan(), plan(starts_at=LATER))
    chosen = {"sessions": event.sessions.first().public_id}

    response = client.post(address(event), answers(**chosen | changed))

    if errors:
        assert errors_of(response) == errors
        assert not Attendee.objects.exists()
    else:
        assert response.status_code == 302


@pytest.mark.parametrize("field", ["full_name", "email", "typed_school", "role"])
def test_nul_is_refused_in_our_words(client, field):
    session = make_session()

    response = client.post(
        address(session.event), answers(session, **{field: "a\0b@school.example"})
    )

    assert errors_of(response) == {field: ["Remove the hidden characters and line breaks"]}


@pytest.mark.parametrize("domain", ["ü." * 100 + "com", "\ufdfa." * 20 + "com", "ü" * 60 + ".com"])
def test_an_address_that_no_mail_could_be_sent_to_is_refused(client, domain):
    session = make_session()

    response = client.post(address(session.event), answers(session, email=f"a@{domain}"))

    assert errors_of(response) == {
        "email": ["Enter an email address in the correct format, like name@example.sch.uk"]
    }


def test_hostile_text_is_stored_and_escaped(client):
    session = make_session()
    name = "=cmd|' /C calc'!A0 <script>alert(1)</script> 🎉 שלום"

    page = client.post(address(session.event), answers(session, full_name=name), follow=True)

    assert Attendee.objects.get().full_name == name
    assert "<script>alert(1)</script>" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


def test_a_school_that_closed_meanwhile_is_chosen_by_nobody(client):
    session, school = make_session(), make_school(status="closed")

    response = client.post(
        address(session.event),
        answers(session, school=school.public_id, school_not_listed="", typed_school=""),
    )

    assert errors_of(response) == {"school": ["Select your school from the list"]}
    assert not Attendee.objects.exists()


def test_the_chosen_session_is_ticked_and_full_ones_are_not_offered(client):
    event = make_event(
        plan(label="A"), plan(label="B", starts_at=LATER), plan(label="C", capacity=0)
    )
    chosen = event.sessions.get(label="B")

    text = client.get(address(event, chosen)).text
    items = re.findall(r'<div class="govuk-radios__item">(.*?</div>)\s*</div>', text, re.DOTALL)

    assert [" checked" in item for item in items] == [False, True]
    assert [" ".join(strip_tags(item).split()) for item in items] == [
        "A, Monday 30 November 2026 midday to 1:30pm, Online, 20 places left",
        "B, Monday 7 December 2026 midday to 1:30pm, Online, 20 places left",
    ]


def test_errors_are_listed_in_the_order_of_the_page(client):
    event = make_event(plan(), plan(starts_at=LATER))

    text = client.post(address(event), {"booking_for_other": "on"}).text

    summary = text.partition('class="govuk-error-summary"')[2].partition("</ul>")[0]
    assert re.findall(r'<a href="(#[^"]*)">([^<]*)</a>', summary) == [
        ("#id_sessions", "Select the session you will attend"),
        ("#id_full_name", "Enter your full name"),
        ("#id_email", "Enter your work email address"),
        ("#id_school", "Select your school, or tick that it is not listed"),
        ("#id_booked_by_name", "Enter your own full name"),
        ("#id_booked_by_email", "Enter your own email address"),
    ]


def test_several_sessions_may_be_ticked_where_any_may_be_attended(client):
    event = make_event(plan(), plan(starts_at=LATER, capacity=None), attendance="any")
    both = [session.public_id for session in event.sessions.all()]

    client.post(address(event), answers(sessions=both))

    assert Booking.objects.count() == 2


def test_a_course_is_booked_whole(client):
    event = make_event(plan(), plan(starts_at=LATER), attendance="all")

    client.post(address(event), answers(*event.sessions.all()))

    assert Attendee.objects.get().bookings.count() == 2


def test_access_needs_are_asked_only_where_people_meet(client):
    online, hall = make_session(), make_session(mode="in_person", join_link="", venue=make_venue())

    asked = [
        "access_needs" in client.get(address(session.event)).context_data["form"].fields
        for session in (online, hall)
    ]

    assert asked == [False, True]


def test_sending_the_form_twice_is_one_booking(client):
    session = make_session()
    form = answers(session)

    first, second = (client.post(address(session.event), form) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert (Booking.objects.count(), Message.objects.count()) == (1, 1)
