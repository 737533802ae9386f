"""The database is locked, full or away, or the disk is: nobody loses what they typed."""

import errno
import resource
import sqlite3
from contextlib import contextmanager

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, connection, connections, transaction
from django.test import RequestFactory

from bookings.models import Attendee, Message
from deploy.unavailable import Unavailable, server_error
from events import outages
from events.command import command
from events.models import Document, Event
from events.stored_files import store
from tests.bookings.test_book_place_page import address, answers
from tests.events.event_answers import NEW
from tests.events.event_answers import answers as event_answers
from tests.events.office_packages import open_document
from tests.factories import attach_document, make_audience, make_event, make_organiser, make_session
from tests.signing_in import PASSWORD, set_up_codes, sign_in

pytestmark = pytest.mark.usefixtures("noon")

OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
KEPT = '<input type="hidden" name="{}" value="{}">'
MEGABYTE = 1024 * 1024
LONG_PDF = b"%PDF-1.7\n" + b"x" * 18 * MEGABYTE + b"%%EOF"
LOCKS = {
    "sqlite": ["PRAGMA busy_timeout = 50", "BEGIN IMMEDIATE"],
    "postgresql": [
        "SET lock_timeout = 50",
        "BEGIN; LOCK TABLE events_event, events_organiser, events_cache, django_session"
        " IN EXCLUSIVE MODE",
    ],
}


@contextmanager
def others_may_only_read():
    """Somebody else has locked the database, and goes on."""
    patience, lock = LOCKS[connection.vendor]
    other = connections.create_connection("default")
    with connection.cursor() as cursor:
        cursor.execute(patience)
    other.cursor().execute(lock)
    try:
        yield
    finally:
        other.cursor().execute("ROLLBACK")
        other.close()
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # or a later test is as impatient


