"""What a report of a mail server says of one of our mails, and of whose."""

import base64
import quopri

import pytest

from bookings.replies.bounces import Bounce, Fate, Recipient
from bookings.replies.reading import Automatic, read
from tests.bookings.incoming_mails import PLAIN
from tests.growth import assert_grows_evenly

ANN = "ann@school.example"
MESSAGE_ID = "Message-ID: <place_booked.abcdefgh@placecard.example.gov.uk>"
ABOUT_THE_MAIL = (
    "Reporting-MTA: dns; mx.westshire.example\nArrival-Date: Mon, 2 Nov 2026 12:00:01 +0"
)


def block(final, action="failed", *, original="", status="5.1.1", kind="rfc822"):
    lines = [f"Final-Recipient: {kind}; {final}", f"Action: {action}", f"Status: {status}"]
    return "\n".join([*lines, *([f"Original-Recipient: {kind};{original}"] if original else [])])


def report(
    *blocks,
    kind="message/delivery-status",
    returned=f"{MESSAGE_ID}\nSubject: Booked",
    returned_as="text/rfc822-headers",
    encode=None,
):
    """A whole mail of a server; `encode` has the name of an encoding and a function for it."""
    parts = [(kind, "\n\n".join([ABOUT_THE_MAIL, *blocks])), (returned_as, returned)]
    lines = ["From: MAILER-DAEMON@mx.example", "Content-Type: multipart/report; boundary=b", ""]
    for content_type, text in parts:
        lines += ["--b", f"Content-Type: {content_type}"]
        if encode:
            lines.append(f"Content-Transfer-Encoding: {encode[0]}")
        lines += ["", encode[1](text.encode()).decode() if encode else text, ""]
    return "\n".join([*lines, "--b--", ""]).encode()


def failed(*addresses, fate=Fate.FAILED, status="5.1.1"):
    return Recipient(frozenset(addresses), fate, status)


def test_a_report_names_the_message_the_address_and_the_code():
    assert read(report(block(ANN))) == Bounce("abcdefgh", (failed(ANN),))


@pytest.mark.parametrize(
    ("action", "fate"),
    [
        ("failed", Fate.FAILED),
        ("Failed (given up)", Fate.FAILED),
        ("delayed", Fate.DELAYED),
        ("Delayed(for 4 hours)", Fate.DELAYED),
        ("something else", Fate.DELAYED),
        ("", Fate.DELAYED),
    ],
)
def test_only_what_has_failed_is_final(action, fate):
    assert read(report(block(ANN, action))).worst_for(ANN).fate == fate


@pytest.mark.parametrize("action", ["delivered", "Relayed", "expanded (to a list)"])
def test_a_mail_that_has_arrived_is_no_bounce(action):
    assert read(report(block(ANN, action), block("b@x.example", "delivered"))) == Automatic()


@pytest.mark.parametrize(
    "written",
    [
        block("ANN@School.Example"),
        block("<ann@school.example>"),
        block("deputy@other.example", original="Ann@school.example"),
        block(ANN, kind="RFC822"),
        block(ANN, kind="utf-8"),
        block(ANN).replace("rfc822; ", ""),
        block(ANN).replace("rfc822; ", "rfc822;\n "),
    ],
)
def test_the_address_is_found_however_it_is_written(written):
    others = [block("bob@school.example", "delivered"), block("c@school.example", "delayed")]

    found = read(report(others[0], written, others[1]))

    assert found.worst_for("ann@SCHOOL.example").fate == Fate.FAILED
    assert found.worst_for("bob@school.example").fate == Fate.PASSED_ON


@pytest.mark.parametrize(
    "blocks",
    [
        [block("bob@school.example"), block("carl@school.example")],
        [block("bob@school.example"), block(ANN, kind="x400")],
        [block(""), block("", original="nobody@school.example")],
        [],
    ],
)
def test_a_report_about_others_tells_nothing_of_ours(blocks):
    found = read(report(*blocks))

    assert (found.worst_for(ANN), found.worst_for("")) == (None, None)


