"""An event is announced once more from what was said of the last one."""

import uuid

import pytest

from bookings.models import Question
from events.models import AuditEntry, Event
from tests.bookings.asking import ask, dietary, labels, withdraw
from tests.factories import (
    NOON,
    attach_document,
    cancel_event,
    cancel_session,
    make_audience,
    make_event,
    make_organiser,
    make_team,
    make_venue,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page(event):
    return f"/organiser/events/{event.public_id}/copy/"


def copy(client, event, form_uuid=None):
    return client.post(page(event), {"form_uuid": form_uuid or uuid.uuid4()})


def test_all_but_dates_bookings_and_documents_is_copied(signed_in):
    venue = make_venue()
    event = make_event(
        plan(label="Morning", mode="in_person", join_link="", venue=venue, speakers="Ann"),
        body="About money.",
        audiences=[make_audience()],
        series="Money",
        opens_at=NOON,
        closes_working_days=2,
    )
    attach_document(event)

    response = copy(signed_in, event)

    copied = Event.objects.exclude(pk=event.pk).get()
    assert response.headers["Location"] == f"/organiser/events/{copied.public_id}/edit/"
    assert (copied.state, copied.title, copied.body) == ("draft", event.title, "About money.")
    assert (copied.team, copied.series, copied.closes_working_days) == (event.team, event.series, 2)
    assert (copied.opens_at, copied.documents.count()) == (None, 0)
    assert list(copied.audiences.all()) == list(event.audiences.all())
    session = copied.sessions.get()
    assert (session.label, session.venue, session.speakers) == ("Morning", venue, "Ann")
    assert (session.precision, session.starts_at, session.capacity) == ("none", None, 20)
    assert AuditEntry.objects.get(action="event_copied").object_id == copied.public_id


def test_of_a_cancelled_event_all_sessions_are_copied_and_no_single_cancelled_one(signed_in):
    gone, partly = make_event(plan(), plan()), make_event(plan(label="First"), plan(label="Second"))
    cancel_event(gone)
    cancel_session(partly.sessions.get(label="First"))

    copy(signed_in, gone)
    copy(signed_in, partly)

    copies = Event.objects.filter(state="draft").order_by("pk")
    assert [one.sessions.count() for one in copies] == [2, 1]
    assert copies[1].sessions.get().label == "Second"


def test_a_double_click_copies_once(signed_in):
    event, form_uuid = make_event(), uuid.uuid4()

    first, second = copy(signed_in, event, form_uuid), copy(signed_in, event, form_uuid)

    assert first.headers["Location"] == second.headers["Location"]
    assert Event.objects.count() == 2


def test_others_copy_nothing_and_a_link_does_not_copy(client, settings):
    settings.REQUIRE_TOTP = False
    event = make_event()
    let_in(client, make_organiser())
    link = client.get(page(event)).status_code
    let_in(client, make_organiser(team=make_team("Others")))
    others = copy(client, event).status_code
    let_in(client, make_organiser(role="assistant"))

    assert (link, others, copy(client, event).status_code) == (405, 404, 403)
    assert Event.objects.count() == 1


def test_what_is_asked_now_is_copied_once_with_the_sessions_that_are(signed_in):
    event, form_uuid = make_event(plan(label="First"), plan(label="Second")), uuid.uuid4()
    first, second = event.sessions.select_related("event").order_by("pk")
    ask(event, "Drink?", kind="one", hint="Hot", is_required=True)
    ask(event, "Only the first?", sessions=(first,))
    ask(event, "Only the second?", sessions=(second,))
    withdraw(ask(event, "Gone?"))
    dietary(event)
    cancel_session(first)

    for _ in range(2):
        copy(signed_in, event, form_uuid)

    copied = Event.objects.exclude(pk=event.pk).get()
    assert labels(copied) == ["Drink?", "Only the second?", "Dietary needs"]
    drink, second_only, _ = Question.objects.of_event(copied).in_order()
    assert (drink.kind, drink.options, drink.hint, drink.is_required) == (
        *("one", ["Tea", "Coffee", "Water"], "Hot", True),
    )
    assert [one.label for one in second_only.sessions.all()] == ["Second"]
    assert second_only.sessions.get().event == copied
