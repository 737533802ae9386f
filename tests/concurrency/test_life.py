"""Eight processes do at random what people and organisers do: nothing that must hold is broken."""

import pytest

from tests.concurrency.life import differences, play, publish, send_the_rest
from tests.database import database_url

pytestmark = pytest.mark.django_db(transaction=True)

DEADLOCK = "40P01"


def test_the_life_of_bookings_in_eight_processes_breaks_nothing():
    event = publish(begins_after=6)

    report = play(event, database_url(), seconds=3, processes=8)
    send_the_rest(report)

    assert report.errors == []
    assert [told for told in report.tried_again if DEADLOCK in told] == []
    assert differences(event, report) == []
    assert report.done["book"] > 0
    assert report.done["take an offer"] > 0
    assert report.told != []
