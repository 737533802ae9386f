"""The whole site map."""

from django.urls import include, path

from bookings.views.dashboard import organiser_home
from deploy import readiness
from deploy.health import healthz, readyz
from deploy.well_known import favicon, security_txt

urlpatterns = [
    path("organiser/", organiser_home, {"troubles": readiness.troubles}, name="organiser_home"),
    path("organiser/administration/", include("deploy.administration.urls")),
    path("", include("events.urls")),
    path("", include("bookings.urls")),
    path("accounts/", include("deploy.account_pages")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("favicon.ico", favicon, name="favicon"),
]

handler500 = "deploy.unavailable.server_error"
