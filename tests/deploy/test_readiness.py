"""What /healthz and /readyz say to machines, and the organisers' first page to people."""

import shutil
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from bookings.mail import delivery
from bookings.models import Message
from deploy import readiness, worker
from tests.factories import NOON, make_booking, make_organiser, make_session
from tests.postgres import free_port

SOON = 5  # seconds, on a machine that does much else; the pool would wait for ten
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def busy_worker():
    """One that has just come by."""
    worker_at(NOON)


def worker_at(at):
    for job in worker.JOBS:
        worker.Turn(job, "worker 1", at).take(at)


@pytest.fixture
def away(monkeypatch, tmp_path):
    """The database is not where it was."""
    database = connections["default"].settings_dict
    elsewhere = {
        "deploy.private_sqlite3": ("NAME", tmp_path / "gone" / "placecard.sqlite3"),
        "deploy.pooled_postgresql": ("PORT", free_port()),
    }
    monkeypatch.setitem(database, *elsewhere[database["ENGINE"]])


@pytest.fixture
def no_messages():
    """The table of messages is not where it was."""
    with connections["default"].cursor() as cursor:
        cursor.execute("ALTER TABLE bookings_message RENAME TO elsewhere")
        yield
        cursor.execute("ALTER TABLE elsewhere RENAME TO bookings_message")


@pytest.fixture
def sentences(client, settings):
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser())
    return lambda: client.get("/organiser/").context_data["troubles"]


def lines(response):
    """Each fact by its name; the numbers of the disk are this machine's."""
    first, *others = response.text.splitlines()
    told = dict(line.split(": ", 1) for line in others)
    told["disk"] = told["disk"].partition(",")[0]
    return first, told


WELL = {
    "database": "ok, answers",
    "migrations": "ok, 0 to apply",
    "worker": "ok, seen 0 min ago",
    "mails_due": "ok, 0 due, the oldest for 0 min",
    "mails_failing": "ok, 0 put off, the oldest queued 0 min ago, 0 delivered in 20 min",
    "mails_broken": "ok, 0 put off, the oldest queued 0 min ago",
    "mails_given_up": "ok, 0 of 0 in 2 days, and 0 refused for whom they were to",
    "disk": "ok",
}


@pytest.mark.usefixtures("busy_worker")
def test_it_is_ready_and_says_why(client, sentences):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert lines(response) == ("ready", WELL)
    assert (response["Content-Type"], response["Cache-Control"]) == ("text/plain", "no-store")
    assert "Retry-After" not in response
    assert sentences() == []
    assert "There is a problem" not in client.get("/organiser/").text


@pytest.mark.usefixtures("away")
def test_a_database_that_is_away_is_told_at_once_and_in_plain_text(client):
    began = time.monotonic()
    healthy, ready = client.get("/healthz"), client.get("/readyz")
    seconds = time.monotonic() - began

    for response in (healthy, ready):
        assert (response.status_code, response["Retry-After"]) == (503, "30")
        assert (response["Content-Type"], response["Cache-Control"]) == ("text/plain", "no-store")
    assert healthy.text == "database: not ok, no answer"
    away = {"database": "not ok, no answer", "disk": "ok"}
    assert lines(ready) == ("not ready: database", away)
    assert seconds < SOON


@pytest.mark.usefixtures("busy_worker")
@pytest.mark.parametrize("app", ["bookings", "events", "deploy", "sessions"])
def test_a_migration_that_was_not_applied_is_told(client, app):
    MigrationRecorder.Migration.objects.filter(app=app).latest("id").delete()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert lines(response) == ("not ready: migrations", WELL | {"migrations": "not ok, 1 to apply"})


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (0, "ok, seen 0 min ago"),
        (4, "ok, seen 4 min ago"),
        (5, "ok, seen 5 min ago"),
        (6, "not ok, seen 6 min ago"),
        (1500, "not ok, seen 1500 min ago"),
    ],
)
def test_a_worker_that_does_not_come_by_is_missed(client, sentences, minutes, told):
    worker_at(NOON - minutes * MINUTE)

    response = client.get("/readyz")

    assert lines(response)[1] == WELL | {"worker": told}
    assert bool(sentences()) == (response.status_code == 503) == told.startswith("not")


def test_without_any_worker_organisers_read_that_mails_are_not_sent(client, sentences):
    response = client.get("/readyz")

    assert lines(response) == ("not ready: worker", WELL | {"worker": "not ok, never seen"})
    assert sentences() == [
        "Emails are not being sent at the moment. We will send them later.",
        "People can still book places.",
    ]


