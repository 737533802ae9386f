"""What a reminder says, and which are left out by the time they would be sent."""

import re

import pytest
from django.conf import settings

from bookings.lifecycle import commands
from bookings.models import Attendee, Booking
from events.models import Document, Event, Session
from tests.bookings.reminded import (
    DAY,
    DAY_BEFORE,
    HOUR,
    MINUTE,
    START,
    WEEK_BEFORE,
    booked,
    moved_to,
    queue,
    send,
)
from tests.factories import (
    NOON,
    amend_event,
    attach_document,
    cancel_event,
    cancel_session,
    make_event,
    make_venue,
)

pytestmark = pytest.mark.django_db

SITE = "https://placecard.example.gov.uk"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_it_says_when_and_where_it_is_how_to_get_there_and_how_to_give_up_the_place(mailbox):
    venue = make_venue(travel="Park behind the hall.", step_free_access="By the side door.")
    event = booked(mode="in_person", join_link="", venue=venue)
    public = attach_document(event)
    own = attach_document(event, title="Papers", visible_to="booked")
    queue(WEEK_BEFORE)

    send(WEEK_BEFORE)

    [mail] = mailbox
    attendee = Attendee.objects.get()
    link = f"{SITE}/b/{attendee.link_token}/"
    assert mail.subject == "Reminder, 30 November: Headteacher briefing"
    assert (
        mail.body
        == f"""You have a place at this session on Monday 30 November.

Headteacher briefing

When
Monday 30 November 2026, midday to 1:30pm

Where
Ashby Hall, 1 High Street, Ashby, WS1 2AB

How to get there
Travel and parking: Park behind the hall.
Step-free access: By the side door.

Documents
Agenda
{SITE}/documents/{public.public_id}/agenda.pdf
Papers
{link}documents/{own.public_id}/papers.pdf

Name
{attendee.full_name}

Reference
{attendee.public_id}

Change or cancel
{link}

If you cannot come, you can give your place to someone else until the session starts:
{link}send-colleague/

Or cancel it:
{link}cancel/

The event and its documents
{SITE}/events/{event.public_id}/headteacher-briefing/

Questions? Contact Education Events team
events@westshire.example

Education events and briefings
Westshire County Council
"""
    )


def test_on_the_day_before_it_says_the_date_too_and_how_to_join(mailbox):
    booked()
    queue(DAY_BEFORE)

    send(DAY_BEFORE)

    [mail] = mailbox
    own = Booking.objects.get()
    assert mail.subject == "Reminder, 30 November: Headteacher briefing"
    first_line, _, rest = mail.body.partition("\n")
    assert first_line == "You have a place at this session on Monday 30 November."
    assert (
        "Join the meeting, from 30 minutes before the start:\n"
        f"{settings.SITE_ADDRESS}/join/{own.join_token}/\n\n"
        "If that does not work, use the meeting link:\nhttps://meet.example/join\n"
    ) in rest
    assert "tomorrow" not in rest
    assert "Documents\n" not in rest


def test_documents_are_those_that_the_bookings_page_offers(mailbox):
    event = booked()
    attach_document(event, title="Agenda")
    attach_document(event, title="Minutes", stage="after")
    Document.objects.filter(pk=attach_document(event, title="Old").pk).update(withdrawn_at=NOON)
    attach_document(event, title="Slides", shown_from=START)
    attach_document(event, title="Notes", visible_to="attended")
    attach_document(make_event(), title="Of another event")
    queue(WEEK_BEFORE)

    send(WEEK_BEFORE)

    [html] = [content for content, kind in mailbox[0].alternatives if kind == "text/html"]
    found = re.findall(r">([^<>]+)</a>\s*</li>", html)
    assert found == ["Agenda", "Minutes"]


def test_no_invitation_is_attached_as_the_diary_has_it(mailbox):
    booked()
    queue(DAY_BEFORE)

    send(DAY_BEFORE)

    assert "text/calendar" not in mailbox[0].message().as_string()


def test_what_was_moved_or_renamed_before_it_is_sent_tells_of_it_as_it_is(mailbox):
    event = booked()
    queue(WEEK_BEFORE)
    amend_event(event, sessions=[moved_to(START + HOUR)], at=WEEK_BEFORE + MINUTE)

    states = send(WEEK_BEFORE + HOUR)

    assert states == [("reminder_week", "sent")]
    assert "Monday 30 November 2026, 1pm to 2pm" in mailbox[0].body


@pytest.mark.parametrize(
    "change",
    [
        lambda event: commands.cancel_bookings(Attendee.objects.get(), at=WEEK_BEFORE),
        lambda event: cancel_event(event, at=WEEK_BEFORE),
        lambda event: cancel_session(event.sessions.with_place().get(), at=WEEK_BEFORE),
        lambda event: amend_event(event, sessions=[moved_to(START + 7 * DAY)], at=WEEK_BEFORE),
        lambda event: amend_event(
            event,
            sessions=[{"precision": "none", "starts_at": None, "ends_at": None}],
            at=WEEK_BEFORE,
        ),
        lambda event: Event.objects.update(reminds_week_before=False),
        lambda event: Session.objects.update(sort_at=WEEK_BEFORE),
    ],
    ids=["given up", "event", "session", "later", "undated", "off", "started"],
)
def test_what_changed_after_it_was_queued_is_not_sent(mailbox, change):
    event = booked()
    queue(WEEK_BEFORE)

    change(event)

    assert send(WEEK_BEFORE + MINUTE) == [("reminder_week", "skipped")]
    assert mailbox == []


def test_a_mail_server_that_was_away_until_the_start_sends_no_reminder(mailbox):
    booked()
    queue(DAY_BEFORE)

    assert send(START) == [("reminder_day", "skipped")]
    assert mailbox == []


def test_of_both_that_waited_only_the_later_one_is_sent(mailbox):
    booked()
    queue(WEEK_BEFORE, DAY_BEFORE)

    states = send(DAY_BEFORE)

    assert states == [("reminder_week", "skipped"), ("reminder_day", "sent")]
    assert len(mailbox) == 1


def test_it_says_until_when_somebody_can_be_sent_where_that_is_before_the_start(mailbox):
    booked(event={"substitution_working_days": 1})
    queue(DAY_BEFORE)

    send(DAY_BEFORE)

    until = "until 11:59pm on Friday 27 November 2026"
    assert f"you can give your place to someone else {until}:\nhttps" in mailbox[0].body


def test_where_nobody_can_be_sent_by_then_it_offers_to_cancel_alone(mailbox):
    booked(event={"substitution_working_days": 3})
    queue(DAY_BEFORE)

    send(DAY_BEFORE)

    [mail] = mailbox
    [html, _] = mail.alternatives[0]
    cancel = f"{SITE}/b/{Attendee.objects.get().link_token}/cancel/"
    offer = f"If you cannot come, cancel your place so that someone else can have it:\n{cancel}\n"
    assert offer in mail.body
    assert f'<a href="{cancel}">cancel your place</a>' in html
    assert "send-colleague" not in mail.body + html
