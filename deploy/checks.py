"""System checks: what is wrong with an installation's settings, said before anybody books."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import OperationalError, connections

from deploy import second_factor_keys, site_address

SAFE_SQLITE = (3, 51, 3)
CONNECTIONS_BESIDE_THE_WEB = 8  # workers, commands, backup and somebody looking
SECONDS_TO_CONNECT = 10
ENV_EXAMPLE = Path(__file__).parent / "env.example"

STEPS_OF_SENDING = 10  # connect, greet, encrypt, sign in, sender, recipient: each may wait


@register(Tags.compatibility)
def mail_sender(**_: object) -> list[CheckMessage]:
    try:
        validate_email(settings.MAIL_FROM)
    except ValidationError:
        return [
            Error(
                "MAIL_FROM is not an e-mail address.",
                hint="Set it to a mailbox that someone reads.",
                id="placecard.E001",
            )
        ]
    return []


@register(Tags.compatibility)
def answers_arrive(**_: object) -> list[CheckMessage]:
    """Calendars answer the organiser of the invitation, servers return mails to their sender."""
    mailbox = settings.REPLY_MAILBOX
    others = {settings.CALENDAR_ORGANISER, settings.MAIL_FROM} - {mailbox}
    if not mailbox or not others:
        return []
    return [
        Warning(
            "REPLY_MAILBOX is not the mailbox that mails and invitations come from, so that answers"
            " or undelivered mails do not arrive there.",
            hint="Set MAIL_FROM to it, and leave CALENDAR_ORGANISER out.",
            id="placecard.W014",
        )
    ]


@register(Tags.compatibility)
def links_can_be_opened(**_: object) -> list[CheckMessage]:
    try:
        site_address.usable(settings.SITE_ADDRESS)
    except site_address.Unusable as fault:
        return [
            Error(
                f"SITE_ADDRESS {fault}",
                hint=f"Write SITE_ADDRESS={site_address.probably_meant(settings.SITE_ADDRESS)}",
                id="placecard.E011",
            )
        ]
    return []


@register(Tags.compatibility)
def extra_hosts_can_be_asked_for(**_: object) -> list[CheckMessage]:
    return [
        Error(
            f"EXTRA_HOSTS names {name!r}, which no browser sends as a host.",
            hint=f"Write {site_address.host_probably_meant(name)} instead.",
            id="placecard.E012",
        )
        for name in settings.EXTRA_HOSTS
        if name not in {"*", site_address.host_probably_meant(name)}
    ]


@register(Tags.compatibility)
def lease_outlasts_a_mail(**_: object) -> list[CheckMessage]:
    longest = settings.EMAIL_TIMEOUT * STEPS_OF_SENDING + settings.MAIL_ANSWER_TIMEOUT
    if longest < settings.MESSAGE_LEASE.total_seconds():
        return []
    return [
        Error(
            f"Sending a mail may take {longest} seconds, longer than its lease.",
            hint="Lower EMAIL_TIMEOUT or MAIL_ANSWER_TIMEOUT, or a mail may go out twice.",
            id="placecard.E002",
        )
    ]


@register(Tags.compatibility)
def pool_holds_every_thread(**_: object) -> list[CheckMessage]:
    pool = settings.DATABASES["default"].get("OPTIONS", {}).get("pool")
    if not pool or pool["max_size"] >= settings.WEB_THREADS:
        return []
    return [
        Error(
            f"{settings.WEB_THREADS} threads share {pool['max_size']} database connections.",
            hint="Set the pool's max_size to WEB_THREADS.",
            id="placecard.E003",
        )
    ]


@register(Tags.database)
def server_holds_every_pool(**_: object) -> list[CheckMessage]:
    if connections["default"].vendor != "postgresql":
        return []
    try:
        limit = _connections_allowed()
    except OperationalError as error:
        return [_unreachable(error)]
    needed = settings.WEB_WORKERS * settings.WEB_THREADS + CONNECTIONS_BESIDE_THE_WEB
    if needed <= limit:
        return []
    return [
        Warning(
            f"PostgreSQL allows {limit} connections; {needed} may be wanted.",
            hint="Lower WEB_WORKERS or WEB_THREADS, or raise max_connections.",
            id="placecard.W004",
        )
    ]


def _connections_allowed() -> int:
    """Asked beside the pool, which would try for ten seconds, aloud, and then stay open."""
    beside = connections["default"].copy()
    beside.settings_dict["OPTIONS"] |= {"pool": None, "connect_timeout": SECONDS_TO_CONNECT}
    with closing(beside), beside.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        return int(cursor.fetchone()[0])


def _unreachable(error: OperationalError) -> CheckMessage:
    reason = str(error).partition("\n")[0]  # the server's words: they name no password
    return Error(
        f"The database cannot be reached: {reason}",
        hint="Start it, or correct DATABASE_URL.",
        id="placecard.E010",
    )


@register(Tags.compatibility, deploy=True)
def sqlite_version(**_: object) -> list[CheckMessage]:
    uses_it = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if not uses_it or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return []
    return [
        Info(
            f"SQLite {sqlite3.sqlite_version} can, very rarely, damage a database that several"
            " processes write to.",
            hint="SQLite 3.51.3 cannot. Until then keep daily backups and check them.",
            id="placecard.I005",
        )
    ]


@register(Tags.compatibility)
def https_redirect_needs_a_proxy(**_: object) -> list[CheckMessage]:
    if settings.TRUSTED_PROXIES or not settings.SECURE_SSL_REDIRECT:
        return []
    return [
        Error(
            "SSL_REDIRECT redirects everyone to https, but with TRUSTED_PROXIES=0 nobody counts as"
            " being there, so every page would redirect to itself.",
            hint="Set TRUSTED_PROXIES to the number of proxies in front, or SSL_REDIRECT to false.",
            id="placecard.E009",
        )
    ]


@register(Tags.security, deploy=True)
def site_address_is_https(**_: object) -> list[CheckMessage]:
    if settings.DEBUG or settings.IS_HTTPS:
        return []
    return [
        Warning(
            "SITE_ADDRESS does not start with https://, and links to bookings are secrets.",
            hint="Put a proxy with a certificate in front.",
            id="placecard.W006",
        )
    ]


@register(Tags.security, deploy=True)
def secret_is_ones_own(**_: object) -> list[CheckMessage]:
    if f"SECRET_KEY={settings.SECRET_KEY}\n" not in ENV_EXAMPLE.read_text():
        return []
    return [
        Warning(
            "SECRET_KEY is the one of deploy/env.example, which is public.",
            hint='python3 -c "import secrets; print(secrets.token_urlsafe(50))" makes another.',
            id="placecard.W007",
        )
    ]


@register(Tags.security, deploy=True)
def second_factor_keys_are_ones_own(**_: object) -> list[CheckMessage]:
    example = ENV_EXAMPLE.read_text()
    if not any(f"SECOND_FACTOR_KEYS={key}\n" in example for key in settings.SECOND_FACTOR_KEYS):
        return []
    return [
        Warning(
            "SECOND_FACTOR_KEYS has the key of deploy/env.example, which is public.",
            hint=second_factor_keys.HOW_TO_MAKE_ONE,
            id="placecard.W013",
        )
    ]


@register(Tags.security, deploy=True)
def mail_is_sent(**_: object) -> list[CheckMessage]:
    if settings.MAIL not in {"files", "memory"}:
        return []
    return [
        Warning(
            f"MAIL={settings.MAIL} means that nobody gets a confirmation.",
            hint="Set MAIL to smtp+tls://user:password@host:port.",
            id="placecard.W008",
        )
    ]
