"""What organisers write, as it arrives: their words, then the place, and nobody else's link."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands, moving, substitution, writing
from bookings.mail import delivery, messages
from bookings.mail.written import Letter
from bookings.models import Message
from bookings.recipients import Who
from tests.factories import (
    NOON,
    amend_event,
    make_booking,
    make_event,
    make_organiser,
    make_person,
    make_venue,
    plan,
    write_to_attendees,
)

pytestmark = pytest.mark.django_db

SITE = "https://placecard.example.gov.uk"
HELD_UNTIL = NOON + timedelta(minutes=2)


def mail(to="ann@school.example"):
    message = Message.objects.filter(kind="written", to=to).latest("pk")
    return messages.mail_of(Message.objects.get(pk=message.pk))


def two_sessions():
    event = make_event(
        plan(label="First"),
        plan(label="Second", starts_at=NOON + timedelta(days=35)),
        attendance="any",
    )
    return event.sessions.select_related("event").order_by("pk")


def book(*sessions, **person):
    return make_booking(*sessions, **{"email": "ann@school.example"} | person)


def test_the_mail_as_plain_text():
    ann = book(make_event().sessions.select_related("event").get(), full_name="Ann Example")
    text = "Hello {first name}\n\nYour place: {session}.\nChange it: {link}\n"

    write_to_attendees(ann.event, subject="Parking for {full name}", text=text)

    sent, link = mail(), f"{SITE}/b/{ann.link_token}/"
    assert (sent.to, sent.subject, sent.reply_to, sent.invitation) == (
        "ann@school.example",
        "Parking for Ann Example",
        "events@westshire.example",
        b"",
    )
    assert (
        sent.text
        == f"""Hello Ann

Your place: Monday 30 November 2026, midday to 1:30pm, Online.
Change it: {link}

Headteacher briefing

When
Monday 30 November 2026, midday to 1:30pm

Where
Online

Name
Ann Example

Reference
{ann.public_id}

Change or cancel
{link}

The event and its documents
{SITE}/events/{ann.event.public_id}/headteacher-briefing/

Questions? Contact Education Events team
events@westshire.example

