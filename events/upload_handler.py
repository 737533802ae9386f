"""What is kept of an upload: nothing beyond what a document may be, and nothing of strangers."""

from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class SkipFiles(FileUploadHandler):
    """Reads past every file; `request.has_skipped_files` says that there was one."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        cast(Any, self.request).has_skipped_files = True
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Never called."""

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """Never called."""


class LimitUploadSize(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS: what goes past it reaches neither memory nor disk."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.DOCUMENT_SIZE_LIMIT else None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        return None
