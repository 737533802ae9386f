"""A personal calendar is another at once when something changes, and else a 304."""

from datetime import timedelta

import pytest
from django.db import transaction

from bookings import personal_calendars
from bookings.lifecycle import commands, details, moving, substitution
from bookings.models import PersonalCalendar
from tests.bookings.answered import ANN
from tests.bookings.own_calendar import (
    anns,
    booked_by_ann,
    calendar_of,
    called,
    entries,
    get,
    known,
    parsed,
)
from tests.factories import (
    NOON,
    amend_event,
    cancel_event,
    cancel_session,
    make_booking,
    make_event,
    make_person,
    make_session,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def stamps(response):
    """The DTSTAMP of each entry: what is changed and has the same one, some programs pass over."""
    return [str(entry["DTSTAMP"].to_ical(), "ascii") for entry in parsed(response).walk("VEVENT")]


def put_off(session, at):
    times = {"starts_at": NOON + 30 * DAY, "ends_at": NOON + 30 * DAY + HOUR}
    amend_event(session.event, sessions=[times], at=at)


def undate(session, at):
    undated = {"precision": "month", "starts_at": None, "ends_at": None}
    amend_event(session.event, sessions=[undated | {"on_date": NOON.date()}], at=at)


def ann_at(session):
    return session.bookings.get(attendee__email_key=ANN, attendee__replaced_at=None).attendee


def send_a_colleague(session, at):
    email = "cat@school.example"
    substitution.substitute_attendee(ann_at(session), "Cat Example", email, at=at)


def come_for_a_colleague(session, at):
    bo = make_booking(called("Of Bo"), at=NOON)
    substitution.substitute_attendee(bo, "Ann Example", ANN, at=at)


def correct_the_address(session, at):
    person = make_person(email="anne@school.example")
    details.change(ann_at(session), person, at=at)


def move_away(session, at):
    other = session.event.sessions.exclude(pk=session.pk).get()
    attendee = ann_at(session)
    here = attendee.bookings.holding_a_place().get()
    moving.move_booking(attendee, booking=here.public_id, to=other, at=at)


def reword(**changed):
    return lambda session, at: amend_event(session.event, at=at, **changed)


def of_session(**changed):
    return lambda session, at: amend_event(session.event, sessions=[changed], at=at)


def cancel(session, at):
    commands.cancel_bookings(ann_at(session), at=at)


@pytest.mark.parametrize(
    ("change", "is_gone"),
    [
        pytest.param(put_off, False, id="put_off"),
        pytest.param(undate, True, id="undated"),
        pytest.param(reword(title="Other"), False, id="title"),
        pytest.param(reword(contact_email="new@westshire.example"), False, id="contact"),
        pytest.param(of_session(label="Other"), False, id="label"),
        pytest.param(of_session(join_link="https://meet.example/new"), False, id="link"),
        pytest.param(reword(join_by="personal"), False, id="how_to_join"),
        pytest.param(lambda s, at: cancel_session(s, at=at), False, id="session_cancelled"),
        pytest.param(lambda s, at: cancel_event(s.event, at=at), False, id="event_cancelled"),
        pytest.param(cancel, True, id="given_up"),
        pytest.param(move_away, False, id="moved"),
        pytest.param(send_a_colleague, True, id="colleague_sent"),
        pytest.param(correct_the_address, True, id="address_corrected"),
        pytest.param(
            lambda _, at: make_booking(called("More"), email=ANN, at=at),
            False,
            id="booked",
        ),
        pytest.param(come_for_a_colleague, False, id="takes_a_place_over"),
    ],
)
def test_a_change_is_shown_at_once_and_never_answered_with_a_304(client, change, is_gone):
    event = make_event(plan(), plan(label="Other", starts_at=NOON + 40 * DAY))
    session = event.sessions.select_related("event").order_by("pk").first()
    calendar = anns(session)
    first, last = get(client, calendar), NOON + HOUR
    assert known(client, calendar, first) == 304

    change(session, last)

    again = get(client, calendar, last, **{"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again.content != first.content
    assert is_gone == (entries(again) == [])
    if not is_gone:
        assert max(stamps(again)) == f"{last:%Y%m%dT%H%M%SZ}"
    held = [entry[2:] for entry in entries(again) if entry[1] == "CONFIRMED"]
    assert held == [entry[2:] for entry in booked_by_ann()]
    assert known(client, calendar, again, last) == 304


def test_what_others_book_at_a_session_leaves_it_as_it_is(client):
    session = make_session()
    calendar = anns(session)
    first = get(client, calendar)

    make_booking(session, email="bo@school.example", at=NOON + HOUR)

    assert known(client, calendar, first) == 304


def test_the_day_after_it_is_asked_for_anew(client):
    session = make_session()
    calendar = anns(session)
    first = get(client, calendar)

    later = get(client, calendar, session.starts_at + 100 * DAY)

    assert known(client, calendar, first, NOON + DAY) == 304
    assert (len(entries(first)), entries(later)) == (1, [])


def test_a_process_that_has_rendered_nothing_yet_serves_the_same_bytes(client):
    calendar = anns(make_session(), called("Other"))
    first = get(client, calendar)

    personal_calendars.ENTRIES.clear()
    second = get(client, calendar)

    assert (first.content, first["ETag"]) == (second.content, second["ETag"])


@pytest.mark.parametrize("number", [1, 3])
def test_how_often_the_database_is_asked_does_not_follow_from_the_bookings(
    client, number, django_assert_num_queries
):
    calendar = anns(*[called(f"Event {one}") for one in range(number)])
    with django_assert_num_queries(11):  # whose, versions, bookings, lists; what is kept
        first = get(client, calendar)

    with django_assert_num_queries(2):
        assert known(client, calendar, first) == 304
    with django_assert_num_queries(2):
        get(client, calendar)
    personal_calendars.ENTRIES.clear()
    with django_assert_num_queries(5):
        assert len(entries(get(client, calendar))) == number


def test_what_was_read_before_a_change_is_kept_for_nobody(client):
    session = make_session()
    calendar = anns(session)
    slow = PersonalCalendar.objects.get()
    old = get(client, calendar)
    row = PersonalCalendar.objects.get()
    cancel(session, NOON + HOUR)

    with transaction.atomic():
        personal_calendars._keep(slow, old["ETag"], row.made_of)

    assert known(client, calendar, old) == 200
    new = get(client, calendar)
    with transaction.atomic():
        personal_calendars._keep(slow, old["ETag"], row.made_of)
    assert known(client, calendar, new) == 304


def test_only_whose_places_changed_have_another_version():
    session = make_session()
    anns(session)
    bo = make_booking(session, email="bo@school.example")
    theirs = calendar_of(bo)

    commands.cancel_bookings(bo, at=NOON + HOUR)

    told = PersonalCalendar.objects.order_by("email_key").values_list("number", "raised_at")
    assert list(told) == [(0, None), (1, NOON + HOUR)]
    assert theirs.number == 0
