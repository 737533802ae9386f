"""A forgotten password: one mail with a link, to whom we know, and pages that give nothing away."""

import re

import pytest
from django.template import engines
from django.utils import timezone

from bookings.mail import delivery
from bookings.models import Message
from deploy import accounts
from deploy.accounts import ClosedSignup
from tests.factories import make_organiser
from tests.postgres import free_port

pytestmark = pytest.mark.django_db

EMAIL = "olu@westshire.example"
RESET = "/accounts/password/reset/"


def ask(client, email=EMAIL, **extra):
    """Ask for the mail, and let the worker send what there is."""
    response = client.post(RESET, {"email": email}, **extra)
    delivery.deliver_due(worker="worker", clock=timezone.now)
    return response


@pytest.fixture
def olu():
    return make_organiser(email=EMAIL, password="a long enough password")


def link_of(mail):
    [link] = re.findall(r"https://\S+", mail.body)
    return link


def test_the_mail_is_ours_and_leads_to_this_site(client, olu, mailbox, settings):
    settings.ALLOWED_HOSTS = ["alias.example"]

    ask(client, headers={"host": "alias.example"})

    [mail] = mailbox
    assert mail.subject == "Choose a new password for Education events and briefings"
    assert mail.to == [EMAIL]
    assert mail.from_email == (
        "Education events and briefings <education.events@westshire.example>"
    )
    assert mail.reply_to == ["education.events@westshire.example"]
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert mail.body == (
        "Someone, probably you, asked to choose a new password for your account at "
        "Education events and briefings.\n\n"
        "Choose a new password\n"
        f"{link_of(mail)}\n\n"
        "The link works once, for 3 days. If you did not ask for it, do nothing. "
        "Your password stays the same.\n\n"
        "Westshire County Council\n"
        "education.events@westshire.example\n"
        "01632 960 123\n"
    )
    [(html, _)] = mail.alternatives
    assert f'<a href="{link_of(mail)}"' in html
    assert re.fullmatch(
        r"https://placecard\.example\.gov\.uk/accounts/password/reset/key/[0-9a-z]+-[0-9a-z-]+/",
        link_of(mail),
    )


def test_the_names_in_the_mail_are_written_as_they_are(client, olu, mailbox, monkeypatch):
    monkeypatch.setitem(engines["jinja2"].env.globals, "SERVICE_NAME", "Schools & settings")

    ask(client)

    [mail] = mailbox
    assert mail.subject == "Choose a new password for Schools & settings"
    assert "account at Schools & settings.\n" in mail.body


def test_the_mail_goes_to_the_address_we_know(client, olu, mailbox):
    ask(client, EMAIL.upper())

    assert [mail.to for mail in mailbox] == [[EMAIL]]


def test_an_unknown_address_gets_no_mail_and_the_same_answer(client, olu, mailbox):
    known, unknown = ask(client), ask(client, "nobody@westshire.example")

    assert [mail.to for mail in mailbox] == [[EMAIL]]
    assert (known.status_code, known["Location"]) == (302, f"{RESET}done/")
    assert (unknown.status_code, unknown["Location"]) == (302, f"{RESET}done/")
    assert "If there is an account with that email address" in client.get(f"{RESET}done/").text


def test_a_mail_server_that_is_down_changes_no_answer_and_loses_no_mail(client, olu, settings):
    settings.EMAIL_BACKEND = "bookings.mail.smtp.PatientBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()

    response = ask(client)

    assert (response.status_code, response["Location"]) == (302, f"{RESET}done/")
    message = Message.objects.get()
    assert (message.kind, message.to, message.attendee) == ("new_password", EMAIL, None)
    assert (message.state, message.last_error) == ("queued", "ConnectionRefusedError")


def test_no_mail_is_sent_while_somebody_waits_for_the_page(client, olu, mailbox):
    client.post(RESET, {"email": EMAIL})

    assert mailbox == []
    assert Message.objects.get().state == "queued"


def test_no_more_mails_than_the_hour_allows_and_still_the_same_answer(client, olu, monkeypatch):
    monkeypatch.setattr(accounts, "NEW_PASSWORDS_PER_HOUR", 2)

    responses = [ask(client) for _ in range(4)]

    assert [response["Location"] for response in responses] == [f"{RESET}done/"] * 4
    assert Message.objects.count() == 2


def test_asking_again_takes_out_no_mail_whose_address_was_forgotten_after_a_month(client, olu):
    ask(client)
    Message.objects.update(to="", facts={}, emptied_at=timezone.now())

    ask(client)

    assert sorted(Message.objects.values_list("to", flat=True)) == ["", EMAIL]


def test_a_mail_of_allauth_that_has_no_kind_of_message_is_not_sent():
    with pytest.raises(NotImplementedError):
        ClosedSignup().send_mail("account/email/unknown_account", EMAIL, {})


def test_the_link_lets_one_choose_a_new_password_once(client, olu, mailbox):
    ask(client)
    link = link_of(mailbox[0]).removeprefix("https://placecard.example.gov.uk")

    form = client.get(link, follow=True)
    chosen = client.post(
        form.request["PATH_INFO"],
        {"password1": "another long password", "password2": "another long password"},
    )
    done = client.get(chosen["Location"])
    again = client.get(link, follow=True)

    olu.refresh_from_db()
    assert olu.check_password("another long password")
    assert (chosen.status_code, chosen["Location"]) == (302, f"{RESET}key/done/")
    assert "Your password has been changed" in done.text
    assert "This link has been used or is too old" in again.text
    assert len(mailbox) == 1
