"""Error pages that the framework asks for by name, and the page for who is signed out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.kept_form import KeptForm


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "form_expired.html", {"kept": KeptForm.of(request)}, status=403)


def signed_out(request: HttpRequest, kept: KeptForm) -> HttpResponse:
    """What was sent by somebody who had signed out, or been signed out, meanwhile."""
    return render(request, "signed_out.html", {"kept": kept}, status=403)
