"""What every answer passes on its way out."""

import pytest
from django.urls import clear_url_caches

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("debug", [True, False])
def test_what_is_not_there_is_told_by_our_page_on_a_developers_machine_too(client, settings, debug):
    settings.DEBUG = debug
    clear_url_caches()

    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "Page not found" in response.text
    assert "URLconf" not in response.text
