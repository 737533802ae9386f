"""The audit trail: what it forgets, and what it keeps for good."""

from datetime import timedelta

import pytest

from events import audit
from events.models import AuditEntry
from tests.factories import NOON, make_organiser

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SIGN_INS = [
    "sign_in_failed",
    "signed_in",
    "signed_out",
    "second_factor_used",
    "second_factor_failed",
    "recovery_code_used",
]
CHANGES = [
    "event_published",
    "place_booked",
    "bookings_exported",
    "password_changed",
    "password_reset",
    "second_factor_set_up",
    "second_factor_reset",
    "recovery_codes_made",
]


@pytest.fixture
def olu():
    return make_organiser()


def record(action, subject, *, days):
    audit.record(action, subject, at=NOON - days * DAY)


def actions_left():
    return sorted(AuditEntry.objects.values_list("action", flat=True))


def test_sign_ins_are_forgotten_after_half_a_year(olu):
    for action in SIGN_INS:
        record(action, olu, days=181)

    assert audit.forget_sign_ins(NOON) == len(SIGN_INS)
    assert actions_left() == []


def test_sign_ins_of_the_last_half_year_are_kept(olu):
    for action in SIGN_INS:
        record(action, olu, days=180)

    assert audit.forget_sign_ins(NOON) == 0
    assert actions_left() == sorted(SIGN_INS)


def test_who_changed_what_is_kept_for_good(olu):
    for action in CHANGES:
        record(action, olu, days=4000)

    assert audit.forget_sign_ins(NOON) == 0
    assert actions_left() == sorted(CHANGES)


def test_the_oldest_go_first_and_so_many_at_a_time(olu, monkeypatch):
    monkeypatch.setattr(audit, "FORGOTTEN_AT_ONCE", 2)
    for days in (300, 500, 200, 400, 10):
        record("sign_in_failed", olu, days=days)

    removed = [audit.forget_sign_ins(NOON)]
    left = [
        (NOON - at) / DAY for at in AuditEntry.objects.order_by("at").values_list("at", flat=True)
    ]
    removed += [audit.forget_sign_ins(NOON) for _ in range(2)]

    assert left == [300, 200, 10]
    assert removed == [2, 2, 0]
    assert AuditEntry.objects.get().at == NOON - 10 * DAY
