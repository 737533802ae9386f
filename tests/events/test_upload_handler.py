"""An upload that is too large is kept neither in memory nor on disk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

LIMIT = 200_000


@pytest.mark.parametrize("size", [LIMIT, LIMIT * 20])
def test_no_more_is_kept_than_a_document_may_have(settings, size):
    settings.DOCUMENT_SIZE_LIMIT = LIMIT
    upload = SimpleUploadedFile("agenda.pdf", b"x" * size)

    with RequestFactory().post("/", {"agenda": upload}).FILES["agenda"] as kept:
        content = kept.read()

    assert min(size, LIMIT + 1) <= len(content) <= LIMIT + 64 * 1024