def test_a_worker_that_is_at_a_mail_is_alive(client):
    worker_at(NOON - 12 * MINUTE)
    make_booking(at=NOON - 10 * MINUTE)
    delivery._claim("worker 1", NOON - 10 * MINUTE)

    assert lines(client.get("/readyz"))[1]["worker"] == "ok, seen 12 min ago"

    Message.objects.update(locked_until=NOON)
    assert lines(client.get("/readyz"))[1]["worker"] == "not ok, seen 12 min ago"


@pytest.mark.usefixtures("busy_worker")
@pytest.mark.parametrize(
    ("number", "minutes", "sentence"),
    [
        (1, 25, "1 email has been waiting for 25 minutes."),
        (3, 25, "3 emails are waiting, the oldest for 25 minutes."),
        (2, 60 * 5, "2 emails are waiting, the oldest for 5 hours."),
        (2, 60 * 72, "2 emails are waiting, the oldest for 3 days."),
    ],
)
def test_mails_that_wait_too_long_are_told(client, sentences, number, minutes, sentence):
    session = make_session(capacity=None)
    for _ in range(number):
        make_booking(session, at=NOON - minutes * MINUTE)

    response = client.get("/readyz")

    due = f"not ok, {number} due, the oldest for {minutes} min"
    assert lines(response) == ("not ready: mails_due", WELL | {"mails_due": due})
    assert sentences() == [sentence, "People can still book places."]


@pytest.mark.usefixtures("busy_worker")
def test_a_mail_server_that_takes_nothing_is_told(client, sentences):
    session = make_session(capacity=None)
    for _ in range(4):
        make_booking(session, at=NOON - 200 * MINUTE)
    Message.objects.update(
        attempts=6, last_error="ConnectionRefusedError", not_before=NOON + 9 * MINUTE
    )

    response = client.get("/readyz")

    failing = "not ok, 4 put off, the oldest queued 200 min ago, 0 delivered in 20 min"
    assert lines(response) == ("not ready: mails_failing", WELL | {"mails_failing": failing})
    assert sentences() == [
        "The mail server has not accepted any emails in the last 20 minutes."
        " 4 emails are waiting, the oldest for 3 hours. We will keep trying for a day.",
        "People can still book places.",
    ]


@pytest.mark.usefixtures("busy_worker")
def test_a_mail_server_that_takes_some_mails_only_is_not_said_to_take_none(client, sentences):
    session = make_session(capacity=None)
    for _ in range(11):
        make_booking(session, at=NOON - 200 * MINUTE)
    first = Message.objects.earliest("pk")
    Message.objects.exclude(pk=first.pk).update(
        attempts=6, last_error="SMTPDataError 451", not_before=NOON + 9 * MINUTE
    )
    Message.objects.filter(pk=first.pk).update(state="sent", sent_at=NOON - 3 * MINUTE)

    response = client.get("/readyz")

    first_line, told = lines(response)
    assert first_line == "not ready: mails_failing"
    assert told["mails_failing"] == (
        "not ok, 10 put off, the oldest queued 200 min ago, 1 delivered in 20 min"
    )
    assert sentences() == [
        "The mail server does not accept some of our emails."
        " 10 emails are waiting, the oldest for 3 hours. We will keep trying for a day.",
        "People can still book places.",
    ]


@pytest.mark.usefixtures("busy_worker")
def test_a_fault_of_our_own_is_not_said_to_be_the_mail_servers(client, sentences):
    make_booking(at=NOON - 30 * MINUTE)
    Message.objects.update(
        attempts=5, last_error="KeyError messages.py:54", not_before=NOON + 9 * MINUTE
    )

    response = client.get("/readyz")

    broken = "not ok, 1 put off, the oldest queued 30 min ago"
    assert lines(response) == ("not ready: mails_broken", WELL | {"mails_broken": broken})
    assert sentences() == [
        "Some emails cannot be sent because of a fault in this service."
        " 1 email has been waiting for 30 minutes. We will keep trying for a day.",
        "People can still book places.",
    ]


