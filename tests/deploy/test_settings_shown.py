"""Which settings administrators are shown: those of the example, but for these by name."""

import pytest

from deploy.administration import settings_shown
from deploy.identity_provider import GroupRole, IdentityProvider
from tests.deploy.test_settings import NAMED
from tests.environment import ENV_EXAMPLE

pytestmark = pytest.mark.django_db

SECRETS = {
    "SECRET_KEY",
    "SECOND_FACTOR_KEYS",
    "REPLY_IMAP",
    "INCOMING_MAIL_KEY",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
}
OF_THE_MACHINE = {
    "EXTRA_HOSTS",
    "PORT",
    "LISTEN_ON",
    "DATA_DIR",
    "SSL_REDIRECT",
    "HSTS_SECONDS",
    "WEB_WORKERS",
    "WEB_THREADS",
    "LOG_LEVEL",
    "READ_DOT_ENV",
}
OF_CALENDARS_AND_FILES = {"CALENDAR_ORGANISER", "CALENDAR_DOMAIN", "DOCUMENT_SIZE_LIMIT"}
PROVIDER = IdentityProvider(
    issuer="https://login.westshire.example",
    name="your Westshire account",
    client_id="placecard-at-westshire",
    client_secret="s3cret",
    domains=("westshire.example", "schools.westshire.example"),
    groups=(GroupRole("editors", "organiser", "Education Events"),),
    unread_groups=("nonsense",),
    replaces_second_step=True,
)


def test_every_setting_is_shown_or_left_out_by_name(settings):
    settings.IDENTITY_PROVIDER = PROVIDER

    shown = [one.name for one in settings_shown.shown()]

    left_out = SECRETS | OF_THE_MACHINE | OF_CALENDARS_AND_FILES
    assert sorted([*shown, *left_out]) == sorted(NAMED.findall(ENV_EXAMPLE.read_text()))


def of_signing_in():
    return {
        one.name: one.value
        for one in settings_shown.shown()
        if one.name.startswith(("OIDC_", "SIGN_IN_"))
    }


def test_how_organisers_sign_in_is_shown_without_the_secret(settings):
    settings.IDENTITY_PROVIDER = PROVIDER
    settings.SIGN_IN_CODE_BY_MAIL = True

    assert of_signing_in() == {
        "SIGN_IN_CODE_BY_MAIL": "Yes",
        "OIDC_ISSUER": "https://login.westshire.example",
        "OIDC_NAME": "your Westshire account",
        "OIDC_DOMAINS": "westshire.example, schools.westshire.example",
        "OIDC_ORIGINS": "None",
        "OIDC_GROUPS": "editors=organiser:Education Events, nonsense",
        "OIDC_TRUSTS_ADDRESSES": "No",
        "OIDC_REPLACES_SECOND_STEP": "Yes",
    }


def test_without_a_provider_that_is_said(settings):
    settings.IDENTITY_PROVIDER = None

    assert of_signing_in() == {"SIGN_IN_CODE_BY_MAIL": "No", "OIDC_ISSUER": "None"}
