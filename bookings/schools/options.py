"""The schools that a person chooses from, rendered once for as long as the list is the same."""

from functools import lru_cache

from django.db.models import Count, Max
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bookings.models import School


def school_options(*, also: School | None = None) -> SafeString:
    """The <option> elements of all open schools, one query while nothing has changed.

    `also` is a school that is offered even though it has closed: somebody's own.
    """
    rendered = _options(version())
    if also is None or also.is_open:
        return rendered
    return _option(also) + rendered


def version() -> tuple[object, ...]:
    """What follows from the schools is the same while this is."""
    newest = School.objects.aggregate(newest=Max("changed_at"), number=Count("pk"))
    return tuple(newest.values())


@lru_cache(maxsize=2)
def _options(_version: tuple[object, ...]) -> SafeString:
    return format_html_join("\n", "{}", ((_option(s),) for s in School.objects.open().in_order()))


def _option(school: School) -> SafeString:
    """The trust is found, and shown, by the box that the list becomes."""
    trust = format_html(' data-trust="{}"', school.trust) if school.trust else ""
    return format_html('<option value="{}"{}>{}</option>', school.public_id, trust, school.label)