@contextmanager
def files_end_at(size):
    """Nothing longer can be written, as on a disk with so much room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_locked_a_booking_is_kept_to_be_sent_again(client):
    session = make_session()
    typed = answers(session, full_name="Olu Adeyemi")

    with others_may_only_read():
        refused = client.post(address(session.event), typed, headers=OWN_PAGE)
        page = client.get(address(session.event))
    accepted = client.post(address(session.event), typed)

    assert (refused.status_code, refused["Retry-After"]) == (503, "30")
    assert "We could not save your answers. They are still on this page." in refused.text
    assert KEPT.format("full_name", "Olu Adeyemi") in refused.text
    assert KEPT.format("form_uuid", typed["form_uuid"]) in refused.text
    assert refused["Cache-Control"] == "no-store"
    assert page.status_code == 200
    assert accepted.status_code == 302
    assert (Attendee.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_another_site_has_nothing_kept_for_it(client):
    session = make_session()

    with others_may_only_read():
        refused = client.post(
            address(session.event), answers(session), headers={"Sec-Fetch-Site": "cross-site"}
        )

    assert refused.status_code == 503
    assert "Wait a minute, then try again." in refused.text
    assert "Ann Example" not in refused.text


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def author(client, settings):
    settings.REQUIRE_TOTP = False
    organiser = make_organiser(password=PASSWORD)
    sign_in(client, organiser)
    return organiser


def stored(folder):
    return [file for file in folder.rglob("*") if file.is_file()]


@pytest.mark.django_db(transaction=True)
def test_a_document_that_does_not_fit_leaves_nothing_behind(client, author, media):
    make_audience("Headteachers")
    agenda = SimpleUploadedFile("agenda.pdf", LONG_PDF)

    with files_end_at(16 * MEGABYTE):
        refused = client.post(NEW, event_answers(title="Kept", agenda=agenda), headers=OWN_PAGE)

    assert refused.status_code == 503
    assert KEPT.format("title", "Kept") in refused.text
    assert "We could not keep the file you chose." in refused.text
    assert (Event.objects.count(), Document.objects.count(), stored(media)) == (0, 0, [])


@pytest.mark.django_db(transaction=True)
def test_what_was_stored_before_the_disk_was_full_goes_too(media):
    event = make_event(published=False)

    with files_end_at(16 * MEGABYTE), pytest.raises(OSError, match="File too large"):
        attach_document(event, accessible_file=open_document(), content=LONG_PDF)

    assert (Document.objects.count(), stored(media)) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_stays(media):
    attach_document(make_event(published=False), accessible_file=open_document())

    assert len(stored(media)) == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_stays_whatever_fails_after_that(media):
    @command
    def store_and_fail_afterwards():
        store(b"%PDF-1.7", "pdf")
        transaction.on_commit(lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        store_and_fail_afterwards()

    assert len(stored(media)) == 1


@pytest.fixture
def olu():
    return make_organiser(email="olu@westshire.example", password=PASSWORD)


@pytest.fixture
def at_the_code(client, olu):
    """Her password has been typed, and the code is asked for."""
    set_up_codes(client, olu)
    client.post("/accounts/logout/")
    sign_in(client, olu)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("typed", [PASSWORD, "a guess"])
def test_while_the_database_is_locked_nobody_is_told_of_too_many_tries(typed, client, olu):
    with others_may_only_read():
        refused = sign_in(client, olu, typed)
    then = sign_in(client, olu)

    assert (refused.status_code, refused["Retry-After"]) == (503, "30")
    assert "Wait a minute, then try again." in refused.text
    assert typed not in refused.text
    assert then.status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("at_the_code")
def test_nor_who_enters_a_code(client):
    with others_may_only_read():
        refused = client.post("/accounts/2fa/authenticate/", {"code": "123456"})
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "123456"})

    assert (refused.status_code, wrong.status_code) == (503, 200)
    assert "Wait" not in wrong.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("email", ["olu@westshire.example", "nobody@westshire.example"])
def test_nor_who_asks_for_a_new_password(email, client, olu):
    with others_may_only_read():
        refused = client.post("/accounts/password/reset/", {"email": email})
    then = client.post("/accounts/password/reset/", {"email": email})

    assert (refused.status_code, then.status_code) == (503, 302)


@pytest.mark.django_db(transaction=True)
def test_a_session_that_cannot_be_kept_has_not_ended(client, olu):
    sign_in(client, olu)
    session = client.session
    session["kept"] = "later"

    with others_may_only_read(), pytest.raises(OperationalError):
        session.save()
    session.delete()
    with pytest.raises(UpdateError):
        session.save()


def caused(error, cause):
    error.__cause__ = cause
    return error


def sqlite_error(code):
    cause = sqlite3.OperationalError("words that may name a person")
    cause.sqlite_errorcode = code
    return caused(OperationalError(), cause)


PASSING = [
    sqlite_error(sqlite3.SQLITE_BUSY),
    sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT),
    sqlite_error(sqlite3.SQLITE_FULL),
    sqlite_error(sqlite3.SQLITE_IOERR_WRITE),
    sqlite_error(sqlite3.SQLITE_CANTOPEN),
    OperationalError("connection refused"),
    InterfaceError("connection already closed"),
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EDQUOT, "Disk quota exceeded"),
]
LASTING = [
    sqlite_error(sqlite3.SQLITE_ERROR),
    sqlite_error(sqlite3.SQLITE_CORRUPT),
    OSError(errno.ENOENT, "No such file or directory"),
    ValueError(),
    SuspiciousOperation(),
]


@pytest.mark.parametrize("error", PASSING)
def test_what_passes_is_answered_with_when_to_come_back(error):
    response = Unavailable(lambda request: None).process_exception(RequestFactory().get("/"), error)

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "Wait a minute, then try again." in response.text


@pytest.mark.parametrize("error", LASTING)
def test_what_does_not_pass_is_a_fault_of_ours(error):
    request = RequestFactory().get("/")

    assert Unavailable(lambda request: None).process_exception(request, error) is None
    assert not outages.is_passing(error)


@pytest.mark.parametrize(("error", "status"), [(PASSING[0], 503), (LASTING[0], 500)])
def test_what_fails_before_a_page_is_reached_is_answered_too(error, status):
    """Django calls it while the error is being handled."""
    try:
        raise error
    except OperationalError:
        response = server_error(RequestFactory().get("/"))

    assert response.status_code == status
