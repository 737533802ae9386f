"""A site of two addresses, for testing the browser harness itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = """<!doctype html><html lang="en"><title>Full</title><link rel="icon" href="data:,">
<main><h1>Full</h1></main></html>"""


@login_not_required
def refusal(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE, status=409)


@login_not_required
def missing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=404)


urlpatterns = [path("refusal/", refusal), path("missing.png", missing)]
