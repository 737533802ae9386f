"""Addresses as people paste them, compare them and have them delivered."""

import pytest

from events.email_addresses import cleaned, deliverable, email_key

HEAD = "head@school.example"


@pytest.mark.parametrize(
    "typed",
    [
        "\u200bhead@school.example",
        "head@school.example\u200b",
        "he\u200bad@school.example",
        "\ufeffhead@school.example",
        "head@school\u00ad.example",
        "head@school.example\u202c",
        "\xa0head@school.example\t",
        "mailto:head@school.example",
        "MAILTO:head@school.example?subject=Briefing&cc=x@y.example",
        "Ann Head <head@school.example>",
        '"Head, Ann" <head@school.example>;',
        "<head@school.example>",
        "Ann Head <mailto:head@school.example>",
        "head@school.example;",
        "head@school.example, ",
        "ｈｅａｄ＠school．example",
    ],
)
def test_what_copying_adds_is_taken_away(typed):
    assert cleaned(typed) == HEAD
    assert email_key(typed) == HEAD


@pytest.mark.parametrize("apostrophe", "’‘ʼ＇'")
def test_every_apostrophe_is_the_one_on_the_keyboard(apostrophe):
    assert cleaned(f"o{apostrophe}neil@school.example") == "o'neil@school.example"


@pytest.mark.parametrize(
    "typed", ["a@b.example; c@d.example", "Ann <a@b.example> Bob <c@d.example>", "a b@c.example"]
)
def test_what_is_not_sure_stays_as_it_is(typed):
    assert cleaned(typed) == typed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("head@faß.example", "head@fass.example"),
        ("head@βόλος.example", "head@βόλοσ.example"),
        ("head@school.example", "head+1@school.example"),
        ("head@school.example", "he.ad@school.example"),
    ],
)
def test_two_addresses_are_two_people(one, other):
    assert email_key(one) != email_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Head@School.example", HEAD),
        ("head@SCHULE-Ä.example", "head@xn--schule--cxa.example"),
        ("head@ﬁne.example", "head@fine.example"),
    ],
)
def test_two_ways_to_write_an_address_are_one_person(one, other):
    assert email_key(one) == email_key(other)


def test_mail_goes_to_the_domain_that_was_typed():
    assert deliverable("head@faß.example") == "head@xn--fa-hia.example"
    assert deliverable(HEAD) == HEAD


@pytest.mark.parametrize("domain", ["a..ä.example", "ä" * 64 + ".example", "\u0301ä.example"])
def test_a_domain_that_no_dns_holds_is_refused(domain):
    with pytest.raises(UnicodeError):
        deliverable(f"head@{domain}")
    assert email_key(f"head@{domain}").startswith("head@")