@pytest.mark.usefixtures("busy_worker")
def test_many_mails_that_were_given_up_are_told_and_a_few_are_not(client, sentences):
    session = make_session(capacity=None)
    for _ in range(10):
        make_booking(session)
    first = Message.objects.earliest("pk")
    Message.objects.exclude(pk=first.pk).update(state="dead")
    Message.objects.filter(pk=first.pk).update(state="sent", sent_at=NOON - 30 * MINUTE)
    few = lines(client.get("/readyz"))

    Message.objects.filter(pk=first.pk).update(state="dead", sent_at=None)
    many = lines(client.get("/readyz"))

    refused = "and 0 refused for whom they were to"
    assert few == ("ready", WELL | {"mails_given_up": f"ok, 9 of 10 in 2 days, {refused}"})
    assert many == (
        "not ready: mails_given_up",
        WELL | {"mails_given_up": f"not ok, 10 of 10 in 2 days, {refused}"},
    )
    assert sentences() == [
        "We could not deliver 10 of the 10 emails of the last 2 days."
        " The list of bookings for each event shows which.",
        "People can still book places.",
    ]


@pytest.mark.usefixtures("busy_worker")
def test_mails_to_addresses_that_strangers_made_up_are_counted_apart(client, sentences):
    session = make_session(capacity=None)
    for _ in range(30):
        make_booking(session)
    Message.objects.update(state="dead", last_error="SMTPRecipientsRefused 550 5.1.1")
    only_refused = lines(client.get("/readyz"))

    for _ in range(12):
        make_booking(session)
    Message.objects.filter(state="queued").update(state="dead", last_error="SMTPDataError 554")
    others_too = lines(client.get("/readyz"))

    refused = "and 30 refused for whom they were to"
    assert only_refused == ("ready", WELL | {"mails_given_up": f"ok, 0 of 0 in 2 days, {refused}"})
    assert others_too == (
        "not ready: mails_given_up",
        WELL | {"mails_given_up": f"not ok, 12 of 12 in 2 days, {refused}"},
    )
    assert sentences() == [
        "We could not deliver 12 of the 12 emails of the last 2 days, not counting 30 to addresses"
        " that do not accept email. The list of bookings for each event shows which.",
        "People can still book places.",
    ]


@pytest.mark.usefixtures("busy_worker")
def test_a_disk_with_less_room_than_is_set_is_told(client, settings, sentences):
    settings.LEAST_FREE_MEGABYTES = shutil.disk_usage(settings.DATA_DIR).total

    response = client.get("/readyz")

    assert response.status_code == 503
    assert lines(response) == ("not ready: disk", WELL | {"disk": "not ok"})
    assert sentences() == [
        "There is little space left to store documents and bookings."
        " You may not be able to add documents."
    ]


@pytest.mark.usefixtures("busy_worker")
def test_a_folder_that_is_gone_is_told(client, settings, tmp_path, sentences):
    settings.DATA_DIR = tmp_path / "gone"

    assert lines(client.get("/readyz")) == ("not ready: disk", WELL | {"disk": "not ok"})
    assert sentences() == [
        "We cannot reach the disk that documents are stored on."
        " You may not be able to open documents or add them."
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("busy_worker", "no_messages")
def test_mails_that_cannot_be_counted_are_told(client, sentences):
    told = lines(client.get("/readyz"))[1]
    unknown = [name for name, fact in told.items() if fact == "not ok, no answer"]

    assert unknown == ["mails_due", "mails_failing", "mails_broken", "mails_given_up"]
    assert sentences() == ["We cannot tell whether emails are being sent."]


def test_the_page_says_whom_to_tell(client, settings):
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser())

    page = client.get("/organiser/").text

    assert "There is a problem with this service" in page
    assert "Tell the people who run this website." in page
    assert "readyz" not in page


def test_that_people_can_book_is_said_once(sentences):
    make_booking(at=NOON - 25 * MINUTE)

    assert sentences() == [
        "Emails are not being sent at the moment. We will send them later.",
        "1 email has been waiting for 25 minutes.",
        "People can still book places.",
    ]


def test_strangers_read_numbers_only(client):
    make_booking(email="head@school.example")

    text = client.get("/readyz").text

    shown = {line.partition(":")[0] for line in text.splitlines()}
    assert shown == {"not ready", *WELL}
    for secret in ["head@", "Headteacher", "/", "localhost", "127.0.0.1", "worker 1"]:
        assert secret not in text


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_it_is_only_read(client, address):
    assert client.post(address).status_code == 405
    assert client.head(address).content == b""


def test_the_facts_are_those_that_are_promised():
    assert [fact.name for fact in readiness.facts(NOON)] == list(WELL)
