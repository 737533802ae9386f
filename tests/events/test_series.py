"""Events of one series name each other, as they are now."""

import pytest

from events.models import Event
from tests.factories import amend_event, cancel_event, make_event, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def also(client, event):
    event.refresh_from_db()
    text = client.get(f"/events/{event.public_id}/{event.slug}/").text
    _, is_there, behind = text.partition("Also in this series")
    others = Event.objects.exclude(pk=event.pk).order_by("pk")
    return [one.title for one in others if is_there and one.public_id in behind]


def test_the_others_of_the_series_are_linked_and_no_draft(client):
    first = make_event(title="First", series="Money")
    make_event(title="Second", series="Money")
    make_event(title="Unlisted", series="Money", is_listed=False)
    make_event(title="Draft", series="Money", published=False)
    make_event(title="Another team's", series="Money", team=make_team("Others"))
    make_event(title="Alone")

    assert also(client, first) == ["Second"]


def test_a_page_that_was_kept_says_what_joins_leaves_and_is_renamed(client):
    first = make_event(title="First", series="Money")
    assert also(client, first) == []

    second = make_event(title="Second", series="Money")
    assert also(client, first) == ["Second"]
    amend_event(second, title="The second")
    assert also(client, first) == ["The second"]
    cancel_event(second)
    assert also(client, first) == []
    third = make_event(title="Third")
    amend_event(third, series="Money")
    assert also(client, first) == ["Third"]
    amend_event(third, series="")
    assert also(client, first) == []
