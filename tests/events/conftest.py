"""Fixtures of the tests of events' pages."""

import pytest

from tests.factories import make_organiser


@pytest.fixture
def signed_in(client, settings):
    """A client whose visitor has signed in as an organiser of the default team."""
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser())
    return client
