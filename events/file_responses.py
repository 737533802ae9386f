"""How an uploaded file leaves the server: to be saved, never to run, and once per content."""

from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponseBase

from events.conditional import not_modified

HEADERS = {
    "Cache-Control": "public, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def file_response(request: HttpRequest, file: FieldFile, file_name: str) -> HttpResponseBase:
    """The file under this name; 304 where it is known. A stored file never changes its content."""
    etag = f'"{PurePath(file.name or "").stem}"'
    response = not_modified(request, etag) or FileResponse(
        file.open("rb"), as_attachment=True, filename=file_name
    )
    response["ETag"] = etag
    for name, value in HEADERS.items():
        response[name] = value
    return response
