"""A school under each of its records: an academy has a new one, and its bookings keep the old."""

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
