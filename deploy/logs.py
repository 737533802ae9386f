"""Keep what is secret or personal out of the log: link tokens are in paths, people in messages."""

import logging
import traceback
from types import TracebackType
from typing import Any, TypeAlias

from django.http import HttpRequest

NO_ROUTE = "no route"
ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


def to_console(level: str) -> dict[str, Any]:
    """Django's LOGGING: lines for whoever runs the service, from this level on."""
    console = ["console"]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"route_not_path": {"()": "deploy.logs.RouteNotPath"}},
        "formatters": {
            "line": {
                "class": "deploy.logs.FramesOnly",
                "format": "{asctime} {levelname} {name} {message}",
                "style": "{",
            }
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["route_not_path"],
            }
        },
        "root": {"handlers": console, "level": level},
        "loggers": {"django": {"handlers": console, "level": "INFO", "propagate": False}},
    }


class RouteNotPath(logging.Filter):
    """Write which page was asked for, never its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            if record.exc_info and record.name.startswith("django.security"):
                record.msg, record.args = "%s: %s", (error_name(record.exc_info), request.path)
            if getattr(record, "status_code", 500) < 500:
                record.exc_info = None  # who sent it is to blame, and one line says so
            record.args = without_path(record.args, request.path, route_name(request))
        return True


class FramesOnly(logging.Formatter):
    """Write where an error was raised and its class, never its words: they may name a person."""

    def formatException(self, ei: ExcInfo) -> str:
        return "".join(frames(ei[1])).rstrip()


def frames(error: BaseException | None) -> list[str]:
    if error is None:
        return []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return [*frames(cause), *traceback.format_tb(error.__traceback__), f"{full_name(error)}\n"]


def full_name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def error_name(exc_info: ExcInfo) -> str:
    return exc_info[0].__name__ if exc_info[0] else "Error"


def route_name(request: object) -> str:
    match = getattr(request, "resolver_match", None)
    return (match and (match.view_name or match.route)) or NO_ROUTE


def without_path(args: object, path: str, route: str) -> tuple[object, ...]:
    """Django hands over the path as one of the arguments, escaped when it holds odd characters."""
    hidden = {path, path.encode("unicode_escape").decode("ascii")}
    values = args if isinstance(args, tuple) else ()
    return tuple(route if isinstance(value, str) and value in hidden else value for value in values)
