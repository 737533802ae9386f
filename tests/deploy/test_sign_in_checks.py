"""What the system checks say of an identity provider's settings, and how these are read."""

from dataclasses import replace

import environ
import pytest
from django.db import ProgrammingError, connection

from deploy import sign_in_checks
from deploy.identity_provider import GroupRole, IdentityProvider, read
from tests.factories import make_team

GOOD = IdentityProvider(
    issuer="https://login.westshire.example/tenant/v2.0",
    name="your Westshire account",
    client_id="placecard",
    client_secret="s3cret",
    domains=("westshire.example",),
    groups=(GroupRole("editors", "organiser", "Education Events"),),
)
WRITTEN = {
    "OIDC_ISSUER": GOOD.issuer,
    "OIDC_NAME": "your Westshire account",
    "OIDC_CLIENT_ID": "placecard",
    "OIDC_CLIENT_SECRET": "s3cret",
    "OIDC_DOMAINS": "Westshire.example, schools.westshire.example",
    "OIDC_GROUPS": "editors=organiser:Education Events, 3f2a-11=check_in:Front: desk, nonsense",
    "OIDC_ORIGINS": "https://adfs.westshire.example, https://x.example:8443",
    "OIDC_TRUSTS_ADDRESSES": "true",
    "OIDC_REPLACES_SECOND_STEP": "true",
}


@pytest.mark.parametrize("provider", [None, GOOD])
def test_good_settings_are_fine(provider, settings):
    settings.IDENTITY_PROVIDER = provider

    assert sign_in_checks.provider_can_be_asked() == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"issuer": "http://login.example"}, ["OIDC_ISSUER does not start with https://."]),
        ({"client_id": ""}, ["OIDC_CLIENT_ID is missing beside OIDC_ISSUER."]),
        ({"client_secret": ""}, ["OIDC_CLIENT_SECRET is missing beside OIDC_ISSUER."]),
        ({"domains": ()}, ["OIDC_DOMAINS is empty, so nobody is let in."]),
        ({"domains": ("",)}, ["OIDC_DOMAINS is empty, so nobody is let in."]),
        ({"domains": ("@x.example",)}, ["OIDC_DOMAINS names '@x.example'."]),
        ({"domains": ("*.x.example",)}, ["OIDC_DOMAINS names '*.x.example'."]),
        ({"domains": ("example",)}, ["OIDC_DOMAINS names 'example'."]),
        ({"other_origins": ("login.example",)}, ["OIDC_ORIGINS names 'login.example'."]),
        ({"other_origins": ("http://x.example",)}, ["OIDC_ORIGINS names 'http://x.example'."]),
        (
            {"other_origins": ("https://x.example/a",)},
            ["OIDC_ORIGINS names 'https://x.example/a'."],
        ),
        ({"other_origins": ("https://*.example",)}, ["OIDC_ORIGINS names 'https://*.example'."]),
        ({"unread_groups": ("nonsense",)}, ["OIDC_GROUPS cannot be read at 'nonsense'."]),
        (
            {"groups": (GroupRole("editors", "king", "Events"),)},
            ["OIDC_GROUPS cannot be read at 'editors'."],
        ),
    ],
)
def test_what_is_wrong_is_told(fields, said, settings):
    settings.IDENTITY_PROVIDER = replace(GOOD, **fields)

    found = sign_in_checks.provider_can_be_asked()

    assert [message.msg for message in found] == said
    assert {message.id for message in found} == {"placecard.E015"}
    assert not any("s3cret" in str(message) for message in found)


@pytest.mark.django_db
def test_teams_that_groups_name_have_to_be_there(settings):
    make_team("Education Events")
    missing = GroupRole("desk", "check_in", "Front desk")
    settings.IDENTITY_PROVIDER = replace(GOOD, groups=(*GOOD.groups, missing))

    [found] = sign_in_checks.teams_of_groups_are_there()

    assert "OIDC_GROUPS names the team 'Front desk', which is not there" in found.msg
    settings.IDENTITY_PROVIDER = GOOD
    assert sign_in_checks.teams_of_groups_are_there() == []
    settings.IDENTITY_PROVIDER = None
    assert sign_in_checks.teams_of_groups_are_there() == []


@pytest.mark.django_db
def test_a_database_that_cannot_be_asked_yet_is_for_others_to_tell(settings):
    settings.IDENTITY_PROVIDER = GOOD

    def refuse(*_):
        raise ProgrammingError("no such table")

    with connection.execute_wrapper(refuse):
        assert sign_in_checks.teams_of_groups_are_there() == []


def test_the_settings_are_read_as_they_are_written(monkeypatch):
    for name, value in WRITTEN.items():
        monkeypatch.setenv(name, value)

    assert read(environ.Env()) == replace(
        GOOD,
        domains=("westshire.example", "schools.westshire.example"),
        other_origins=("https://adfs.westshire.example", "https://x.example:8443"),
        groups=(*GOOD.groups, GroupRole("3f2a-11", "check_in", "Front: desk")),
        unread_groups=("nonsense",),
        trusts_addresses=True,
        replaces_second_step=True,
    )


def test_without_an_issuer_there_is_no_provider(monkeypatch):
    monkeypatch.setenv("OIDC_CLIENT_ID", "placecard")

    assert read(environ.Env()) is None
