"""Invitations as calendar clients read them: the MIME tree and the calendar text, whole."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.conf import settings
from icalendar.parser import Contentline

from bookings.lifecycle import commands
from bookings.mail import invitations, messages
from bookings.mail.facts import BookingFacts
from bookings.models import Message
from tests.factories import NOON, as_sent, make_booking, make_event, make_session, make_venue, plan

pytestmark = pytest.mark.django_db

MORNING = datetime(2027, 3, 29, 8, 30, tzinfo=UTC)  # 9:30am: the clocks changed the day before


def unfolded(ics):
    return ics.decode().replace("\r\n ", "").split("\r\n")


def lines_of(ics, *names):
    return [line for line in unfolded(ics) if line.partition(":")[0].partition(";")[0] in names]


def request_of(attendee, at=NOON):
    told = BookingFacts.of(attendee, attendee.bookings.with_session(), at=at)
    return invitations.request(told, told.places[0], to=attendee.email)


def sent(message):
    return message_from_bytes(
        messages.mail_of(message).as_email().message().as_bytes(), policy=policy.default
    )


def tree(part):
    content = part.get_content_type()
    return (
        (content, [tree(child) for child in part.iter_parts()]) if part.is_multipart() else content
    )


def test_the_confirmation_is_the_mime_tree_that_clients_understand():
    make_booking()

    mail = sent(Message.objects.get())

    assert tree(mail) == (
        "multipart/mixed",
        [
            ("multipart/alternative", ["text/plain", "text/html", "text/calendar"]),
            "application/ics",
        ],
    )
    [invitation] = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
    [attachment] = mail.iter_attachments()
    assert invitation["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert invitation["Content-Transfer-Encoding"] == "base64"
    assert invitation["Content-Disposition"] is None
    assert attachment["Content-Disposition"] == 'attachment; filename="invite.ics"'
    assert attachment["Content-Type"].params["name"] == "invite.ics"
    assert attachment["Content-Transfer-Encoding"] == "base64"
    assert invitation.get_payload(decode=True) == attachment.get_payload(decode=True)


def test_a_request_names_organiser_attendee_and_time():
    venue = make_venue(name="Ashby Hall", address="1 High Street\nAshby", postcode="WS1 2AB")
    session = make_session(
        starts_at=MORNING,
        arrive_at=MORNING - timedelta(minutes=30),
        label="Morning session",
        mode="in_person",
        venue=venue,
        join_link="",
    )
    attendee = make_booking(session, full_name='Sam "Sammy" O’Neil; Jr', email="Sam@school.example")
    booking = attendee.bookings.get()

    ics = request_of(attendee)

    assert lines_of(ics, "METHOD", "UID", "SEQUENCE", "DTSTAMP", "STATUS", "TRANSP") == [
        "METHOD:REQUEST",
        "DTSTAMP:20261102T120000Z",
        f"UID:{booking.uid}",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
    ]
    assert lines_of(ics, "ORGANIZER", "ATTENDEE") == [
        "ATTENDEE;CN=\"Sam ^'Sammy^' O’Neil; Jr\";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;"
        "ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:Sam@school.example",
        'ORGANIZER;CN="Education events and briefings":mailto:education.events@westshire.example',
    ]
    assert "DTSTART;TZID=Europe/London:20270329T093000" in unfolded(ics)
    assert "DTEND;TZID=Europe/London:20270329T110000" in unfolded(ics)
    assert lines_of(ics, "LOCATION") == [r"LOCATION:Ashby Hall\, 1 High Street\, Ashby\, WS1 2AB"]
    [description] = lines_of(ics, "DESCRIPTION")[:1]
    assert description == (
        r"DESCRIPTION:Declining this in your calendar does not cancel your place.\n\n"
        r"Monday 29 March 2027\, 9:30am to 11am\nArrive from 9am\n"
        r"Ashby Hall\, 1 High Street\, Ashby\, WS1 2AB\n\n"
        rf"Your reference: {attendee.public_id}\n"
        r"To change or cancel your booking\, use the link in our email."
    )
    assert attendee.link_token not in ics.decode().replace("\r\n ", "")
    assert lines_of(ics, "CLASS") == ["CLASS:PRIVATE"]
    assert unfolded(ics).count("BEGIN:VEVENT") == 1
    assert "BEGIN:VALARM" in unfolded(ics)


def test_the_link_to_join_is_in_the_invitation_and_not_in_the_download():
    attendee = make_booking(make_session(join_link="https://meet.example/abc"))
    told = BookingFacts.of(attendee, attendee.bookings.with_session(), at=NOON)

    request = invitations.request(told, told.places[0], to=attendee.email)
    download = invitations.download(told, told.places[0])

    own = f"{settings.SITE_ADDRESS}/join/{attendee.bookings.get().join_token}/"
    assert lines_of(request, "CONFERENCE") == [
        f"CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL=Join the meeting;VALUE=URI:{own}"
    ]
    assert own not in download.decode().replace("\r\n ", "")
    assert "https://meet.example/abc" not in download.decode().replace("\r\n ", "")
    assert lines_of(download, "METHOD", "ORGANIZER", "ATTENDEE") == []
    assert r"\nThe link to join is in your email.\n" in lines_of(download, "DESCRIPTION")[0]


def test_a_cancellation_takes_the_same_uid_out_with_a_higher_sequence():
    attendee = make_booking(email="head@school.example")
    as_sent()
    [booking] = commands.cancel_bookings(attendee, at=NOON)

    mail = sent(Message.objects.get(kind="place_cancelled"))

    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    ics = part.get_payload(decode=True)
    assert part["Content-Type"].params["method"] == "CANCEL"
    assert lines_of(ics, "METHOD", "UID", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP") == [
        "METHOD:CANCEL",
        "SUMMARY:CANCELLED: Headteacher briefing",
        f"UID:{booking.uid}",
        "SEQUENCE:1",
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
    ]
    assert lines_of(ics, "ATTENDEE")[0].endswith(":mailto:head@school.example")


def test_a_cancellation_names_the_organiser_who_invited(settings):
    attendee = make_booking()
    as_sent()
    commands.cancel_bookings(attendee, at=NOON)
    settings.MAIL_FROM = settings.CALENDAR_ORGANISER = "new@westshire.example"

    mail = messages.mail_of(Message.objects.get(kind="place_cancelled"))

    assert lines_of(mail.invitation, "ORGANIZER") == [
        'ORGANIZER;CN="Education events and briefings":mailto:education.events@westshire.example'
    ]


def test_the_organiser_of_invitations_is_a_setting_of_its_own(settings):
    settings.CALENDAR_ORGANISER = "calendar@westshire.example"

    ics = request_of(make_booking())

    assert lines_of(ics, "ORGANIZER")[0].endswith(":mailto:calendar@westshire.example")


def test_an_invitation_to_a_venue_on_the_map_leads_a_phone_there():
    venue = make_venue(coordinates="51.2787,0.5217")
    ics = request_of(make_booking(make_session(mode="in_person", join_link="", venue=venue)))

    assert lines_of(ics, "GEO", "X-APPLE-STRUCTURED-LOCATION") == [
        "GEO:51.2787;0.5217",
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS="1 High Street, Ashby, WS1 2AB";'
        'X-APPLE-RADIUS=100;X-TITLE="Ashby Hall":geo:51.2787,0.5217',
    ]


def test_an_invitation_without_an_announced_end_is_an_hour_and_says_so():
    session = make_session(ends_at=None)

    ics = request_of(make_booking(session))

    assert "DTEND;TZID=Europe/London:20261130T130000" in unfolded(ics)
    assert "The end time is to be confirmed. This entry shows one hour." in ics.decode().replace(
        "\r\n ", ""
    )


def test_a_day_without_a_time_is_a_tentative_all_day_entry():
    session = make_session(precision="half_day", on_date=datetime(2026, 12, 3).date(), half="pm")  # noqa: DTZ001 - a day

    ics = request_of(make_booking(session))

    assert lines_of(ics, "STATUS") == ["STATUS:TENTATIVE"]
    assert lines_of(ics, "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS") == [
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
    ]
    assert "DTSTART;VALUE=DATE:20261203" in unfolded(ics)
    assert "DTEND;VALUE=DATE:20261204" in unfolded(ics)
    assert "BEGIN:VALARM" not in unfolded(ics)


def test_hostile_words_stay_inside_their_property():
    title = "Briefing\\nATTENDEE:mailto:x@y.z; = =cmd|'/c calc'!A0"
    event = make_event(plan(label="a;b,c:d\\"), title=title)
    attendee = make_booking(event.sessions.get(), full_name="=cmd|x 🎉 שלום\u200f")

    ics = request_of(attendee)

    assert len(lines_of(ics, "ATTENDEE")) == 1
    assert lines_of(ics, "SUMMARY") == [
        "SUMMARY:Briefing\\\\nATTENDEE:mailto:x@y.z\\; = =cmd|'/c calc'!A0 (a\\;b\\,c:d\\\\)"
    ]
    assert all(len(line) <= 75 for line in ics.split(b"\r\n"))


@pytest.mark.parametrize(
    ("email", "written"),
    [
        ("a%b@school.example", "mailto:a%25b@school.example"),
        ("o&m?x@school.example", "mailto:o%26m%3Fx@school.example"),
        ("a/b=c#d@school.example", "mailto:a%2Fb%3Dc%23d@school.example"),
        ('"quoted"@school.example', "mailto:%22quoted%22@school.example"),
        ("o'neil+1@school.example", "mailto:o'neil+1@school.example"),
        ("Ann_B-C.d@school.example", "mailto:Ann_B-C.d@school.example"),
        ("ann@schule-ä.example", "mailto:ann@xn--schule--cxa.example"),
        ("ann@ШКОЛА.example", "mailto:ann@xn--80atdl2c.example"),
    ],
)
def test_an_address_is_a_uri_in_the_invitation(email, written):
    attendee = make_booking(email=email)

    [line] = lines_of(request_of(attendee), "ATTENDEE")

    assert line.partition("RSVP=FALSE:")[2] == written


@pytest.mark.parametrize(
    "name", ['The "Head"', "A ^ B", "Nina; Ltd, Co: X", "日本 🎉", "O'Neil ^'"]
)
def test_a_name_comes_back_from_the_invitation_as_it_was(name):
    attendee = make_booking(full_name=name)

    [line] = lines_of(request_of(attendee), "ATTENDEE")
    parsed = Contentline(line).parts()[1]["CN"]

    assert parsed == name


@pytest.mark.parametrize("kind", ["place_booked", "booking_copy"])
def test_text_is_sent_in_characters_that_every_server_passes_on(kind):
    make_booking(full_name="Zoë Ünal 🎉", booked_by_email="olive@school.example")
    as_sent(kind="place_booked")

    raw = messages.mail_of(Message.objects.get(kind=kind)).as_email().message().as_bytes()

    assert raw.isascii()
    mail = message_from_bytes(raw, policy=policy.default)
    texts = [part for part in mail.walk() if part.get_content_maintype() == "text"]
    encodings = {part.get_content_subtype(): part["Content-Transfer-Encoding"] for part in texts}
    assert encodings | {"calendar": ""} == {
        "plain": "quoted-printable",
        "html": "quoted-printable",
        "calendar": "",
    }
    assert all(
        "Zoë Ünal 🎉" in part.get_content()
        for part in texts
        if part.get_content_subtype() != "calendar"
    )
    assert max(len(line) for line in raw.splitlines()) <= 998
