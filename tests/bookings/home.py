"""The organisers' first page as tests read it."""

from datetime import timedelta

from tests.factories import NOON

HOME = "/organiser/"
SOON = NOON + timedelta(days=5)


def rows(response):
    return [
        (
            line.event.title,
            [tag["text"] for tag in line.row.tags],
            line.row.when,
            line.row.places,
            line.row.percentage,
        )
        for line in response.context_data["dashboard"].lines
    ]


def titles(response):
    return [title for title, *_ in rows(response)]


def urgent(response):
    """What needs attention, by event: each sentence and where it leads."""
    return {
        line.event.title: [(one.text, one.address) for one in line.attention]
        for line in response.context_data["dashboard"].urgent
    }


def take(event, number):
    event.sessions.update(places_taken=number)
