"""The link of one's own and the meeting's, in mails and invitations, as the organisers chose."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings

from bookings import effects
from bookings.lifecycle import commands
from bookings.mail import changes, invitations, messages
from bookings.mail.facts import BookingFacts, PlaceFacts
from bookings.mail.reminders import queue_reminders
from bookings.models import Message
from events import differences, planning
from tests.bookings.joining import MEETING, START, booked, page
from tests.factories import (
    NOON,
    amend_event,
    as_sent,
    make_booking,
    make_event,
    make_organiser,
    make_session,
    plan,
    write_to_attendees,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

OWN = "Join the meeting, from 30 minutes before the start:"
OTHER = "If that does not work, use the meeting link:"
BOTH, PERSONAL = "both", "personal"


def own_link(booking):
    return settings.SITE_ADDRESS + page(booking)


def at_an_event_of(join_by, **session):
    event = make_event(plan(**session), join_by=join_by)
    return booked(event.sessions.with_place().get())


def ways_in(text):
    """Each line that is a way to join, with the line before it."""
    lines = [line.strip() for line in text.splitlines()]
    return [
        (lines[index - 1], line)
        for index, line in enumerate(lines)
        if "/join" in line and line.startswith("https://")
    ]


def unfolded(ics):
    return ics.decode().replace("\r\n ", "")


def described(ics):
    line, *_ = [one for one in unfolded(ics).split("\r\n") if one.startswith("DESCRIPTION:")]
    return line.removeprefix("DESCRIPTION:").replace("\\n", "\n").replace("\\,", ",")


def ways_of(booking, join_by):
    own = (OWN, own_link(booking))
    return [own] if join_by == PERSONAL else [own, (OTHER, MEETING)]


@pytest.mark.parametrize("join_by", [BOTH, PERSONAL])
def test_the_mail_has_the_own_link_first_and_each_alone_on_its_line(join_by):
    booking = at_an_event_of(join_by)

    mail = messages.mail_of(Message.objects.get(kind="place_booked"))

    assert ways_in(mail.text) == ways_of(booking, join_by)
    links = [link for _, link in ways_of(booking, join_by)]
    assert [f'<a href="{link}"' in mail.html for link in links] == [True] * len(links)
    assert (MEETING in mail.text + mail.html) is (join_by == BOTH)


@pytest.mark.parametrize("join_by", [BOTH, PERSONAL])
def test_so_has_the_invitation_and_its_button_is_the_own_link(join_by):
    booking = at_an_event_of(join_by)

    ics = messages.mail_of(Message.objects.get(kind="place_booked")).invitation

    assert ways_in(described(ics)) == ways_of(booking, join_by)
    conference = "CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL=Join the meeting;VALUE=URI:"
    assert f"{conference}{own_link(booking)}\r\n" in unfolded(ics)
    assert unfolded(ics).count("CONFERENCE") == 1
    assert (MEETING in unfolded(ics)) is (join_by == BOTH)


@pytest.mark.parametrize("join_by", [BOTH, PERSONAL])
def test_a_reminder_has_the_same(join_by):
    booking = at_an_event_of(join_by)
    as_sent()
    queue_reminders(START - timedelta(hours=24))

    mail = messages.mail_of(Message.objects.get(kind="reminder_day"))

    assert ways_in(mail.text) == ways_of(booking, join_by)


def test_a_session_without_a_time_is_joined_on_the_day():
    booking = at_an_event_of(BOTH, precision="day", on_date=START.date())

    mail = messages.mail_of(Message.objects.get(kind="place_booked"))

    assert ways_in(mail.text)[0] == ("Join the meeting, on the day:", own_link(booking))


def test_while_there_is_no_link_mail_and_invitation_have_neither():
    booking = at_an_event_of(BOTH, join_link="")

    mail = messages.mail_of(Message.objects.get(kind="place_booked"))

    everything = mail.text + mail.html + unfolded(mail.invitation)
    assert booking.join_token not in everything
    assert "We will email you the link before the session." in mail.text


def test_only_the_attendee_gets_either(client):
    session = make_session()
    booking = booked(session, booked_by_name="Olive", booked_by_email="olive@school.example")
    as_sent()
    attendee = booking.attendee
    told = BookingFacts.of(attendee, [booking], at=NOON)
    copy = messages.mail_of(Message.objects.get(kind="booking_copy"))
    write_to_attendees(session.event, by=make_organiser())

    seen = [
        copy.text,
        copy.html,
        unfolded(invitations.download(told, told.places[0])),
        client.get(f"/b/{attendee.link_token}/").text,
        client.get(f"/for-colleagues/{attendee.booker.link_token}/{attendee.public_id}/").text,
        client.get(f"/events/{session.event.public_id}/{session.event.slug}/").text,
    ]

    assert [text for text in seen if booking.join_token in text or MEETING in text] == []


def test_the_cancellation_has_neither():
    booking = at_an_event_of(BOTH)
    as_sent()
    commands.cancel_bookings(booking.attendee, at=NOON)

    mail = messages.mail_of(Message.objects.get(kind="place_cancelled"))

    everything = mail.text + mail.html + unfolded(mail.invitation)
    assert booking.join_token not in everything
    assert MEETING not in everything


def test_what_organisers_see_before_it_is_sent_has_nobodys_own_link():
    booking = at_an_event_of(BOTH)
    event = booking.session.event
    sessions = list(event.sessions.with_place())
    now = planning.plan_of(event, sessions)
    later = replace(now.sessions[0], starts_at=START + timedelta(minutes=15))
    changes_ = differences.between(event, sessions, replace(now, sessions=(later,)))

    mail = effects.of_changes(changes_.to_tell_of(NOON), was_title="", at=NOON).mail

    own, _ = ways_in(mail.text)
    assert own == (OWN, f"{settings.SITE_ADDRESS}/join/{effects.THEIR_LINK}/")
    assert booking.join_token not in mail.text + mail.html + unfolded(mail.invitation)


def test_two_people_have_links_of_their_own():
    session = make_session()
    tokens = {make_booking(session).bookings.get().join_token for _ in range(3)}

    found = [messages.mail_of(one).text for one in Message.objects.filter(kind="place_booked")]

    assert len(tokens) == 3
    assert [sum(token in text for token in tokens) for text in found] == [1, 1, 1]


def test_what_an_older_release_recorded_has_the_meetings_link_alone():
    stored = PlaceFacts.of(booked()).to_json()
    older = {name: stored[name] for name in stored if name not in {"join_by", "join_token"}}

    place = PlaceFacts.from_json(older)

    assert place.ways_to_join == [("Join the meeting:", MEETING)]


@pytest.mark.parametrize(
    ("join_by", "news"),
    [
        (BOTH, "The link to join this session has changed."),
        (
            PERSONAL,
            "The meeting is at a different address. Your link to join it is the same as before.",
        ),
    ],
)
def test_of_another_address_of_the_meeting_they_read_whether_their_link_is_another(join_by, news):
    booking = at_an_event_of(join_by)
    as_sent()
    amend_event(booking.session.event, sessions=[{"join_link": "https://meet.example/joined"}])

    mail = messages.mail_of(Message.objects.get(kind="session_changed"))

    assert news in mail.text
    assert ways_in(mail.text)[0] == (OWN, own_link(booking))


@pytest.mark.parametrize("join_by", [BOTH, PERSONAL])
def test_a_link_that_is_there_at_last_is_ready_whichever_it_is(join_by):
    place = PlaceFacts.of(at_an_event_of(join_by))

    told = place.since(replace(place, join_link=""))

    facts = replace(BookingFacts.of(booked().attendee, [], at=NOON), places=(told,))
    assert changes.news_of(facts) == "The link to join this session is ready."


def test_another_choice_tells_nobody_and_is_in_the_next_mail():
    booking = at_an_event_of(BOTH)
    as_sent()

    amend_event(booking.session.event, join_by=PERSONAL)
    told = Message.objects.count()
    amend_event(booking.session.event, sessions=[{"starts_at": START + timedelta(minutes=15)}])

    assert told == 1
    mail = messages.mail_of(Message.objects.get(kind="session_changed"))
    assert ways_in(mail.text) == ways_of(booking, PERSONAL)
