"""What the pages of bookings are tried with."""

import pytest
from django.utils import timezone

from tests.bookings.answered import booked
from tests.bookings.joining import START
from tests.factories import make_organiser, make_session
from tests.signing_in import let_in

pytest.register_assert_rewrite("tests.bookings.lives")  # so that a failure shows what differs


@pytest.fixture
def signed_in(client, settings):
    """A client whose visitor has signed in as an organiser of the default team."""
    settings.REQUIRE_TOTP = False
    let_in(client, make_organiser())
    return client


@pytest.fixture
def olu():
    """An organiser who acts for somebody."""
    return make_organiser()


@pytest.fixture
def booking():
    """Ann's, at a session with two places, whose confirmation has gone out."""
    return booked(make_session(capacity=2))


@pytest.fixture
def at(monkeypatch):
    """Sets the clock, which shows the start of a session that is planned as by default."""

    def set_clock(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_clock(START)
    return set_clock
