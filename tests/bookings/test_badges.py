"""Name badges: on the labels of their sheet, whatever the name, and a code that can be scanned."""

import pytest

from bookings.print.badges import badges
from bookings.print.labels import SHEETS
from bookings.print.people import Person
from tests.bookings.printed import blocks, catalogue, lines, pages, tags, unembedded
from tests.factories import NOON

CODE = "7K3QMX2P9VHTRWZ4"
SCRIPTS = ["Zoë Łukasiewicz", "محمد بن سلمان", "יוסף כהן", "王小明", "प्रिया शर्मा", "Мария"]
ODD = [
    "W" * 200,
    "Ana " * 50,
    "م" * 200,
    "王" * 200,
    "👩‍👩‍👧" * 25,
    "\U00012000 a" * 66,
    "",
    "x\x00\u202ey",
]
HALF_A_MILLIMETRE = 0.5


def person(name, school="Ashby School"):
    return Person(name, school, "Ashby", "Head teacher", CODE)


def print_on(sheet, *people, first=1, title="Headteacher briefing"):
    return badges(title, people, SHEETS[sheet], first=first, at=NOON)


def test_a_badge_has_name_school_event_and_a_code_with_words_for_it():
    pdf = print_on("L7160", person("Ann Example"), person("Bo Example", ""))

    assert lines(pdf) == [
        "Ann Example",
        "Ashby School",
        "Headteacher briefing",
        "Bo Example",
        "Headteacher briefing",
    ]
    assert tags(pdf) == ["/Document", *["/P", "/P", f"/Figure Check-in code {CODE}"] * 2]
    assert catalogue(pdf) == ("en-GB", "Name badges: Headteacher briefing", True, True)
    assert unembedded(pdf) == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_name_in_any_script_is_on_the_badge(name):
    pdf = print_on("L7160", person(name))

    assert lines(pdf)[0] == name
    assert unembedded(pdf) == []


@pytest.mark.parametrize("code", [*SHEETS])
@pytest.mark.parametrize("text", ODD)
def test_whatever_the_name_it_stays_within_its_label(code, text):
    sheet = SHEETS[code]

    pdf = print_on(code, person(text, text), first=sheet.number, title=text or "Event")

    left, top = sheet.position(sheet.number - 1)
    edge = HALF_A_MILLIMETRE
    assert [
        block
        for block in blocks(pdf)
        if block.left < left - edge
        or block.right > left + sheet.width + edge
        or block.top < top - edge
        or block.bottom > top + sheet.height + edge
    ] == []
    assert len(pages(pdf)) == 1


def test_200_letters_are_all_on_the_badge():
    found = "".join(lines(print_on("L7160", person("W" * 200))))

    assert found.count("W") == 200


@pytest.mark.parametrize(
    ("code", "number", "right", "bottom"),
    [
        ("L7160", 21, 7.21, 15.15),
        ("L7163", 14, 4.65, 15.15),
        ("L7173", 10, 4.65, 6),
        ("L4785", 10, 17.5, 13.5),
        ("A4", 1, 0, 0),
    ],
)
def test_the_labels_are_in_the_middle_of_their_sheet(code, number, right, bottom):
    sheet = SHEETS[code]

    left, top = sheet.position(number - 1)

    assert sheet.number == number
    assert sheet.page_width - left - sheet.width == pytest.approx(right, abs=0.01)
    assert sheet.page_height - top - sheet.height == pytest.approx(bottom, abs=0.01)
    assert sheet.position(0) == pytest.approx((right, bottom), abs=0.01)


def test_a_part_used_sheet_is_used_up():
    people = [person(f"Person{number:02}") for number in range(12)]

    found = pages(print_on("L7173", *people, first=9))

    names = [[word for word in page.split() if word[:6] == "Person"] for page in found]
    assert [len(on_page) for on_page in names] == [2, 10]
    assert [*names[0], *names[1]] == [one.name for one in people]


def test_badges_start_at_the_label_that_was_asked_for():
    sheet = SHEETS["L7160"]

    [name, *_] = blocks(print_on("L7160", person("Ann"), first=6))

    left, top = sheet.position(5)
    assert left < name.left < left + 5
    assert top < name.top < top + 10


def test_a_long_word_is_made_smaller_before_it_is_broken():
    assert lines(print_on("L7160", person("Featherstonehaugh Cholmondeley")))[:2] == [
        "Featherstonehaugh",
        "Cholmondeley",
    ]
