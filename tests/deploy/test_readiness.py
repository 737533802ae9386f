"""What has to be as it should, and what organisers read on their first page where it is not."""

import shutil
from datetime import timedelta

import pytest
from django.db.migrations.recorder import MigrationRecorder

from bookings.mail import delivery
from bookings.models import Message
from deploy import readiness
from tests.deploy.health_answers import WELL, lines, worker_at
from tests.factories import NOON, make_booking, make_organiser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

MINUTE = timedelta(minutes=1)


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


def test_the_page_says_whom_to_tell(client, settings):
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser())

    page = client.get("/organiser/").text

    assert "There is a problem with this service" in page
    assert "Tell the people who run this website." in page
    assert "readyz" not in page


def test_the_facts_are_those_that_are_promised():
    assert [fact.name for fact in readiness.facts(NOON)] == list(WELL)
