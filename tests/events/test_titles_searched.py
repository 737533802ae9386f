"""Titles as they are searched: written with the title, and filled in for events of before."""

from importlib import import_module

import pytest
from django.apps import apps

from events.folding import folded
from events.models import Event
from tests.factories import amend_event, make_event

pytestmark = pytest.mark.django_db

migration = import_module("events.migrations.0011_titles_searched")


def keys():
    return list(Event.objects.order_by("pk").values_list("title_key", flat=True))


def test_each_title_is_written_folded_and_so_is_a_new_one():
    event = make_event(title="École  d’Été")
    make_event(title="Straße")

    amend_event(event, title="Noël")

    assert keys() == ["noel", "strasse"]


def test_events_of_before_are_filled_in_batch_by_batch(monkeypatch):
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    titles = ["École", "Two", "Three", "Four", "Fünf"]
    for title in titles:
        make_event(title=title)
    Event.objects.update(title_key="")

    migration.fill_keys(apps, None)

    assert keys() == [folded(title) for title in titles]
