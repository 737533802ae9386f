"""The limiter: exact for each hour, for each key, and without the address in clear."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from events import throttle
from events.models import CacheEntry, Count
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def test_each_key_is_counted_by_itself_and_from_zero_each_hour():
    for _ in range(3):
        throttle.count("mail", "ann@school.example", at=NOON)
    throttle.count("mail", "bob@school.example", at=NOON)
    throttle.count("booking", "ann@school.example", at=NOON)

    assert throttle.counted("mail", "ann@school.example", at=NOON + timedelta(minutes=59)) == 3
    assert throttle.counted("mail", "bob@school.example", at=NOON) == 1
    assert throttle.counted("mail", "ann@school.example", at=NOON + timedelta(hours=1)) == 0


def test_no_address_is_stored():
    throttle.count("mail", "ann@school.example", at=NOON)

    assert "ann" not in str(list(Count.objects.values_list()))


def test_old_windows_are_forgotten():
    throttle.count("mail", "ann@school.example", at=NOON)
    throttle.count("mail", "ann@school.example", at=NOON + timedelta(hours=1))

    for _ in range(2):
        throttle.forget_before(NOON + timedelta(hours=1))

    assert [row.window_starts_at for row in Count.objects.all()] == [NOON + timedelta(hours=1)]


def test_cache_entries_that_are_over_are_forgotten():
    row = {"value": "", "expires": NOON}
    CacheEntry.objects.create(cache_key="over", **row)
    CacheEntry.objects.create(cache_key="kept", **row | {"expires": NOON + timedelta(hours=1)})

    throttle.forget_before(NOON + timedelta(seconds=1))

    assert [entry.cache_key for entry in CacheEntry.objects.all()] == ["kept"]


def test_the_cache_is_a_table_and_names_nobody():
    cache.set("sign-in of ann@school.example", [1.5], 60)

    assert cache.get("sign-in of ann@school.example") == [1.5]
    assert re.fullmatch(r"[0-9a-f]{64}", CacheEntry.objects.get().cache_key)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.9", "192.0.2.1"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        (2, "203.0.113.5, 198.51.100.9", "203.0.113.5"),
        (2, "198.51.100.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_only_trusted_proxies_say_where_a_caller_is(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert throttle.caller_network(request) == address


@pytest.mark.parametrize(
    ("written", "network"),
    [
        ("198.51.100.9:52011", "198.51.100.9"),
        ("::ffff:198.51.100.9", "198.51.100.9"),
        ("[::ffff:c633:6409]:443", "198.51.100.9"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:3::1]:52011", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
        ("_hidden", "_hidden"),
        ("[]:80", "[]:80"),
        ("198.51.100.900", "198.51.100.900"),
    ],
)
def test_a_caller_is_a_network_however_a_proxy_writes_it(settings, written, network):
    settings.TRUSTED_PROXIES = 1
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=written)

    assert throttle.caller_network(request) == network
