"""Long lists: the worker makes the file, mails where it is, and deletes it after a day."""

import io
import uuid
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from bookings.columns import columns_of
from bookings.exports import making
from bookings.exports.files import Asked
from bookings.listing import Wanted
from bookings.mail import messages
from bookings.models import ExportFile, Message
from events.models import AuditEntry, Organiser
from tests.bookings.listed import page, search
from tests.bookings.taken_out import EVERYTHING, content_of, lines, take_out
from tests.database import every_row
from tests.events.pages import words
from tests.factories import NOON, make_booking, make_event, make_organiser, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture(autouse=True)
def long_from_two(settings, tmp_path, monkeypatch):
    """A list of two is long already, and files are in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(making, "MOST_AT_ONCE", 1)
    return settings.MEDIA_ROOT


@pytest.fixture
def session():
    session = make_session(label="Morning")
    make_booking(session, full_name="Ann Example")
    make_booking(session, full_name="Bo Sample")
    return session


def files(folder):
    return [path.name for path in folder.rglob("*") if path.is_file()]


def status(response):
    """Once the file of the answer, if it is one, is read and closed."""
    if response.streaming:
        content_of(response)
    return response.status_code


def row_of(response):
    return ExportFile.objects.get(public_id=response["Location"].split("/")[-2])


def ask(event, *, by, kind="csv", words=(), form_uuid=None):
    names = tuple(column.name for column in columns_of(event, event.sessions.with_venue()))
    asked = Asked(event, Wanted(words=words), names, kind)
    form_uuid = form_uuid or uuid.uuid4()
    return making.ask_for_file(asked, total=2, form_uuid=form_uuid, at=NOON, by=by)


def test_the_file_is_made_and_told_and_downloaded(signed_in, session):
    asked = take_out(signed_in, session.event)
    before = signed_in.get(asked["Location"])

    assert making.make_next(NOON) is True
    assert making.make_next(NOON) is False

    after = signed_in.get(asked["Location"])
    file = signed_in.get(f"{asked['Location']}file/")
    assert "We are making your file 0 of 2 bookings are in it." in words(before)
    assert "Your file is ready It holds 2 bookings." in words(after)
    assert "until midday on Tuesday 3 November 2026" in words(after)
    assert [row[6] for row in lines(file)] == ["Full name", "Ann Example", "Bo Sample"]
    name = f"{session.event.feed_name}-bookings.csv"
    assert file["Content-Disposition"] == f'attachment; filename="{name}"'
    assert (file["Cache-Control"], file["X-Content-Type-Options"]) == ("no-store", "nosniff")


def test_a_workbook_is_made_too(signed_in, session):
    asked = take_out(signed_in, session.event, kind="xlsx")
    making.make_next(NOON)

    content = content_of(signed_in.get(f"{asked['Location']}file/"))

    sheet = openpyxl.load_workbook(io.BytesIO(content))["All"]
    assert [cell.value for cell in sheet["G"]] == ["Full name", "Ann Example", "Bo Sample"]


def test_whoever_asked_is_mailed_where_it_is_and_nobody_is_named(signed_in, session, settings):
    asked = take_out(signed_in, session.event)
    making.make_next(NOON)

    [message] = Message.objects.of_kinds(["export_ready"])
    mail = messages.mail_of(message)

    assert mail.to == Organiser.objects.get().email
    assert mail.subject == "Your file is ready: Headteacher briefing"
    assert f"{settings.SITE_ADDRESS}{asked['Location']}\n" in mail.text
    assert f'href="{settings.SITE_ADDRESS}{asked["Location"]}"' in mail.html
    assert "until midday on Tuesday 3 November 2026" in mail.text
    assert not any(name in mail.text + mail.html for name in ("Ann", "Bo Sample"))


def test_what_was_searched_for_is_forgotten_once_the_file_is_made(signed_in, session):
    make_booking(session, full_name="Ann Other")
    search(signed_in, session.event, q="ann")
    asked = signed_in.post(
        f"{page(session.event)}export/?searched=1", EVERYTHING | {"which": "found:2"}
    )

    row = row_of(asked)
    making.make_next(NOON)

    assert (row.wanted["words"], row.total) == (["ann"], 2)
    row.refresh_from_db()
    assert row.wanted == {}
    file = lines(signed_in.get(f"{asked['Location']}file/"))
    assert [line[6] for line in file] == ["Full name", "Ann Example", "Ann Other"]


def test_the_same_form_sent_twice_asks_once(signed_in, session):
    form = {"form_uuid": str(uuid.uuid4())}

    addresses = [take_out(signed_in, session.event, **form)["Location"] for _ in range(2)]

    assert addresses[0] == addresses[1]
    assert AuditEntry.objects.filter(action="bookings_exported").count() == 1


def test_a_form_of_somebody_else_is_another(session):
    form_uuid = uuid.uuid4()
    first = ask(session.event, by=make_organiser(), form_uuid=form_uuid)
    second = ask(session.event, by=make_organiser(), form_uuid=form_uuid)

    assert first != second


def test_how_far_it_is_stands_on_the_page(signed_in, session, monkeypatch):
    monkeypatch.setattr("bookings.exports.files.TOLD_EVERY", 1)
    asked = take_out(signed_in, session.event)
    told = []
    row = row_of(asked)
    ExportFile.objects.filter(pk=row.pk).update(done=1)

    told.append(words(signed_in.get(asked["Location"])))
    making.make_next(NOON)

    row.refresh_from_db()
    assert "1 of 2 bookings are in it." in told[0]
    assert row.done == 2


def test_what_cannot_be_made_is_tried_three_times_and_then_told(signed_in, session, settings):
    asked = take_out(signed_in, session.event)
    settings.MEDIA_ROOT.mkdir(parents=True)
    (settings.MEDIA_ROOT / "exports").write_text("a file where a folder has to be")

    for _ in range(3):
        with pytest.raises(OSError, match="exports"):
            making.make_next(NOON)
    made = [making.make_next(NOON), making.make_next(NOON)]

    row = row_of(asked)
    assert (made, row.is_failed, row.wanted) == ([True, False], True, {})
    assert "We could not make your file Try again" in words(signed_in.get(asked["Location"]))
    assert signed_in.get(f"{asked['Location']}file/").status_code == 404


def test_a_worker_that_died_half_way_leaves_one_file(session, long_from_two):
    row = ask(session.event, by=make_organiser())
    making.make_next(NOON)
    ExportFile.objects.update(stage="asked", wanted=Asked.of(row).stored()["wanted"])

    making.make_next(NOON)

    assert files(long_from_two) == [f"{row.public_id}.csv"]


def test_files_are_made_in_the_order_in_which_they_were_asked_for(session):
    olu = make_organiser()
    first, second = ask(session.event, by=olu), ask(session.event, by=olu)

    making.make_next(NOON)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_ready, second.is_ready) == (True, False)


def test_after_a_day_the_file_and_its_row_are_gone(signed_in, session, long_from_two):
    asked = take_out(signed_in, session.event)
    making.make_next(NOON - timedelta(days=1))

    early = making.forget_ended(NOON - timedelta(minutes=1))
    over = [signed_in.get(f"{asked['Location']}{rest}").status_code for rest in ("", "file/")]
    late = making.forget_ended(NOON)

    assert (early, over, late) == (0, [404, 404], 1)
    assert files(long_from_two) == []
    assert not ExportFile.objects.exists()


def test_a_file_that_is_gone_is_not_found(signed_in, session):
    asked = take_out(signed_in, session.event)
    making.make_next(NOON)
    default_storage.delete(row_of(asked).stored_name)

    assert signed_in.get(f"{asked['Location']}file/").status_code == 404


def test_a_file_is_for_whoever_asked_for_it_while_they_are_of_the_team(client, settings, session):
    settings.REQUIRE_TOTP = False
    olu, other = make_organiser(), make_organiser()
    row = ask(session.event, by=olu)
    making.make_next(NOON)
    address = f"{page(session.event)}export/{row.public_id}/file/"
    elsewhere = address.replace(session.event.public_id, make_event().public_id)

    found = []
    for who, where in [(olu, address), (other, address), (olu, elsewhere)]:
        client.force_login(who)
        found.append(status(client.get(where)))
    client.force_login(olu)
    olu.memberships.all().delete()
    found.append(status(client.get(address)))

    assert found == [200, 404, 404, 403]


@pytest.mark.parametrize("rest", ["", "file/"])
def test_what_is_read_is_not_sent_and_reading_changes_nothing(signed_in, session, rest):
    asked = take_out(signed_in, session.event)
    making.make_next(NOON)
    before = every_row()

    address = f"{asked['Location']}{rest}"
    statuses = [status(ask_(address)) for ask_ in (signed_in.get, signed_in.post)]

    assert (statuses, every_row()) == ([200, 405], before)


def test_a_short_list_is_a_file_at_once(signed_in):
    event = make_booking().event

    assert status(signed_in.post(f"{page(event)}export/", EVERYTHING)) == 200
    assert not ExportFile.objects.exists()


class BusyStorage(FileSystemStorage):
    """In which another worker saves the same file at the very moment that this one does."""

    has_been_busy = False

    def delete(self, name):
        super().delete(name)
        if not self.has_been_busy:
            self.has_been_busy = True
            self.save(name, ContentFile(b"of the other worker"))


def test_two_workers_at_one_file_leave_one_file(session, settings, long_from_two):
    path = f"{BusyStorage.__module__}.{BusyStorage.__qualname__}"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": path}}
    row = ask(session.event, by=make_organiser())

    making.make_next(NOON)

    assert files(long_from_two) == [f"{row.public_id}.csv"]


def test_a_file_whose_day_was_over_before_it_was_written_is_not_kept(session, long_from_two):
    ask(session.event, by=make_organiser())

    def end_its_day(execute, sql, *rest):
        if '"attendee_id"' in sql and "ORDER BY" in sql:
            ExportFile.objects.all().delete()
        return execute(sql, *rest)

    with connection.execute_wrapper(end_its_day):
        making.make_next(NOON)

    assert files(long_from_two) == []
    assert not Message.objects.of_kinds(["export_ready"]).exists()
