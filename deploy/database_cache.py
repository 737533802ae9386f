"""The BACKEND of the cache in which tries to sign in are counted."""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connection, transaction

from events import outages


class CandidCache(DatabaseCache):
    """Django's own, which answers "not set" also where the database could not be asked.

    Whoever counts with it takes that for one try too many. Here it is raised, if it passes.
    """

    def _base_set(
        self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT
    ) -> bool | None:
        """Raises what `outages.is_passing` says passes; False for what was there already."""
        errors: list[DatabaseError] = []

        def noting(execute: Callable[..., Any], *statement: Any) -> Any:
            try:
                return execute(*statement)
            except DatabaseError as error:
                errors.append(error)
                raise

        with transaction.atomic(), connection.execute_wrapper(noting):
            is_set: bool | None = super()._base_set(mode, key, value, timeout)  # type: ignore[misc]  # not in the stubs
            for error in filter(outages.is_passing, errors):
                raise error
        return is_set
