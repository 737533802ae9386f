"""What an e-mail provider posts: signed, or not looked at."""

import hashlib
import hmac
from urllib.parse import urlencode

import pytest

from bookings.models import Reply
from tests.bookings.answered import state_of
from tests.bookings.replying import reply
from tests.database import every_row
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

KEY = "a key that the provider has too"
ADDRESS = "/incoming-mail/"


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


def test_a_signed_answer_is_acted_on_and_once_only(client, booking):
    mail = posted(reply(booking, stamp=NOON))

    responses = [client.post(ADDRESS, mail) for _ in range(2)]

    assert [(response.status_code, response.text) for response in responses] == [
        (202, "Received."),
        (202, "Received."),
    ]
    assert state_of(booking) == ("cancelled", "declined", 0)
    assert Reply.objects.count() == 1


LONG = b"X-Long: " + b"x" * 200000 + b"\nSubject:"


def test_a_long_mail_is_taken_as_a_form_of_parts(client, booking):
    raw = reply(booking, stamp=NOON).replace(b"Subject:", LONG)

    response = client.post(ADDRESS, posted(raw))

    assert response.status_code == 202
    assert state_of(booking)[0] == "cancelled"


def test_a_long_mail_is_taken_as_one_line(client, booking):
    raw = reply(booking, stamp=NOON).replace(b"Subject:", LONG)

    response = client.post(ADDRESS, urlencode(posted(raw)), "application/x-www-form-urlencoded")

    assert response.status_code == 202
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


def test_a_mail_that_is_too_large_is_refused_with_the_reason(client, booking):
    response = client.post(ADDRESS, posted(reply(booking) + b"x" * 256 * 1024))

    assert (response.status_code, response.text) == (413, "The mail is too large.")
    assert not Reply.objects.exists()


def test_without_a_key_there_is_no_such_page(client, booking, settings):
    settings.INCOMING_MAIL_KEY = ""

    response = client.post(ADDRESS, posted(reply(booking), key=""))

    assert response.status_code == 404


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_posts_are_answered(client, method):
    assert getattr(client, method)(ADDRESS).status_code == 405
