"""Files of documents: written with what names them, and gone again where that is not committed."""

import logging
import uuid
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from events.command import on_rollback, step

log = logging.getLogger(__name__)


@step
def store(content: bytes, extension: str) -> str:
    """The name under which it is kept from now on: it tells nothing, and no two share it."""
    name = f"documents/{uuid.uuid4()}.{extension}"
    on_rollback(lambda: delete([name]))
    return default_storage.save(name, ContentFile(content))


def delete(names: Iterable[str]) -> None:
    """Nothing names them any more: one that cannot be deleted is left, and the others are not."""
    for name in names:
        try:
            default_storage.delete(name)
        except Exception as error:  # whatever kind of storage it is
            log.warning("a file that nothing names was not deleted: %s", type(error).__name__)
