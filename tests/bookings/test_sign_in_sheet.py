"""The sign-in sheet as it comes out of the printer: who is on it, in order, and readable."""

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.print.people import Person
from bookings.print.sign_in_sheet import sign_in_sheet
from events.models import Event, Session
from tests.bookings.printed import catalogue, lines, pages, rows, tags, unembedded
from tests.factories import NOON

MANY = [f"Person{number:03} Example" for number in range(60)]
SCRIPTS = ["Zoë Łukasiewicz", "محمد بن سلمان", "יוסף כהן", "王小明", "प्रिया शर्मा", "Мария"]


def person(name, school="Ashby School", town="", role=""):
    return Person(name, school, town, role, "7K3QMX2P9VHTRWZ4")


def sheet(*people, title="Headteacher briefing", by_school=False, blank=0):
    session = Session(
        event=Event(title=title),
        precision="exact",
        starts_at=NOON + timedelta(days=1),
        ends_at=NOON + timedelta(days=1, hours=2),
        mode="online",
        label="Morning",
    )
    return sign_in_sheet(session, people, by_school=by_school, blank=blank, at=NOON)


def test_the_sheet_says_what_it_is_for_and_who_is_expected():
    pdf = sheet(
        person("Ann Example", "Ashby School", "Ashby", "Head teacher"), person("Bo Example")
    )

    assert lines(pdf) == [
        "Page 1 of 1",
        "Headteacher briefing",
        "Morning, Tuesday 3 November 2026, midday to 2pm, Online",
        "Sign-in sheet. 2 people have a place.",
        "Name School Signature",
        "Ann Example",
        "Head teacher",
        "Ashby School, Ashby",
        "Bo Example Ashby School",
        "Sign-in sheet. Printed at midday on Monday 2 November 2026.",
    ]


def test_by_school_the_school_is_first():
    found = lines(sheet(person("Ann Example"), by_school=True))

    assert found[4:6] == ["School Name Signature", "Ashby School Ann Example"]


def test_everybody_is_on_the_sheet_in_order_and_each_page_says_which_it_is():
    found = pages(sheet(*map(person, MANY)))

    names = [line[:17] for page in found for line in page.splitlines() if line[:6] == "Person"]
    assert names == MANY
    numbered = [re.findall(r"Page \d of \d", page) for page in found]
    assert numbered == [["Page 1 of 3"], ["Page 2 of 3"], ["Page 3 of 3"]]
    assert all("Name School Signature" in page for page in found)
    assert all("Headteacher briefing" in page and "Morning, Tuesday" in page for page in found)


def test_the_sheet_is_tagged_in_reading_order_with_its_own_fonts():
    pdf = sheet(person("Ann Example"), blank=1)

    head = ["/THead", "/TR", *["/TH", "/Strong"] * 3]
    ann, others, blank = ["/TD"] * 3, ["/TD", "/Strong"], ["/TD"] * 3
    body = ["/TBody", "/TR", *ann, "/TR", *others, "/TR", *blank]
    assert tags(pdf) == ["/Document", "/H1", "/P", "/P", "/Table", *head, *body]
    assert catalogue(pdf) == ("en-GB", "Sign-in sheet: Headteacher briefing", True, True)
    assert unembedded(pdf) == []


def test_there_are_blank_lines_for_who_comes_without_a_booking():
    found = tags(sheet(person("Ann"), blank=40)).count("/TR")

    assert found == 1 + 1 + 1 + 40
    assert "Not on the list? Write your name and school, and sign." in lines(
        sheet(person("Ann"), blank=1)
    )
    assert not any("Not on the list" in line for line in lines(sheet(person("Ann"))))


@pytest.mark.parametrize("by_school", [False, True])
def test_no_blank_line_stands_alone_on_a_page(by_school):
    on_pages = {
        (number, blank): rows(sheet(*map(person, MANY[:number]), by_school=by_school, blank=blank))
        for number in range(15, 26)
        for blank in (1, 2, 10)
    }

    assert {len(found) for found in on_pages.values()} == {1, 2}
    assert not [asked for asked, found in on_pages.items() if found[1:] == [2]]
    given = {
        asked: sum(found) - len(found) - asked[0] - 1 - asked[1]
        for asked, found in on_pages.items()
    }
    assert sorted({more for (_, blank), more in given.items() if blank > 1}) == [-1, 0]
    assert min(more for (_, blank), more in given.items() if blank == 1) == 0
    assert max(more for (_, blank), more in given.items() if blank == 1) > 15


def test_of_nobody_there_are_blank_lines_alone():
    found = sheet(blank=1)

    assert "Sign-in sheet. Nobody has booked." in lines(found)
    assert rows(found) == [3]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_name_in_any_script_can_be_read_and_copied(name):
    pdf = sheet(person(name, ""))

    assert name in lines(pdf)
    assert unembedded(pdf) == []


def test_a_name_without_a_space_is_broken_within_its_column():
    found = lines(sheet(person("W" * 200, "Ashby")))

    assert "".join(found).count("W") == 200
    assert max(len(line) for line in found if "W" * 9 in line) < 20


def test_what_no_font_has_is_named():
    found = lines(sheet(person("Bo \U00012000\U00012001 \ue000\x00 👩\u200d👧 x\ufe0f", "")))

    assert "Bo [2 Cuneiform characters]" in found[5]
    assert "[1 Unknown character]" in " ".join(found)


def test_marks_that_are_in_another_font_than_their_letter_do_not_stop_the_print():
    pdf = sheet(person("Ann"), person("\u2120\u08de"))

    assert "Ann Ashby School" in lines(pdf)
    assert tags(pdf)[0] == "/Document"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4), st.text(max_size=60))
def test_whatever_was_typed_is_printed(names, title):
    pdf = sheet(*map(person, names), title=title)

    assert tags(pdf).count("/TR") == 1 + len(names)
