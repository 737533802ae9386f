"""What changes a sign-in, and the mail that tells of it: both are committed, or neither."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from bookings.mail import sign_in_notices
from bookings.mail.queue import queue
from deploy import open_sessions
from events.models import Organiser

FormValid = Callable[[Any, Any], HttpResponse]


def tells(news: str) -> Callable[[FormValid], FormValid]:
    """Queue the mail with this news beside what the form changes, which is allauth's own code.

    Whoever has only begun to sign in, with what was right before, begins again.

    Not a @command: what allauth does to the session cannot be done a second time.
    """

    def decorate(form_valid: FormValid) -> FormValid:
        @wraps(form_valid)
        def changed(view: Any, form: Any) -> HttpResponse:
            now = timezone.now()
            organiser: Organiser = form.user  # who signs out on the way is nobody afterwards
            with transaction.atomic():
                response = form_valid(view, form)
                this = view.request.session.session_key
                open_sessions.end_begun_by(organiser, but=this, at=now)
                queue(sign_in_notices.sign_in_changed(organiser, news, at=now), at=now)
            return response

        return changed

    return decorate
