"""Booking for several colleagues: all of them have places and are told, or nothing happens."""

import uuid
from datetime import timedelta

import pytest

from bookings.lifecycle import colleagues, commands, substitution
from bookings.lifecycle.colleagues import BookedBy
from bookings.lifecycle.refusals import (
    AlreadyBooked,
    LinkReplaced,
    NotEnoughPlaces,
    OutsideAudience,
    SchoolLimitReached,
    SessionCancelled,
    TooManyBookings,
    WrongChoice,
)
from bookings.mail import messages
from bookings.mail.queue import TooManyMails
from bookings.models import Attendee, AudienceRule, Booker, Message
from tests.bookings.told import mails
from tests.database import every_row
from tests.factories import (
    NOON,
    as_sent,
    cancel_session,
    make_audience,
    make_booking,
    make_event,
    make_person,
    make_school,
    make_session,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

OLIVE = BookedBy(name="Olive Office", email="office@school.example")


def team_of(*names, **fields):
    return [
        make_person(full_name=f"{name} Example", email=f"{name.lower()}@school.example", **fields)
        for name in names
    ]


def book(*sessions, people=None, by=OLIVE, **more):
    return colleagues.book_for_colleagues(
        event=sessions[0].event,
        sessions=sessions,
        people=people or team_of("Ann", "Ben"),
        by=by,
        **{"form_uuid": uuid.uuid4(), "at": NOON} | more,
    )


def test_each_has_a_place_a_link_and_an_invitation_and_the_booker_one_mail():
    session = make_session()

    booker = book(session)

    session.refresh_from_db()
    ann, ben = Attendee.objects.order_by("pk")
    assert session.places_taken == 2
    assert {ann.booker, ben.booker} == {booker}
    assert len({ann.link_token, ben.link_token, booker.link_token}) == 3
    assert mails() == [
        ("office@school.example", "colleagues_booked", "", None, None),
        ("ann@school.example", "place_booked", "REQUEST", 0, "NEEDS-ACTION"),
        ("ben@school.example", "place_booked", "REQUEST", 0, "NEEDS-ACTION"),
    ]


def test_the_booker_reads_whom_they_booked_and_where_to_change_it(settings):
    booker = book(make_session())

    mail = messages.mail_of(Message.objects.get(kind="colleagues_booked"))

    assert mail.subject == "Booked for your colleagues on 30 November: Headteacher briefing"
    assert "You have booked for these colleagues." in mail.text
    assert "Ann Example\nBen Example" in mail.text
    assert f"{settings.SITE_ADDRESS}/for-colleagues/{booker.link_token}/" in mail.text
    tokens = Attendee.objects.values_list("link_token", flat=True)
    assert [token for token in tokens if token in mail.text] == []


def test_each_has_a_place_at_every_session_of_a_course():
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="all")

    book(*event.sessions.with_place().in_order())

    assert list(event.sessions.values_list("places_taken", flat=True)) == [2, 2]
    assert [kind for _, kind, *_ in mails()] == [
        "colleagues_booked",
        *["place_booked", "invitation", "invitation"] * 2,
    ]


def test_the_same_form_sent_twice_books_once():
    session, form_uuid = make_session(), uuid.uuid4()
    people = team_of("Ann", "Ben")
    first = book(session, people=people, form_uuid=form_uuid)
    before = every_row()

    again = book(session, people=people, form_uuid=form_uuid)

    assert again == first
    assert every_row() == before


def test_the_same_form_with_somebody_more_says_who_has_booked():
    session, form_uuid = make_session(), uuid.uuid4()
    book(session, people=team_of("Ann", "Ben"), form_uuid=form_uuid)

    with pytest.raises(AlreadyBooked) as caught:
        book(session, people=team_of("Ann", "Ben", "Cy"), form_uuid=form_uuid)

    assert caught.value.typed == "ann@school.example"


def test_a_form_sent_again_after_one_has_cancelled_books_that_one():
    session, form_uuid = make_session(), uuid.uuid4()
    people = team_of("Ann", "Ben")
    book(session, people=people, form_uuid=form_uuid)
    for attendee in Attendee.objects.all():
        commands.cancel_bookings(attendee, at=NOON)

    book(session, people=[*people, *team_of("Cy")], form_uuid=form_uuid)

    session.refresh_from_db()
    assert session.places_taken == 3


