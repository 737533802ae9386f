"""The pages on which organisers offer somebody who waits a place, remove them or move them."""

from datetime import timedelta

import pytest

from bookings.models import Message
from events.models import AuditEntry, Session
from tests.bookings.waiting import count, join, join_all, line_of, make_full, states, told
from tests.bookings.waiting_tab import give_up, page, tab
from tests.factories import NOON, amend_event, make_organiser, make_team, plan
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

DAY = timedelta(days=1)


def actions(client, event):
    [listed] = client.get(tab(event)).context_data["found"].lists
    return [[text for _, text in listed.actions(line)] for line in listed.lines]


def test_a_line_offers_what_can_be_done_about_it(signed_in):
    [session] = make_full()
    join(session)
    alone = actions(signed_in, session.event)
    join_all(session, 2)
    give_up(session)

    response = signed_in.get(tab(session.event))

    assert alone == [["Offer a place", "Remove"]]
    every = ["Offer a place", "Change the order", "Remove"]
    assert actions(signed_in, session.event) == [["Remove"], every, every]
    assert "Change the order<span" in response.text


def test_in_the_last_day_nobody_is_offered_a_place(client, settings, at):
    [session] = make_full(plan(capacity=1, starts_at=NOON + 2 * DAY))
    ann = join(session)
    settings.REQUIRE_TOTP = False
    at(NOON + 1.5 * DAY)
    let_in(client, make_organiser())

    response = client.post(page(ann, "offer"))

    assert actions(client, session.event) == [["Remove"]]
    assert response.status_code == 409
    assert "It is too late to offer a place" in response.text
    assert "You can book for someone instead." in response.text
    assert f'href="{tab(session.event)}">Go back to the waiting list' in response.text
    assert states(ann) == ["waiting"]


def test_a_place_that_a_school_limit_keeps_free_is_offered_by_whoever_knows_it(signed_in):
    [session] = make_full(places_per_school=1)
    event = session.event
    ann = join(session, full_name="Ann Example")
    amend_event(event, sessions=[{"capacity": 2}])
    before = states(ann)

    shown = signed_in.get(page(ann, "offer"))
    refused = signed_in.post(page(ann, "offer"))
    done = signed_in.post(page(ann, "offer"), {"knowing": "limit"}, follow=True)

    assert before == ["waiting"]
    assert "Offer Ann Example a place" in shown.text
    assert (refused.status_code, "This school has all its places" in refused.text) == (409, True)
    assert "The place is offered. We are emailing them." in done.text
    assert done.redirect_chain[0][0] == f"{tab(event)}?done=offered"
    assert states(ann) == ["offered"]
    assert told(ann) == ["waiting_list_joined", "place_offered"]
    entry = AuditEntry.objects.filter(action="place_offered").get()
    assert (entry.object_id, entry.actor.full_name) == (ann.public_id, "Olu Organiser")


def test_at_a_full_session_an_organiser_may_add_a_place(signed_in):
    [session] = make_full()
    ann, ben = join_all(session, 2)

    refused = signed_in.post(page(ben, "offer"))
    signed_in.post(page(ben, "offer"), {"knowing": "full"})
    again = signed_in.post(page(ben, "offer"), {"knowing": "full"})

    assert "You can add a place. The session will then have 2 places." in refused.text
    assert states(ann, ben) == ["waiting", "offered"]
    assert count(session) == (2, 2, 0)
    assert again.status_code == 302
    assert Message.objects.filter(kind="place_offered").count() == 1


def test_an_assistant_adds_none(client, settings):
    settings.REQUIRE_TOTP = False
    let_in(client, make_organiser(role="assistant"))
    [session] = make_full()
    ann = join(session)

    response = client.post(page(ann, "offer"), {"knowing": "full"})

    assert response.status_code == 409
    assert "Ask an organiser in your team to add places." in response.text
    assert states(ann) == ["waiting"]


@pytest.mark.parametrize("what", ["offer", "move"])
def test_whoever_has_an_offer_needs_no_other(signed_in, what):
    [session] = make_full()
    ann = join(session)
    give_up(session)

    assert "They already have an offer." in signed_in.get(page(ann, what)).text


@pytest.mark.parametrize("what", ["offer", "move", "remove"])
def test_of_whoever_has_left_it_says_so(signed_in, what):
    [session] = make_full()
    ann = join(session)
    signed_in.post(page(ann, "remove"))

    text = signed_in.get(page(ann, what)).text

    assert "They are no longer on this waiting list." in text
    assert "<button" not in text.partition("<main")[2]


def test_somebody_is_removed_and_told_why_and_the_next_is_offered_the_place(signed_in):
    [session] = make_full()
    ann, ben = join_all(session, 2)
    give_up(session)

    shown = signed_in.get(page(ann, "remove"))
    done = signed_in.post(page(ann, "remove"), {"reason": "You told us."}, follow=True)
    signed_in.post(page(ann, "remove"), {"reason": "You told us."})

    assert "They have been offered a place. It will be offered to the next person." in shown.text
    assert "They are no longer on the waiting list. We are emailing them." in done.text
    assert states(ann, ben) == ["removed", "offered"]
    assert line_of(ann).reason == "You told us."
    assert told(ann) == ["waiting_list_joined", "place_offered", "waiting_list_left"]


def test_somebody_is_removed_quietly(signed_in):
    [session] = make_full()
    ann = join(session)

    done = signed_in.post(page(ann, "remove"), {"quietly": "on"}, follow=True)

    assert "They are no longer on the waiting list. We have not emailed them." in done.text
    assert told(ann) == ["waiting_list_joined"]


def test_a_reason_that_is_too_long_is_told_beside_the_field(signed_in):
    [session] = make_full()
    ann = join(session)

    response = signed_in.post(page(ann, "remove"), {"reason": "x" * 501})

    assert "Reason for removing them must be 500 characters or fewer" in response.text
    assert states(ann) == ["waiting"]


def test_of_several_lists_only_the_one_is_left(signed_in):
    first, second = make_full(plan(capacity=1), plan(capacity=1))
    ann = join(first, second)

    signed_in.post(f"{tab(first.event)}{line_of(ann, first).public_id}/remove/")

    assert (states(ann, session=first), states(ann, session=second)) == (["removed"], ["waiting"])


def test_another_teams_line_is_not_found_and_check_in_may_not(client, settings):
    settings.REQUIRE_TOTP = False
    [session] = make_full(team=make_team("Others"))
    [own] = make_full()
    other, ann = join(session), join(own)
    pages = [page(other, what) for what in ("offer", "remove", "move")]
    elsewhere = f"{tab(own.event)}{line_of(other).public_id}/remove/"
    let_in(client, make_organiser())
    found = [client.get(address).status_code for address in (*pages, elsewhere)]
    let_in(client, make_organiser(role="check_in"))

    assert found == [404] * 4
    assert client.post(page(ann, "remove")).status_code == 403


def test_looking_changes_nothing(signed_in):
    [session] = make_full()
    ann = join(session)

    for what in ("offer", "remove", "move"):
        signed_in.get(page(ann, what))

    assert states(ann) == ["waiting"]
    assert Session.objects.get(pk=session.pk).capacity == 1


def test_a_course_is_named_as_a_whole(signed_in):
    first, _ = make_full(plan(capacity=1), plan(capacity=1), attendance="all")
    ann = join(*first.event.sessions.with_place().order_by("pk"))

    assert "The whole course" in signed_in.get(page(ann, "remove")).text
