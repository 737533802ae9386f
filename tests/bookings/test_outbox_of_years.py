"""What looks into the outbox again and again reads what waits, not what was sent over years."""

import pytest
from django.db import connection

from bookings.models import Message
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("due", "message_unsent"),
        ("put_off", "message_unsent"),
        ("being_sent", "message_unsent"),
        ("done_since", "message_to_empty"),
        ("to_empty", "message_to_empty"),
    ],
)
def test_the_outbox_is_read_by_the_index_of_the_few(name, index):
    if connection.vendor == "postgresql":  # which reads a short table whole
        connection.cursor().execute("SET LOCAL enable_seqscan = off")

    plan = getattr(Message.objects, name)(NOON).explain()

    assert index in plan