def test_the_only_one_whom_a_report_tells_of_is_ours_wherever_it_was_forwarded():
    forwarded = block("head.office@trust.example", status="5.2.2")

    found = read(report(forwarded))

    assert found.worst_for(ANN) == failed("head.office@trust.example", status="5.2.2")


def test_of_what_is_told_twice_the_worst_counts():
    later = block("one@trust.example", "delayed", original=ANN, status="4.4.1")
    never = block("two@trust.example", original=ANN)

    found = read(report(later, never, block("three@trust.example", "relayed", original=ANN)))

    assert found.worst_for(ANN) == failed("two@trust.example", ANN)


@pytest.mark.parametrize(
    "encode",
    [
        None,
        ("base64", base64.encodebytes),
        ("quoted-printable", quopri.encodestring),
    ],
)
@pytest.mark.parametrize(
    ("kind", "returned_as"),
    [
        ("message/delivery-status", "text/rfc822-headers"),
        ("message/delivery-status", "message/rfc822"),
        ("message/delivery-status", "message/rfc822-headers"),
        ("message/global-delivery-status", "message/global-headers"),
        ("message/global-delivery-status", "message/global"),
    ],
)
def test_a_report_is_read_in_whatever_form_and_encoding(kind, returned_as, encode):
    other = block("zoë@schule.example", "delayed", kind="utf-8")
    returned = f"Subject: Für Zoë\n{MESSAGE_ID}\n\nText"

    found = read(
        report(
            other,
            block(ANN),
            kind=kind,
            returned=returned,
            returned_as=returned_as,
            encode=encode,
        )
    )

    delayed = failed("zoë@schule.example", fate=Fate.DELAYED)
    assert found == Bounce("abcdefgh", (delayed, failed(ANN)))


def test_a_report_that_returns_nothing_is_searched_whole():
    text = f"Your mail was not delivered.\n{MESSAGE_ID}"

    found = read(report(block(ANN), returned=text, returned_as="text/plain"))

    assert found == Bounce("abcdefgh", (failed(ANN),))


@pytest.mark.parametrize("kind", ["message/delivery-status", "message/global-delivery-status"])
def test_of_a_report_that_is_too_long_the_beginning_counts(kind):
    others = [block(f"{number}@x.example") for number in range(99)]

    found = read(report(*others, block(ANN), kind=kind))

    assert (len(found.recipients), found.worst_for(ANN)) == (99, None)


@pytest.mark.parametrize(
    ("header", "addresses"),
    [
        ("X-Failed-Recipients: ann@school.example", [ANN]),
        ("X-Failed-Recipients: bob@x.example,\n Ann@School.example", ["bob@x.example", ANN]),
        ("X-Failed-Recipients: bob@x.example\nX-Failed-Recipients: " + ANN, ["bob@x.example", ANN]),
    ],
)
def test_a_server_that_writes_no_report_is_understood(header, addresses):
    mail = f"{PLAIN.replace('{more}', header)}\n{MESSAGE_ID}\n".encode()

    found = read(mail)

    assert found == Bounce("abcdefgh", tuple(failed(one, status="") for one in addresses))


@pytest.mark.parametrize(
    ("start", "repeated", "times"),
    [
        pytest.param("", "A: b\n\n", 40000, id="blocks"),
        pytest.param("", "\n \t", 80000, id="blanks"),
        pytest.param("Final-Recipient: ", "rfc822;", 35000, id="kinds"),
        pytest.param("Action: ", "<", 240000, id="action"),
        pytest.param("Final-Recipient: rfc822; ", "<", 240000, id="address"),
    ],
)
@pytest.mark.parametrize("kind", ["message/delivery-status", "message/global-delivery-status"])
def test_a_hostile_report_takes_no_longer_than_its_length(start, repeated, times, kind):
    def of_length(number):
        return report(start + repeated * number, kind=kind)

    assert_grows_evenly(read, of_length, times)
