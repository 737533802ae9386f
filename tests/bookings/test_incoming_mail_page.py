"""What an e-mail provider posts: signed, or not looked at."""

import hashlib
import hmac
from urllib.parse import urlencode

import pytest
from django.db import OperationalError, connection

from bookings.models import Reply
from bookings.replies.reading import key_of
from tests.bookings.answered import state_of
from tests.bookings.replying import reply
from tests.database import every_row
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

KEY = "a key that the provider has too"
ADDRESS = "/incoming-mail/mime"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def key(settings):
    settings.INCOMING_MAIL_KEY = KEY


def posted(raw, *, key=KEY, at=NOON, timestamp=None, token="once"):
    timestamp = timestamp or str(int(at.timestamp()))
    told = f"{timestamp}{token}".encode()
    signature = hmac.new(key.encode(), told, hashlib.sha256).hexdigest()
    return {
        "timestamp": timestamp,
        "token": token,
        "signature": signature,
        "body-mime": raw.decode(),
    }


def as_parts(fields, raw):
    """The bytes of a form of parts, in which the mail stands as it is."""
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value
        for name, value in [*((k, v.encode()) for k, v in fields.items()), ("body-mime", raw)]
    ]
    return b"\r\n".join([*parts, b"--b--\r\n"]), "multipart/form-data; boundary=b"


def as_one_line(fields, raw):
    return urlencode(fields | {"body-mime": raw}).encode(), FORM


def as_one_line_of_bytes(fields, raw):
    """As a provider writes it that escapes what it must, and nothing else."""
    plain = raw.replace(b"%", b"%25").replace(b"&", b"%26").replace(b"+", b"%2B")
    return f"{urlencode(fields)}&body-mime=".encode() + plain, FORM


def test_a_signed_answer_is_acted_on_and_once_only(client, booking):
    mail = posted(reply(booking, stamp=NOON))

    responses = [client.post(ADDRESS, mail) for _ in range(2)]

    assert [(response.status_code, response.text) for response in responses] == [
        (200, "Received."),
        (200, "Received."),
    ]
    assert state_of(booking) == ("cancelled", "declined", 0)
    assert Reply.objects.count() == 1


LONG = b"X-Long: " + b"x" * 200000 + b"\nSubject:"


def test_a_long_mail_is_taken_as_a_form_of_parts(client, booking):
    raw = reply(booking, stamp=NOON).replace(b"Subject:", LONG)

    response = client.post(ADDRESS, posted(raw))

    assert response.status_code == 200
    assert state_of(booking)[0] == "cancelled"


def test_a_long_mail_is_taken_as_one_line(client, booking):
    raw = reply(booking, stamp=NOON).replace(b"Subject:", LONG)

    response = client.post(ADDRESS, urlencode(posted(raw)), FORM)

    assert response.status_code == 200
    assert state_of(booking)[0] == "cancelled"


def letter(*, name):
    head = b"From: zoe@school.example\r\nMessage-ID: <9@school.example>\r\n"
    return head + b"Content-Transfer-Encoding: 8bit\r\n\r\n" + name + b" & 100% + 1\r\n"


@pytest.mark.parametrize("encoded", [as_parts, as_one_line, as_one_line_of_bytes])
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Zoë".encode("iso-8859-1"), id="Latin-1"),
        pytest.param("Zoë".encode(), id="UTF-8"),
        pytest.param(b"\x00\x80\x9f\xfe\xff", id="neither"),
    ],
)
def test_a_mail_comes_to_the_byte_in_whatever_encoding(client, encoded, name):
    raw = letter(name=name)
    fields = posted(b"")
    del fields["body-mime"]

    response = client.generic("POST", ADDRESS, *encoded(fields, raw))

    kept = Reply.objects.get()
    assert response.status_code == 200
    assert (bytes(kept.raw), kept.key) == (raw, key_of(raw))


@pytest.mark.parametrize("left", [{}, {"body-mime": ""}, {"body-plain": "See you there."}])
def test_a_post_of_the_parts_of_a_mail_is_refused_for_good_with_the_reason(client, left):
    fields = posted(b"")
    del fields["body-mime"]
    before = every_row()

    response = client.post(ADDRESS, fields | left)

    assert (response.status_code, response.text) == (
        406,
        "The mail itself is missing: the address to post to ends in mime.",
    )
    assert every_row() == before


def test_a_signature_holds_for_the_first_mail_that_came_with_it(client, booking):
    first, second = letter(name=b"Ann"), reply(booking, stamp=NOON)

    responses = [client.post(ADDRESS, posted(raw)) for raw in (first, second, first)]

    assert [response.status_code for response in responses] == [200, 403, 200]
    assert responses[1].text == "The signature came with another mail before."
    assert state_of(booking)[0] == "booked"
    assert Reply.objects.count() == 1


def test_two_mails_of_one_moment_have_tokens_of_their_own(client, booking):
    client.post(ADDRESS, posted(letter(name=b"Ann")))

    response = client.post(ADDRESS, posted(reply(booking, stamp=NOON), token="another"))

    assert response.status_code == 200
    assert state_of(booking)[0] == "cancelled"


def test_a_mail_that_met_a_fault_of_ours_is_taken_when_it_comes_again(client, booking):
    mail = posted(reply(booking, stamp=NOON))

    def is_away(execute, sql, *statement):
        if "bookings_" in sql:
            raise OperationalError("away")
        return execute(sql, *statement)

    with connection.execute_wrapper(is_away):
        away = client.post(ADDRESS, mail)
    again = client.post(ADDRESS, mail)

    assert (away.status_code, again.status_code) == (503, 200)
    assert state_of(booking)[0] == "cancelled"


@pytest.mark.parametrize(
    "changed",
    [
        {"signature": "0" * 64},
        {"signature": ""},
        {"signature": "é"},
        {"token": "another"},
        {"timestamp": "1"},
        {"timestamp": ""},
    ],
)
def test_what_is_not_signed_is_not_looked_at(client, booking, changed):
    before = every_row()

    response = client.post(ADDRESS, posted(reply(booking)) | changed)

    assert response.status_code == 403
    assert every_row() == before


@pytest.mark.parametrize("signed", [{"key": "another"}, {"timestamp": "1"}, {"timestamp": "soon"}])
def test_another_key_or_moment_is_refused(client, booking, signed):
    response = client.post(ADDRESS, posted(reply(booking), **signed))

    assert (response.status_code, response.text) == (403, "The signature is wrong or old.")


def test_a_mail_that_is_too_large_is_kept_aside_with_the_reason(client, booking):
    raw = reply(booking) + b"x" * 256 * 1024

    response = client.post(ADDRESS, posted(raw))

    kept = Reply.objects.get()
    assert (response.status_code, response.text) == (200, "Received.")
    assert (kept.outcome, kept.reason) == ("unreadable", "larger than 256 KiB")
    assert bytes(kept.raw) == raw[: 256 * 1024]
    assert state_of(booking) == ("booked", "needs_action", 1)


def test_without_a_key_there_is_no_such_page(client, booking, settings):
    settings.INCOMING_MAIL_KEY = ""

    response = client.post(ADDRESS, posted(reply(booking), key=""))

    assert response.status_code == 404


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_posts_are_answered(client, method):
    assert getattr(client, method)(ADDRESS).status_code == 405
