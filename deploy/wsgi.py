"""The application that the web server runs."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Utf8Request(WSGIRequest):
    """Django's own, but no request chooses its encoding: `limit_bodies` refuses all but UTF-8.

    Django tries the encoding before any middleware, and fails where it is none of text.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        content_type = str(meta.get("CONTENT_TYPE", ""))
        self.content_type, self.content_params = parse_header_parameters(content_type)


class Utf8Handler(WSGIHandler):
    request_class = Utf8Request


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
django.setup(set_prefix=False)
application = Utf8Handler()
