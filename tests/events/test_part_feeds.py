"""The calendar of what the list shows with a filter."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events import feed_versions, public_feeds
from events.models import Audience, FeedVersion
from tests.events.test_feeds import ADDRESS, fetch, summaries
from tests.factories import (
    NOON,
    amend_event,
    cancel_session,
    make_audience,
    make_event,
    make_venue,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAME = "education-events-and-briefings"
FOR_HEADS = f"/calendar/audience/primary-heads/{NAME}-primary-heads.ics"
FOR_HEADS_ONLINE = f"/calendar/audience/primary-heads/online/{NAME}-primary-heads-online.ics"
IN_PERSON = f"/calendar/where/in-person/{NAME}-in-person.ics"


def heads():
    return make_audience("Primary heads")


def in_person(**fields):
    return plan(mode="in_person", join_link="", venue=make_venue(), **fields)


def known(client, path, response):
    return fetch(client, path, **{"If-None-Match": response["ETag"]}).status_code


@pytest.mark.parametrize(
    ("path", "name", "shown"),
    [
        (FOR_HEADS, "Primary heads", ["Heads online", "Heads at a venue"]),
        (FOR_HEADS_ONLINE, r"Primary heads\, online", ["Heads online"]),
        (IN_PERSON, "in person", ["Heads at a venue", "All at a venue"]),
    ],
)
def test_a_filter_has_a_calendar_that_is_called_by_it(client, path, name, shown):
    make_event(title="Heads online", audiences=[heads()])
    make_event(in_person(starts_at=NOON - 99 * DAY), title="Long ago", audiences=[heads()])
    make_event(in_person(), title="Heads at a venue", audiences=[heads()])
    make_event(in_person(), title="All at a venue", audiences=[make_audience("SENCOs")])
    make_event(title="Unlisted", audiences=[heads()], is_listed=False)

    response = fetch(client, path)

    told = response.text.replace("\r\n ", "")
    assert summaries(response) == shown
    assert f"X-WR-CALNAME:Education events and briefings: {name}\r\n" in told
    assert f"SOURCE;VALUE=URI:{ADDRESS}{path}\r\n" in told
    assert response["Cache-Control"] == "public, max-age=900"


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("audience=primary-heads", FOR_HEADS),
        ("audience=primary-heads&where=online&when=past&page=2", FOR_HEADS_ONLINE),
        ("where=in_person", IN_PERSON),
        ("when=past", f"/calendar/{NAME}.ics"),
        ("audience=nobody", f"/calendar/{NAME}.ics"),
    ],
)
def test_the_list_offers_the_calendar_of_what_it_shows(client, query, path):
    make_event(audiences=[heads()])

    text = client.get(f"/?{query}").text

    assert f"{ADDRESS}{path}</code>" in text
    assert f'href="{ADDRESS}{path}"' in text
    assert fetch(client, path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/calendar/audience/nobody/x.ics",
        "/calendar/audience/primary-heads/elsewhere/x.ics",
        "/calendar/where/to_be_confirmed/x.ics",
        "/calendar/where/in_person/x.ics",
        "/calendar/audience/everybody/online/x.ics",
    ],
)
def test_what_is_no_filter_is_not_found(client, path):
    make_event(audiences=[heads()])

    assert fetch(client, path).status_code == 404
    assert not FeedVersion.objects.filter(scope__startswith="part").exists()


def test_an_audience_that_is_called_otherwise_keeps_its_address(client):
    make_event(audiences=[heads()])
    before = fetch(client, FOR_HEADS)

    Audience.objects.update(label="Heads of primary schools")
    after = fetch(client, FOR_HEADS, **{"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert "Education events and briefings: Heads of primary schools" in after.text.replace(
        "\r\n ", ""
    )


def test_an_app_that_has_it_gets_a_304_after_two_look_ups(client, django_assert_num_queries):
    make_event(audiences=[heads()])
    first = fetch(client, FOR_HEADS)

    with django_assert_num_queries(2):  # the audience, and the version
        assert known(client, FOR_HEADS, first) == 304
    with django_assert_num_queries(3):
        again = fetch(client, FOR_HEADS)

    assert (again.content, again["ETag"]) == (first.content, first["ETag"])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda event, at: amend_event(event, audiences=[], at=at), id="audiences"),
        pytest.param(lambda event, at: amend_event(event, is_listed=False, at=at), id="listed"),
        pytest.param(lambda event, at: amend_event(event, title="Other", at=at), id="title"),
        pytest.param(
            lambda event, at: amend_event(
                event,
                sessions=[{"mode": "in_person", "join_link": "", "venue": make_venue()}],
                at=at,
            ),
            id="where",
        ),
        pytest.param(lambda event, at: cancel_session(event.sessions.get(), at=at), id="cancelled"),
        pytest.param(
            lambda event, at: make_event(audiences=[heads()], title="Another", at=at), id="added"
        ),
    ],
)
def test_a_change_is_never_answered_with_a_304(client, change):
    event = make_event(audiences=[heads()])
    before = {path: fetch(client, path) for path in (FOR_HEADS, FOR_HEADS_ONLINE)}

    change(event, NOON + HOUR)

    assert [known(client, path, response) for path, response in before.items()] == [200, 200]
    after = {path: fetch(client, path) for path in before}
    assert [known(client, path, response) for path, response in after.items()] == [304, 304]


def test_an_audience_that_is_added_to_an_event_brings_it_into_its_calendar(client):
    heads()
    event = make_event()
    before = fetch(client, FOR_HEADS)

    amend_event(event, audiences=[heads()], at=NOON + HOUR)

    after = fetch(client, FOR_HEADS, **{"If-None-Match": before["ETag"]})
    assert (summaries(before), summaries(after)) == ([], ["Headteacher briefing"])


def test_what_was_read_before_a_change_is_kept_for_nobody(client):
    """A slow reader keeps what it has read for the number that it read first."""
    event = make_event(audiences=[heads()])
    scope = feed_versions.scope_of_part(heads(), "")
    slow = feed_versions.current_part(scope)
    old = fetch(client, FOR_HEADS)
    row = FeedVersion.objects.get(scope=scope)
    amend_event(event, title="Other", at=NOON + HOUR)

    feed_versions.keep_etag(slow, etag=old["ETag"], made_of=row.made_of)

    assert known(client, FOR_HEADS, old) == 200
    new = fetch(client, FOR_HEADS)
    feed_versions.keep_etag(slow, etag=old["ETag"], made_of=row.made_of)
    assert known(client, FOR_HEADS, new) == 304


def test_there_are_as_many_as_filters_that_exist(client):
    make_event(audiences=[heads()])
    for name in ("a", "b", "c"):
        for path in ("/calendar/audience/primary-heads/{}.ics", "/calendar/where/online/{}.ics"):
            assert fetch(client, path.format(name)).status_code == 200

    scopes = FeedVersion.objects.filter(scope__startswith="part").values_list("scope", flat=True)

    assert sorted(scopes) == [f"part {heads().pk}", "part online"]


@pytest.mark.parametrize("method", ["PROPFIND", "REPORT", "OPTIONS", "PUT", "POST", "DELETE"])
def test_a_filtered_calendar_is_only_fetched(client, method):
    make_event(audiences=[heads()])

    assert client.generic(method, FOR_HEADS).status_code == 405
    assert client.head(FOR_HEADS).status_code == 200


def test_the_addresses_are_made_as_the_site_map_has_them():
    online = public_feeds.of_list(heads(), "online")

    assert (
        online.path
        == FOR_HEADS_ONLINE
        == reverse(
            "part_feed",
            kwargs={
                "audience": "primary-heads",
                "mode": "online",
                "name": f"{NAME}-primary-heads-online",
            },
        )
    )
    assert online.name == "Education events and briefings: Primary heads, online"
