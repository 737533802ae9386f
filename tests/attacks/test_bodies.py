"""Somebody sends more than any form needs, or in an encoding that nobody reads."""

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from bookings.models import Attendee
from deploy.wsgi import application
from events.models import Event
from tests.bookings.test_book_place_page import address, answers
from tests.events.event_answers import NEW
from tests.events.event_answers import answers as event_answers
from tests.factories import make_audience, make_organiser, make_session
from tests.signing_in import PASSWORD, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

MEGABYTE = 1024 * 1024
PAGES = ["/", "/accounts/login/", "/nowhere/", "/accounts/password/reset/"]


class NeverRead:
    """A body that is still on its way: who reads it waits for ever."""

    def read(self, *args):
        raise AssertionError("the body was read")

    readline = read


def announce(client, path, length):
    return client.generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(length),
        **{"wsgi.input": NeverRead()},
    )


@pytest.mark.parametrize("path", PAGES)
def test_a_body_that_is_too_long_is_refused_unread(path, client):
    response = announce(client, path, 400 * MEGABYTE)

    assert response.status_code == 413
    assert "What you sent is too large" in response.text
    assert "Nothing has been changed." in response.text


def test_a_booking_is_no_way_to_send_files(client):
    session = make_session()
    typed = answers(session) | {"agenda": SimpleUploadedFile("x.pdf", b"x" * 100_000)}

    assert client.post(address(session.event), typed).status_code == 413


@pytest.fixture
def olu(client, settings):
    """Signed in at the client."""
    settings.REQUIRE_TOTP = False
    olu = make_organiser(password=PASSWORD)
    sign_in(client, olu)
    return olu


@pytest.mark.usefixtures("olu")
def test_organisers_pages_take_a_document_and_no_more(client):
    response = announce(client, NEW, 22 * MEGABYTE)

    assert response.status_code == 413
    assert "sign in" not in response.text.lower()


STRANGERS = {
    "nobody": {},
    "a session made up": {"__Host-sessionid": "a" * 32},
    "a device made up": {"__Host-known_device": "a:1b:c:d"},
    "only its mark": {"__Host-known_device": f"{'a' * 16}:1tKbTq:{'b' * 43}"},
    "signed by nobody": {"__Host-known_device": f"{'a' * 16}:1tKbTq:{'b' * 43}:{'c' * 43}"},
}


@pytest.mark.parametrize("cookies", STRANGERS.values(), ids=STRANGERS)
@pytest.mark.parametrize("path", [NEW, "/organiser/", "/organiser/nowhere/"])
@pytest.mark.parametrize("length", [64 * 1024 + 1, 20 * MEGABYTE])
def test_no_upload_of_a_stranger_is_read(length, path, cookies, client):
    client.cookies.load(cookies)

    response = announce(client, path, length)

    assert response.status_code == 413
    assert "If you were adding a document, sign in again first." in response.text


@pytest.mark.usefixtures("olu")
def test_nothing_that_somebody_signed_out_uploads_is_kept_anywhere(client, settings, tmp_path):
    client.post("/accounts/logout/")
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "not there")
    agenda = SimpleUploadedFile("agenda.pdf", b"%PDF-" + b"x" * 200_000)
    typed = event_answers(title="Kept", agenda=agenda)

    response = client.post(NEW, typed, HTTP_SEC_FETCH_SITE="same-origin")

    assert response.status_code == 403
    assert '<input type="hidden" name="title" value="Kept">' in response.text
    assert "We could not keep the file you chose." in response.text


@pytest.mark.usefixtures("olu")
def test_an_organisers_own_document_is_taken(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_audience("Headteachers")
    agenda = SimpleUploadedFile("agenda.pdf", b"%PDF-" + b"x" * 200_000)

    assert client.post(NEW, event_answers(agenda=agenda)).status_code == 302
    assert Event.objects.get().documents.count() == 1


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "idna", "base64", "rot13", "undefined"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("method", ["POST", "GET"])
def test_another_encoding_is_no_form(method, kind, charset):
    form = b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n+ADw-\xff\r\n--x--\r\n"
    content_type = f"{kind}; boundary=x; charset={charset}"
    environ = RequestFactory().generic(method, "/?q=%FF", form).environ
    statuses = []

    answer = application(
        environ | {"CONTENT_TYPE": content_type},
        lambda status, headers: statuses.append(status),
    )

    assert statuses == ["400 Bad Request"]
    assert b"We could not read what you sent" in b"".join(answer)


def test_utf_8_may_be_named(client):
    session = make_session()
    typed = urlencode(answers(session, full_name="Zoë"), doseq=True)

    for charset in ("UTF-8", "utf8"):
        kind = f"application/x-www-form-urlencoded; charset={charset}"
        client.generic("POST", address(session.event), typed, content_type=kind)

    assert Attendee.objects.get().full_name == "Zoë"


@pytest.mark.parametrize("length", ["-1", "1e3", "0x10", "many", "1 2"])
def test_a_length_that_is_no_number_is_refused(length, client):
    client.raise_request_exception = False

    assert announce(client, "/", length).status_code == 400
