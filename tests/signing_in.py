"""How an organiser signs in, through the pages."""

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

PASSWORD = "a long enough password"
ACTIVATE = "/accounts/2fa/totp/activate/"


def sign_in(client, organiser, password=PASSWORD):
    return client.post("/accounts/login/", {"login": organiser.email, "password": password})


def set_up_codes(client, organiser):
    """Sign in for the first time, enter the password again and set up the app."""
    sign_in(client, organiser)
    client.post(f"/accounts/reauthenticate/?next={ACTIVATE}", {"password": PASSWORD})
    secret = client.get(ACTIVATE).context["form"].secret
    return client.post(ACTIVATE, {"code": code_of(secret)})


def code_of(secret):
    """What an authenticator app shows for this secret now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