def test_an_attendee_books_for_others_as_one_booker():
    session = make_session()
    head = make_booking(session, full_name="Hal Head", email="hal@school.example")

    first = book(session, people=team_of("Ann"), by=BookedBy(attendee=head))
    second = book(session, people=team_of("Ben"), by=BookedBy(attendee=head))
    third = book(session, people=team_of("Cy"), by=BookedBy(booker=first))

    assert first == second == third == Booker.objects.get()
    assert (first.name, first.email) == ("Hal Head", "hal@school.example")
    assert [one.full_name for one in first.attendees.order_by("pk")] == [
        "Ann Example",
        "Ben Example",
        "Cy Example",
    ]


def test_the_booker_is_told_when_a_colleague_cancels():
    book(make_session())
    as_sent()

    commands.cancel_bookings(Attendee.objects.get(full_name="Ann Example"), at=NOON)

    assert [(to, kind) for to, kind, *_ in mails()] == [
        ("ann@school.example", "place_cancelled"),
        ("office@school.example", "cancelled_copy"),
    ]


def too_few_places(session):
    return {"people": team_of("Ann", "Ben", "Cy", "Dot")}


def one_has_booked(session):
    make_booking(session, email="Ben@school.example")
    return {}


def eleven(session):
    return {"people": [make_person() for _ in range(11)]}


def the_same_twice(session):
    return {"people": team_of("Ann", "ANN")}


def is_cancelled(session):
    cancel_session(session)
    return {}


def the_network_has_booked_enough(session):
    before = make_session()
    book(before, people=[make_person() for _ in range(9)], caller_network="192.0.2.1")
    return {"caller_network": "192.0.2.1"}


def the_booker_is_mailed_enough(session):
    for _ in range(2):
        make_booking(booked_by_name=OLIVE.name, booked_by_email=OLIVE.email)
    return {}


def no_school_may_send_two(session):
    session.event.places_per_school = 1
    session.event.save()
    school = make_school()
    return {"people": team_of("Ann", "Ben", school=school, typed_school="")}


def their_school_is_not_meant(session):
    audience = make_audience()
    AudienceRule.objects.create(audience=audience, types=["Community school"])
    session.event.audiences.add(audience)
    session.event.outside_audience = "refuse"
    session.event.save()
    return {"people": team_of("Ann", school=make_school(type="Free school"), typed_school="")}


def their_link_was_replaced(session):
    head = make_booking(session)
    commands.replace_attendee(head, make_person(), at=NOON)
    return {"by": BookedBy(attendee=head)}


@pytest.mark.parametrize(
    ("why", "refusal"),
    [
        (too_few_places, NotEnoughPlaces),
        (one_has_booked, AlreadyBooked),
        (eleven, WrongChoice),
        (the_same_twice, WrongChoice),
        (is_cancelled, SessionCancelled),
        (the_network_has_booked_enough, TooManyBookings),
        (the_booker_is_mailed_enough, TooManyMails),
        (no_school_may_send_two, SchoolLimitReached),
        (their_school_is_not_meant, OutsideAudience),
        (their_link_was_replaced, LinkReplaced),
    ],
)
def test_nobody_is_booked_where_one_cannot_be(why, refusal, settings):
    settings.MOST_BOOKINGS_PER_ADDRESS_PER_HOUR = 10
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 2
    session = make_session(capacity=3)
    how = why(session)
    before = every_row()

    with pytest.raises(refusal):
        book(session, **how)

    assert every_row() == before


def test_an_event_says_how_many_one_booking_may_be_for():
    event = make_event(places_per_booking=2)
    session = event.sessions.with_place().get()

    with pytest.raises(WrongChoice):
        book(session, people=team_of("Ann", "Ben", "Cy"))

    book(session, people=team_of("Ann", "Ben"))
    assert Attendee.objects.count() == 2


def test_the_organisers_read_the_word_of_a_group_once():
    event = make_event(places_per_school=5)
    session = event.sessions.with_place().get()

    book(session, people=team_of("Ann", "Ben", word_to_organiser="We are two small schools."))

    told = [kind for _, kind, *_ in mails()]
    assert told.count("organiser_told") == 1


def test_the_same_form_with_another_session_says_who_has_booked():
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)))
    one, two = event.sessions.with_place().in_order()
    people, form_uuid = team_of("Ann", "Ben"), uuid.uuid4()
    book(one, people=people, form_uuid=form_uuid)

    with pytest.raises(AlreadyBooked):
        book(two, people=people, form_uuid=form_uuid)


def test_a_word_to_the_organisers_stays_with_the_place_when_a_colleague_comes_instead():
    book(make_session(), people=team_of("Ann", word_to_organiser="We join in May."))

    sent = substitution.substitute_attendee(
        Attendee.objects.get(), "Bo", "bo@school.example", at=NOON
    )

    assert sent.word_to_organiser == "We join in May."
