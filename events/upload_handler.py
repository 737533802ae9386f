"""Stops keeping an upload once it is larger than a document may be; the form then says so."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class LimitUploadSize(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS: what goes past it reaches neither memory nor disk."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.DOCUMENT_SIZE_LIMIT else None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        return None
