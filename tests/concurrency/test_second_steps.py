"""Second steps that are removed at once take turns: one of them stays."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from bookings.models import Message
from deploy.passkeys import steps_of
from events.models import Organiser
from tests.concurrency.test_locks import waits
from tests.concurrency.test_places import in_threads
from tests.factories import make_organiser
from tests.passkeys import Device, add_passkey
from tests.signing_in import PASSWORD, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def olu(client):
    """Signed in, with six passkeys."""
    organiser = make_organiser(password=PASSWORD)
    sign_in(client, organiser)
    for number in range(6):
        add_passkey(client, Device(), f"Passkey {number}")
    Message.objects.all().delete()
    return organiser


def address(step):
    return f"/accounts/sign-in/second-steps/{step.id}/remove/"


def test_of_six_that_are_removed_at_once_one_stays(client, olu):
    def remove(step):
        browser = Client()
        browser.cookies = client.cookies
        return browser.post(address(step)).status_code

    statuses = in_threads(remove, steps_of(olu))

    assert sorted(statuses) == [302] * 5 + [409]
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    assert Message.objects.count() == 5


def test_removing_waits_while_the_organiser_is_held(client, olu):
    step, *_ = steps_of(olu)

    assert waits(lambda: client.post(address(step)), while_held=Organiser.objects.filter(pk=olu.pk))
