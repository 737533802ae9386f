"""The house rules that no linter knows, each with a breach that is shown to be found."""

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from events.access import public
from tests.architecture import (
    Module,
    imports_against_the_direction,
    internals_that_may_change,
    models_that_import_their_app,
    modules,
    names_of_bookings,
    says_nothing,
    too_long,
    unexplained_excuses,
    without_docstring,
    written_elsewhere,
)

POLICIES = {"public", "by_link", "organiser", "administrator"}
OTHERS_PAGES = {
    "account_change_password": "for who has signed in, whatever their role",
    "account_login": "who signs in has not yet",
    "account_logout": "asks before it signs anybody out",
    "account_reauthenticate": "Django's middleware asks for a sign-in",
    "account_reset_password": "for who cannot sign in",
    "account_reset_password_done": "for who cannot sign in",
    "account_reset_password_from_key": "guarded by the secret in the link",
    "account_reset_password_from_key_done": "for who cannot sign in",
    "add_passkey": "for who has signed in; the first with the password, others with a code",
    "rename_passkey": "for who has signed in, whatever their role",
    "remove_second_step": "for who has signed in, whatever their role",
    "account_confirm_login_code": "allauth asks for the password before",
    "mfa_login_webauthn": "who signs in has not yet",
    "mfa_reauthenticate_webauthn": "Django's middleware asks for a sign-in",
    "your_sign_in": "for who has signed in, whatever their role",
    "sign_out_device": "for who has signed in, whatever their role",
    "sign_out_everywhere": "for who has signed in, whatever their role",
    "mfa_authenticate": "allauth asks for the password before",
    "mfa_reauthenticate": "Django's middleware asks for a sign-in",
    "mfa_activate_totp": "Django's middleware asks for a sign-in, allauth for a recent password",
    "mfa_view_recovery_codes": "@second_factor: a password alone gets nobody past the codes",
    "mfa_generate_recovery_codes": "@second_factor: a password alone gets nobody past the codes",
    "mfa_download_recovery_codes": "@second_factor: a password alone gets nobody past the codes",
}

APPS = ["events", "bookings", "deploy"]
EVERYTHING = [*APPS, "tests"]
RULES: list[tuple[Callable[[Module], list[str]], list[str]]] = [
    (imports_against_the_direction, APPS),
    (internals_that_may_change, EVERYTHING),
    (names_of_bookings, ["events"]),
    (written_elsewhere, APPS),
    (too_long, EVERYTHING),
    (says_nothing, EVERYTHING),
    (models_that_import_their_app, ["events", "bookings"]),
    (unexplained_excuses, EVERYTHING),
    (without_docstring, EVERYTHING),
]
BREACHES = [
    (imports_against_the_direction, "events/planted.py", "from bookings.models import Booking"),
    (imports_against_the_direction, "events/planted.py", "def f():\n    import bookings"),
    (imports_against_the_direction, "bookings/planted.py", "from deploy import settings"),
    (internals_that_may_change, "events/planted.py", "from csp.internal.flows import header"),
    (names_of_bookings, "events/planted.py", 'Booking = "bookings.Booking"'),
    (names_of_bookings, "events/planted.py", "taken = session.bookings.count()"),
    (names_of_bookings, "events/planted.py", "sessions.filter(bookings__state='booked')"),
    (names_of_bookings, "events/planted.py", 'template = "bookings/session_full.html"'),
    (written_elsewhere, "events/planted.py", "session.changed_at = at"),
    (written_elsewhere, "events/planted.py", "session.feed_sequence += 1"),
    (written_elsewhere, "events/planted.py", "sessions.update(schedule_sequence=1)"),
    (written_elsewhere, "events/planted.py", "Session(places_taken=3)"),
    (written_elsewhere, "events/planted.py", "revisions.touch(session, at=at, places_taken=0)"),
    (written_elsewhere, "bookings/planted.py", "revisions.reword(session, at=at, state='x')"),
    (written_elsewhere, "bookings/planted.py", "Booking.objects.bulk_update(bookings, ['state'])"),
    (written_elsewhere, "bookings/planted.py", "booking.save(update_fields=['state'])"),
    (written_elsewhere, "deploy/planted.py", "event.state = 'published'"),
    (written_elsewhere, "bookings/planted.py", "booking.state = Booking.State.CANCELLED"),
    (written_elsewhere, "bookings/planted.py", "Booking.objects.filter(pk=1).update(state='x')"),
    (too_long, "events/planted.py", "\n" * 301),
    (says_nothing, "events/utils.py", ""),
    (models_that_import_their_app, "events/models/planted.py", "from events import lifecycle"),
    (unexplained_excuses, "events/planted.py", "import os  # noqa"),
    (unexplained_excuses, "events/planted.py", "import os  # noqa: F401"),
    (unexplained_excuses, "events/planted.py", "view.policy = 1  # type: ignore[attr-defined]"),
    (without_docstring, "events/planted.py", "import os"),
]
EXPLAINED = [
    "import os  # noqa: F401 (read by the plugin)",
    "import os  # noqa: F401 - read by the plugin",
    "view.policy = 1  # type: ignore[attr-defined]  # read by the tests",
]


@pytest.mark.parametrize(
    ("rule", "folders"), RULES, ids=lambda value: getattr(value, "__name__", "")
)
def test_the_source_keeps_the_rule(rule, folders):
    assert [breach for module in modules(*folders) for breach in rule(module)] == []


@pytest.mark.parametrize(("rule", "where", "text"), BREACHES)
def test_a_breach_is_found(rule, where, text):
    assert len(rule(Module(where, text))) == 1


@pytest.mark.parametrize("line", EXPLAINED)
def test_an_excuse_with_its_reason_is_none(line):
    assert unexplained_excuses(Module("events/planted.py", line)) == []


def test_bookings_may_be_named_in_a_sentence():
    module = Module("events/planted.py", '"""Knows nothing of bookings. Nor of people."""')

    assert names_of_bookings(module) == []


def pages(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns)
        else:
            yield pattern


def without_policy(patterns: list[URLPattern | URLResolver]) -> list[str]:
    return sorted(
        str(page.name)
        for page in pages(patterns)
        if getattr(page.callback, "policy", None) not in POLICIES
    )


def test_every_page_says_who_may_see_it():
    assert without_policy(get_resolver().url_patterns) == sorted(OTHERS_PAGES)


def test_a_page_that_does_not_say_is_found():
    def guarded(request):
        return HttpResponse()

    def open_to_whom(request):
        return HttpResponse()

    patterns = [path("a/", public(guarded)), path("b/", open_to_whom, name="open_to_whom")]

    assert without_policy(patterns) == ["open_to_whom"]
