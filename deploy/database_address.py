"""DATABASE_URL: where the database is, or why that cannot be read, in words without a password."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import environ
from django.core.exceptions import ImproperlyConfigured

from deploy.percent_encoding import decoded

SQLITE = "sqlite:"
POSTGRESQL = ("postgresql://", "postgres://")
ACCOUNT = "the user name or password of DATABASE_URL"


def database(url: str, *, beside: Path) -> dict[str, Any]:
    """The entry of DATABASES; a relative file is `beside`. Raises ImproperlyConfigured."""
    if url.lower().startswith(SQLITE):
        return in_file(_file(url[len(SQLITE) :], beside))
    if url.lower().startswith(POSTGRESQL):
        return _on_server(url)
    raise ImproperlyConfigured(
        "DATABASE_URL starts with neither postgresql:// nor sqlite:///. Write it as"
        " postgresql://user:password@host:5432/name or sqlite:////srv/placecard/name.sqlite3."
    )


def in_file(path: Path) -> dict[str, Any]:
    return {"ENGINE": "deploy.private_sqlite3", "NAME": path}


def _file(address: str, beside: Path) -> Path:
    name = address.removeprefix("///")
    if name in {"", ":memory:", address}:
        raise ImproperlyConfigured(
            "DATABASE_URL names no file. Write the file's path after sqlite:///, as in"
            " sqlite:////srv/placecard/placecard.sqlite3."
        )
    for mark, code in {"?": "%3F", "#": "%23"}.items():
        if mark in name:
            raise ImproperlyConfigured(
                f"DATABASE_URL has a {mark} in the path of the file. Write it as {code}."
            )
    path = (beside / decoded(name, "the path of DATABASE_URL")).resolve()
    if path.is_dir():
        raise ImproperlyConfigured(f"DATABASE_URL names {path}, a folder. Name a file in it.")
    if not path.parent.is_dir():
        raise ImproperlyConfigured(
            f"DATABASE_URL names {path}, but there is no such folder. Create the folder, or mend"
            " the path: an absolute one makes four slashes, as in sqlite:////srv/x.sqlite3."
        )
    return path


def _on_server(url: str) -> dict[str, Any]:
    """As django-environ reads it, once the account is quoted: / # ? : and @ may stand in it."""
    scheme, _, rest = url.partition("://")
    account, at, server = rest.rpartition("@")
    user, colon, password = account.partition(":")
    try:
        read = environ.Env.db_url_config(
            f"{scheme.lower()}://{_quoted(user)}{colon}{_quoted(password)}{at}{server}"
        )
    except ValueError:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. Write it as postgresql://user:password@host:5432/name."
        ) from None
    return {**read, "ENGINE": "deploy.pooled_postgresql"}


def _quoted(text: str) -> str:
    return quote(decoded(text, ACCOUNT), safe="")