Education events and briefings
Westshire County Council
"""
    )


def test_each_try_has_the_same_id():
    write_to_attendees(book().event)
    message = Message.objects.get(kind="written")

    ids = [messages.mail_of(message).message_id for _ in range(2)]

    assert ids == [f"<written.{message.public_id}@placecard.example.gov.uk>"] * 2


def test_html_has_paragraphs_lines_and_no_markup_but_our_own_links():
    ann = book(full_name="Ann Example")
    text = (
        "Hello <b>you</b> & *all*\nSee {link}.\n\n\n[here](https://evil.example/) or"
        f" <{SITE}/events/> or {SITE}.evil.example/ or javascript:alert(1)"
    )

    write_to_attendees(ann.event, text=text)

    html = " ".join(mail().html.split())
    link = f"{SITE}/b/{ann.link_token}/"
    anchor = '<a href="{0}" style="overflow-wrap: anywhere">{0}</a>'
    assert (
        f"<p> Hello &lt;b&gt;you&lt;/b&gt; &amp; *all* <br> See {anchor.format(link)}. </p> <p>"
        f" [here](https://evil.example/) or &lt;{anchor.format(SITE + '/events/')}&gt; or"
        f" {SITE}.evil.example/ or javascript:alert(1) </p>" in html
    )
    assert 'href="https://evil' not in html


HOSTILE = "{link} <b>https://evil.example/ {full name}"


def test_what_a_name_holds_stays_text_and_is_filled_in_no_further():
    ann = book(full_name=HOSTILE)

    write_to_attendees(ann.event, subject="For {full name}", text="Hello {full name}")

    sent = mail()
    assert sent.subject == f"For {HOSTILE}"
    assert sent.text.startswith(f"Hello {HOSTILE}\n")
    assert "Hello {link} &lt;b&gt;https://evil.example/ {full name}" in sent.html


def test_no_line_break_of_a_name_gets_into_a_header():
    ann = book()
    type(ann).objects.update(full_name="Ann\r\nBcc: everybody@school.example")

    write_to_attendees(ann.event, subject="For {full name}")

    mime = mail().as_email().message()
    assert mime["Bcc"] is None
    assert mime["Subject"] == "For Ann Bcc: everybody@school.example"


def test_a_message_to_one_session_is_about_that_one_alone():
    first, second = two_sessions()
    book(first, second)

    write_to_attendees(first.event, text="At {session}", session=second.public_id)

    text = mail().text
    assert text.startswith("At Second, Monday 7 December 2026, midday to 1:30pm, Online\n")
    assert "First" not in text


def test_a_message_to_everybody_is_about_all_their_places():
    first, second = two_sessions()
    book(second, first)

    write_to_attendees(first.event, text="{session}")

    assert mail().text.startswith(
        "First, Monday 30 November 2026, midday to 1:30pm, Online; Second, Monday 7 December 2026,"
        " midday to 1:30pm, Online\n"
    )


def test_a_session_in_a_venue_is_told_without_its_address():
    venue = make_venue(name="The Corn Exchange", address="1 High Street, Ashby")
    event = make_event(plan(mode="in_person", join_link="", venue=venue))
    ann = book(event.sessions.with_place().get())

    write_to_attendees(ann.event, subject="Parking: {session}")

    sent = mail()
    assert sent.subject == ("Parking: Monday 30 November 2026, midday to 1:30pm, The Corn Exchange")
    assert "The Corn Exchange, 1 High Street" in sent.text


def test_it_tells_of_the_place_as_it_is_when_it_is_sent():
    ann = book()
    write_to_attendees(ann.event, text="{session}")

    amend_event(ann.event, sessions=[{"label": "Renamed"}], at=NOON)

    assert mail().text.startswith("Renamed, Monday")


def test_whoever_has_changed_to_another_session_is_not_written_to_about_the_first():
    event = make_event(plan(label="First"), plan(label="Second"))
    first, second = event.sessions.with_place().order_by("pk")
    ann = book(first)
    write_to_attendees(event, session=first.public_id)

    moving.move_booking(ann, booking=ann.bookings.get().public_id, to=second, at=NOON)

    assert mail() is None


def test_whoever_corrects_the_address_meanwhile_is_written_to_at_the_right_one():
    ann = book()
    write_to_attendees(ann.event)

    commands.replace_attendee(ann, make_person(email="right@school.example"), at=NOON)

    assert mail().to == "right@school.example"


def test_a_colleague_who_comes_instead_is_not_written_to():
    ann = book()
    write_to_attendees(ann.event)

    substitution.substitute_attendee(ann, "Sam Sent", "sam@school.example", at=NOON)

    assert mail() is None


def test_the_number_of_statements_is_the_same_for_one_place_and_for_two(
    django_assert_num_queries,
):
    first, second = two_sessions()
    book(first)
    book(first, second, email="ben@school.example")
    write_to_attendees(first.event)

    for to in ("ann@school.example", "ben@school.example"):
        with django_assert_num_queries(5):
            assert mail(to)


def test_a_copy_says_that_it_is_one_and_has_nobodys_link():
    ann = book(full_name="Ann Example")
    letter = Letter("For {full name}", "Hello {first name}\n\n{link}", Who())
    olu = make_organiser(email="olu@westshire.example")
    writing.send_copy(ann.event, letter, form_uuid=ann.form_uuid, at=NOON, by=olu)

    copy = messages.mail_of(Message.objects.get(kind="written_copy"))

    assert (copy.to, copy.subject) == ("olu@westshire.example", "Copy: For Ann Example")
    assert copy.text.startswith(
        "This is a copy for you. Nobody else has been sent this message yet. This copy shows Ann"
        " Example’s details.\n\nHello Ann\n\n(each person gets their own link here)\n\n"
        "Headteacher briefing"
    )
    assert "Change or cancel\n(each person gets their own link here)\n" in copy.text
    assert copy.html.count("(each person gets their own link here)") == 2
    assert "/b/" not in copy.text + copy.html


def test_what_a_copy_said_is_forgotten_with_whom_it_was_for_and_the_message_is_kept(mailbox):
    ann = book()
    write_to_attendees(ann.event)
    letter, olu = Letter("Parking", "Hello", Who()), make_organiser()
    writing.send_copy(ann.event, letter, form_uuid=ann.form_uuid, at=NOON, by=olu)
    delivery.deliver_due(worker="worker", clock=lambda: HELD_UNTIL)

    delivery.empty_old_facts(NOON + timedelta(days=31))

    kept = Message.objects.filter(kind__startswith="written").order_by("kind")
    assert list(kept.values_list("to", "facts", "written__text")) == [
        (ann.email, {}, "Hello {first name}"),
        ("", {}, None),
    ]


def test_an_address_that_does_not_exist_is_told_beside_the_others(settings, smtp_server):
    settings.EMAIL_BACKEND = "bookings.mail.smtp.PatientBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port
    session = make_event().sessions.select_related("event").get()
    book(session, email="gone@school.example")
    book(session, email="fine@school.example")
    Message.objects.all().delete()
    smtp_server.refuse("gone@school.example")
    write_to_attendees(session.event)

    delivery.deliver_due(worker="worker", clock=lambda: HELD_UNTIL)

    assert dict(Message.objects.values_list("to", "state")) == {
        "gone@school.example": "dead",
        "fine@school.example": "sent",
    }
