"""What the trials, which are run by hand, count and print."""

import smtplib
import subprocess
import sys

import pytest

from deploy.bench.visitor import WrongAnswer
from deploy.trials.load import Answer, Row, answer, rows
from deploy.trials.smtp_sink import sink


def raising(error):
    def ask(visitor):
        raise error

    return ask


class Visiting:
    """A visitor who only has a connection to close."""

    def __init__(self):
        self.connection = self
        self.is_closed = False

    def close(self):
        self.is_closed = True


@pytest.mark.parametrize(
    ("ask", "outcome", "is_closed"),
    [
        (lambda visitor: None, "200", False),
        (raising(WrongAnswer("", "GET", 503, "")), "503", False),
        (raising(WrongAnswer("", "POST", 503, 'value="Alex Example"')), "503, form kept", False),
        (raising(WrongAnswer("", "POST", 500, "")), "500, form lost", False),
        (raising(WrongAnswer("the form has no CSRF token")), "wrong page", False),
        (raising(ConnectionRefusedError()), "no answer", True),
        (raising(TimeoutError()), "no answer", True),
    ],
)
def test_what_was_answered_is_told_in_a_few_words(ask, outcome, is_closed):
    visitor = Visiting()

    assert answer("page", visitor, ask).outcome == outcome
    assert visitor.is_closed == is_closed


def test_answers_are_counted_by_kind_with_how_fast_they_came():
    quick = [Answer("page", 0.0, second / 10, "200") for second in range(1, 21)]
    slow = Answer("booking", 0.0, 20.04, "503, form kept")

    assert list(rows("locked", [slow, *quick, Answer("page", 0.0, 5.0, "503")])) == [
        Row("locked", "pages", "20 x 200; 1 x 503", "2.00 s, 5.00 s"),
        Row("locked", "bookings", "1 x 503, form kept", "20.04 s, 20.04 s"),
    ]
    assert list(rows("before", [])) == []


def test_the_mail_server_takes_everything_and_knows_each_mail():
    with sink() as server:
        for number in (1, 2, 2):
            with smtplib.SMTP(*server.server_address) as client:
                mail = f"Message-ID: <{number}@placecard>\r\nSubject: x\r\n\r\nHello\r\n"
                client.sendmail("a@b.example", ["c@d.example"], mail)
        taken = server.taken

    assert taken == [b"<1@placecard>", b"<2@placecard>", b"<2@placecard>"]


@pytest.mark.parametrize(
    ("names", "status", "said"),
    [
        (["nonsense"], 2, "There is no trial nonsense. There are: mails, written, "),
        (["postgresql_restart"], 0, "left out: it needs --database-url and --restart."),
    ],
)
def test_what_cannot_be_run_is_told(names, status, said):
    ended = subprocess.run(
        [sys.executable, "-m", "deploy.trials", *names], capture_output=True, text=True
    )

    assert ended.returncode == status
    assert said in ended.stdout + ended.stderr
