"""What `manage.py serve` runs, and what it tells the person who started it."""

import socket

from django.conf import settings
from django.urls import reverse

from deploy.supervisor import Program

EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (compared with, never bound)


def programs(python: str) -> list[Program]:
    return [
        Program("web server", [python, "-m", "deploy.web"]),
        Program("message worker", [python, str(settings.BASE_DIR / "manage.py"), "worker"]),
    ]


def port_is_free() -> bool:
    try:
        family = socket.AF_INET6 if ":" in settings.LISTEN_ON else socket.AF_INET
        with socket.create_server((settings.LISTEN_ON, settings.PORT), family=family):
            return True
    except OSError:
        return False


def answers() -> bool:
    address = EVERY_ADDRESS.get(settings.LISTEN_ON, settings.LISTEN_ON)
    try:
        socket.create_connection((address, settings.PORT), timeout=1).close()
    except OSError:
        return False
    return True


def announcement() -> str:
    return f"""
{settings.SERVICE_NAME}: {settings.SITE_ADDRESS}/
Organisers sign in at: {settings.SITE_ADDRESS}{reverse("account_login")}
Mails {where_mails_go()}
Stop with Ctrl-C.
"""


def where_mails_go() -> str:
    match settings.MAIL:
        case "files":
            return f"are written to: {settings.MAIL_DIR}/"
        case "memory":
            return "go nowhere: MAIL=memory"
        case _:
            return f"are sent by: {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
