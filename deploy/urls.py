"""The whole site map."""

from django.urls import include, path

from deploy.health import healthz

urlpatterns = [
    path("", include("events.urls")),
    path("", include("bookings.urls")),
    path("accounts/", include("deploy.account_pages")),
    path("healthz", healthz, name="healthz"),
]

handler500 = "deploy.unavailable.server_error"
