"""A school under each of its records: an academy has a new one, and its bookings keep the old."""

from collections.abc import Mapping

from bookings.models import School


def same_school(school: School) -> set[int]:
    """Primary keys of the school, of what it became and of what it was."""
    newest = school
    found = {school.pk}
    while newest.succeeded_by is not None and newest.succeeded_by_id not in found:
        newest = newest.succeeded_by
        found.add(newest.pk)
    latest = {newest.pk}
    while latest:
        before = School.objects.filter(succeeded_by__in=latest).values_list("pk", flat=True)
        latest = set(before) - found
        found |= latest
    return found


def newest_records() -> dict[int, int]:
    """By primary key of each school that another one succeeded: the one that it is now."""
    succeeded = School.objects.filter(succeeded_by__isnull=False)
    pairs = succeeded.values_list("pk", "succeeded_by__pk")
    became = {pk: successor for pk, successor in pairs if successor is not None}
    return {pk: _last(pk, became) for pk in became}


def _last(pk: int, became: Mapping[int, int]) -> int:
    """The end of the chain, which is none where records name each other: then their first."""
    chain = [pk]
    while chain[-1] in became:
        if became[chain[-1]] in chain:
            return min(chain)
        chain.append(became[chain[-1]])
    return chain[-1]
