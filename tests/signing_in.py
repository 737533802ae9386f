"""How an organiser signs in, through the pages."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.signing import Signer

PASSWORD = "a long enough password"
LOGIN = "/accounts/login/"
ACTIVATE = "/accounts/2fa/totp/activate/"
HALF_A_MINUTE = 30


def sign_in(client, organiser, password=PASSWORD):
    return client.post(LOGIN, {"login": organiser.email, "password": password})


def let_in(client, organiser):
    """Signed in without the pages, on a device that is known by its cookie."""
    client.force_login(organiser)
    client.cookies[settings.KNOWN_DEVICE_COOKIE_NAME] = device_cookie()


def device_cookie():
    return Signer(salt="known_devices").sign("a mark")


def set_up_codes(client, organiser):
    """Sign in for the first time and set up the app."""
    sign_in(client, organiser)
    secret = client.get(ACTIVATE).context["form"].secret
    return client.post(ACTIVATE, {"code": code_of(secret)})


def code_of(secret):
    """What an authenticator app shows for this secret now, and for half a minute at most."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // HALF_A_MINUTE))
