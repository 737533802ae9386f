"""A forgotten password: one mail with a link, to whom we know, and pages that give nothing away."""

import re

import pytest

from tests.factories import make_organiser

pytestmark = pytest.mark.django_db

EMAIL = "olu@westshire.example"
RESET = "/accounts/password/reset/"


def ask(client, email=EMAIL, **extra):
    return client.post(RESET, {"email": email}, **extra)


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
    assert mail.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert mail.body == (
        "Somebody, probably you, asked to choose a new password for your account at\n"
        "Education events and briefings.\n\n"
        "Choose it here:\n"
        f"{link_of(mail)}\n\n"
        "The link works once and for 3 days. If you did not ask for it, do nothing: your\n"
        "password stays as it is.\n\n"
        "Westshire County Council\n"
        "education.events@westshire.example\n"
        "01632 960 123"
    )
    assert re.fullmatch(
        r"https://placecard\.example\.gov\.uk/accounts/password/reset/key/[0-9a-z]+-[0-9a-z-]+/",
        link_of(mail),
    )


def test_the_names_in_the_mail_are_written_as_they_are(client, olu, mailbox, settings):
    settings.SERVICE_NAME = "Schools & settings"

    ask(client)

    [mail] = mailbox
    assert mail.subject == "Choose a new password for Schools & settings"
    assert "account at\nSchools & settings.\n" in mail.body


def test_the_mail_goes_to_the_address_we_know(client, olu, mailbox):
    ask(client, EMAIL.upper())

    assert [mail.to for mail in mailbox] == [[EMAIL]]


def test_an_unknown_address_gets_no_mail_and_the_same_answer(client, olu, mailbox):
    known, unknown = ask(client), ask(client, "nobody@westshire.example")

    assert [mail.to for mail in mailbox] == [[EMAIL]]
    assert (known.status_code, known["Location"]) == (302, f"{RESET}done/")
    assert (unknown.status_code, unknown["Location"]) == (302, f"{RESET}done/")
    assert "If there is an account with that email address" in client.get(f"{RESET}done/").text


def test_a_mail_server_that_is_down_changes_no_answer(client, olu, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    response = ask(client)

    assert (response.status_code, response["Location"]) == (302, f"{RESET}done/")
    assert caplog.messages == ["A mail to an organiser was not sent: ConnectionRefusedError"]


def test_a_mail_server_that_refuses_changes_no_answer(client, olu, settings, smtp_server, caplog):
    smtp_server.refuse(EMAIL)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port

    response = ask(client)

    assert (response.status_code, response["Location"]) == (302, f"{RESET}done/")
    assert "A mail to an organiser was not sent: SMTPRecipientsRefused" in caplog.messages


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
