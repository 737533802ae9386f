"""The test database: everything that it holds, and where other processes find it."""

from django.apps import apps
from django.db import connection

OURS = ["events", "bookings"]
COUNTS = "events.Count"  # of forms that were refused too


def every_row(*, but: str = "") -> dict[str, list[dict[str, object]]]:
    """Each row of each table of ours, but of one, with those that only join two others.

    The same before and after means that nothing was written.
    """
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for app in OURS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model._meta.label != but
    }


def database_url() -> str:
    """The test database, as another process reaches it."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    account = f"{of['USER']}:{of['PASSWORD']}" if of["PASSWORD"] else of["USER"]
    host = of["HOST"].replace("/", "%2F")
    return f"postgresql://{account}@{host}:{of['PORT']}/{of['NAME']}"
