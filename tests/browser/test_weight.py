"""What an event's page weighs as nginx sends it, by the rules of deploy/nginx.conf."""

from urllib.parse import urlsplit

from playwright.sync_api import Request

from deploy.trials import proxy
from tests import nginx
from tests.browser.test_events_pages import make_a_full_event
from tests.factories import NOON, attach_document

REQUESTS, KILOBYTES = 5, 30


def test_an_event_is_a_few_small_answers(site, phone, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    event = make_a_full_event()
    attach_document(event, at=NOON)
    asked: list[Request] = []
    phone.on("requestfinished", lambda request: asked.append(request))

    nginx.find()
    with proxy.proxy(tmp_path, site_port=urlsplit(site).port) as behind:
        settings.SITE_ADDRESS = f"http://localhost:{behind.port}"
        address = f"{settings.SITE_ADDRESS}/events/{event.public_id}/{event.slug}/"
        shown = phone.goto(address, wait_until="networkidle")
        sizes = {request.url: request.sizes() for request in asked}

    assert shown is not None
    assert shown.status == 200
    assert address in sizes
    assert len(sizes) <= REQUESTS
    sent = [size["responseBodySize"] + size["responseHeadersSize"] for size in sizes.values()]
    assert 0 < sum(sent) <= KILOBYTES * 1024, sizes
