"""How often one may try to sign in: counted in the database, for each visitor by themselves."""

import pytest
from django.core.cache import cache

from events.models import CacheEntry
from tests.factories import make_organiser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_slows")]

PASSWORD = "a long enough password"
EMAIL = "olu@westshire.example"


def sign_in(client, *, address, email=EMAIL, password=PASSWORD):
    return client.post(
        "/accounts/login/",
        {"login": email, "password": password},
        REMOTE_ADDR="10.0.0.1",
        headers={"X-Forwarded-For": address},
    )


def errors_of(response):
    return response.context["form"].non_field_errors()


def test_behind_a_proxy_one_visitors_tries_lock_nobody_else_out(client, settings):
    settings.TRUSTED_PROXIES = 1
    make_organiser(email=EMAIL, password=PASSWORD)
    for number in range(40):
        sign_in(client, address=f"203.0.113.{number}", email=f"x{number}@evil.example")

    response = sign_in(client, address="198.51.100.7")

    assert (response.status_code, response["Location"]) == (302, "/organiser/")


def test_one_visitor_tries_ten_addresses_a_minute(client, settings):
    settings.TRUSTED_PROXIES = 1
    make_organiser(email=EMAIL, password=PASSWORD)
    for number in range(10):
        sign_in(client, address="203.0.113.5", email=f"x{number}@evil.example")

    response = sign_in(client, address="203.0.113.5")

    assert errors_of(response) == ["Wait 5 minutes before you try to sign in again"]


def test_one_account_is_tried_five_times_from_wherever(client, settings):
    settings.TRUSTED_PROXIES = 1
    make_organiser(email=EMAIL, password=PASSWORD)
    for number in range(5):
        sign_in(client, address=f"203.0.113.{number}", password="a guess of mine")

    response = sign_in(client, address="198.51.100.7")

    assert errors_of(response) == ["Wait 5 minutes before you try to sign in again"]


def test_tries_are_counted_where_every_process_sees_them(client):
    sign_in(client, address="", password="a guess of mine")

    keys = list(CacheEntry.objects.values_list("cache_key", flat=True))
    assert keys
    cache.clear()
    assert not CacheEntry.objects.exists()
    assert all(len(key) == 64 for key in keys)


def test_a_public_page_asks_the_cache_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/privacy/")
