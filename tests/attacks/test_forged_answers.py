"""Somebody answers an invitation that is not theirs, by mail or by the provider's door."""

import hmac
from datetime import timedelta

import pytest

from bookings.lifecycle import commands
from bookings.models import Reply
from tests.bookings.answered import ANN, booked, state_of, told
from tests.bookings.replying import LATER, receive, reply
from tests.database import every_row
from tests.factories import NOON, as_sent, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking():
    return booked(make_session(capacity=2))


@pytest.mark.parametrize(
    "forged", [{"sender": "eve@evil.example"}, {"attendee": "eve@evil.example"}]
)
def test_a_decline_that_may_be_forged_only_asks(booking, forged):
    outcome = receive(reply(booking, **forged))

    assert outcome == "asked"
    assert state_of(booking) == ("booked", "needs_action", 1)
    assert told() == [("confirm_decline", ANN)]


def test_many_forged_declines_cause_one_mail(booking):
    for minute in range(5):
        receive(reply(booking, sender="eve@evil.example", stamp=LATER + timedelta(minutes=minute)))

    assert told() == [("confirm_decline", ANN)]


def test_accepting_for_somebody_else_is_not_recorded(booking):
    outcome = receive(reply(booking, "ACCEPTED", sender="eve@evil.example"))

    assert outcome == "not_theirs"
    assert state_of(booking) == ("booked", "needs_action", 1)
    assert told() == []


def test_a_forged_decline_of_a_cancelled_place_asks_nobody(booking):
    commands.cancel_bookings(booking.attendee, at=NOON)
    as_sent()

    outcome = receive(reply(booking, sender="eve@evil.example"))

    assert outcome == "not_theirs"
    assert told() == []


@pytest.mark.parametrize(
    "senders",
    [
        "eve@evil.example, ann@school.example",
        "ann@school.example\nFrom: eve@evil.example",
        "eve@evil.example\nSender: ann@school.example\nReply-To: ann@school.example",
        '"ann@school.example" <eve@evil.example>',
        "eve@evil.example <ann@school.example@evil.example>",
        "ann@school.example\u200b",
    ],
)
def test_whoever_may_be_somebody_else_releases_no_place(booking, senders):
    receive(reply(booking, sender=senders, attendee=ANN))

    assert state_of(booking) == ("booked", "needs_action", 1)


def test_an_old_answer_that_is_sent_on_later_acts_no_more(booking):
    declined = reply(booking, stamp=LATER)
    soon = LATER + timedelta(minutes=1)
    receive(reply(booking, "ACCEPTED", stamp=soon), at=soon)

    outcome = receive(declined, at=soon)

    assert outcome == "older"
    assert state_of(booking) == ("booked", "accepted", 1)


def test_an_answer_that_is_sent_again_as_another_mail_acts_no_more(booking):
    declined = reply(booking, stamp=LATER)
    receive(declined)
    receive(reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=1)))

    outcome = receive(declined.replace(b"@school.example>", b".again@school.example>"))

    assert outcome == "older"
    assert state_of(booking)[0] == "booked"


def test_a_post_without_the_providers_key_is_not_looked_at(client, booking, settings):
    settings.INCOMING_MAIL_KEY = "a key that the provider has too"
    before = every_row()

    response = client.post("/incoming-mail/mime", {"body-mime": reply(booking).decode()})

    assert (response.status_code, response.text) == (403, "The signature is wrong or old.")
    assert every_row() == before


def test_a_signature_that_was_seen_signs_no_other_mail(client, booking, settings, noon):
    settings.INCOMING_MAIL_KEY = "a key that the provider has too"
    seen = {"timestamp": str(int(NOON.timestamp())), "token": "7a3f"}
    told = f"{seen['timestamp']}{seen['token']}".encode()
    seen["signature"] = hmac.digest(b"a key that the provider has too", told, "sha256").hex()
    own = reply(booking, "ACCEPTED", stamp=NOON).decode()
    client.post("/incoming-mail/mime", {**seen, "body-mime": own})
    before = every_row()

    forged = reply(booking, stamp=NOON).decode()
    response = client.post("/incoming-mail/mime", {**seen, "body-mime": forged})

    assert response.status_code == 403
    assert every_row() == before


def test_a_mail_that_is_too_large_or_too_deep_is_kept_aside_and_not_read(booking):
    too_deep = b"Content-Type: message/rfc822\n\n" * 4000

    outcomes = [receive(reply(booking) + b"x" * 256 * 1024), receive(too_deep)]

    assert outcomes == ["unreadable", "unreadable"]
    assert state_of(booking) == ("booked", "needs_action", 1)
    assert max(len(one.raw) for one in Reply.objects.all()) <= 256 * 1024
