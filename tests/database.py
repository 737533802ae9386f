"""Everything that the database holds: the same before and after means that nothing was written."""

from django.apps import apps

OURS = ["events", "bookings"]


def every_row() -> dict[str, list[dict[str, object]]]:
    """Each row of each table of ours, with those that only join two others."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for app in OURS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }
