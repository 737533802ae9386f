"""The schools that a person chooses from, rendered once for as long as the list is the same."""

from functools import lru_cache

from django.db.models import Count, Max
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from bookings.models import School


def options() -> SafeString:
    """The <option> elements of all open schools, one query while nothing has changed."""
    version = School.objects.aggregate(newest=Max("changed_at"), number=Count("pk"))
    return _options(tuple(version.values()))


@lru_cache(maxsize=2)
def _options(version: tuple[object, ...]) -> SafeString:
    schools = School.objects.open().in_order()
    return format_html_join(
        "\n", '<option value="{}">{}</option>', ((s.public_id, s.label) for s in schools)
    )
