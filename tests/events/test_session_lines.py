"""Pasted lines: what each says of a session, and what of it is not understood."""

from datetime import date

import pytest

from events.models import Venue
from events.session_lines import read

TODAY = date(2026, 11, 2)
MERCURE = Venue(name="Mercure Maidstone", public_id="mercure2")
ASHFORD = Venue(name="Ashford International Hotel", public_id="ashford2")
ROOM = Venue(name="Room 12", public_id="room2222")
HALLS = [Venue(name="Village Hall", public_id="hall2222", postcode=code) for code in ("AB1", "AB2")]
VENUES = [MERCURE, ASHFORD, ROOM, *HALLS]

AT_MERCURE = {"mode": "in_person", "venue": "mercure2"}
OPEN = {"mode": "to_be_confirmed"}
ONLINE = {"mode": "online"}
JUNE = {"held_on": ["14", "6", "2027"]}


def venue(name, postcode=""):
    return {"mode": "in_person", "venue_name": name, "venue_postcode": postcode}


def times(starts, ends=""):
    return {"starts": starts, "ends": ends}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "Mon 14 Jun 9.30am-12.30pm Mercure Maidstone 60",
            JUNE | times("9.30am", "12.30pm") | AT_MERCURE | {"capacity": "60"},
        ),
        (
            "9.30 to 12.30, Monday 14 June 2027, mercure maidstone (60 places)",
            JUNE | times("9.30", "12.30") | AT_MERCURE | {"capacity": "60"},
        ),
        ("14 Jun Mercure", JUNE | AT_MERCURE),
        ("Mercure Maidstone, 14 Jun", JUNE | AT_MERCURE),
        ("Mon 14th of June 1pm online", JUNE | times("1pm") | ONLINE),
        ("June 14 13:00-14:00 via Teams", JUNE | times("13:00", "14:00") | ONLINE),
        ("14/6 4 PM virtual max 1,000", JUNE | times("4 PM") | ONLINE | {"capacity": "1000"}),
        ("14/06/27 from 1600-1730 webinar", JUNE | times("1600", "1730") | ONLINE),
        ("2027-06-14 at noon Zoom", JUNE | times("noon") | ONLINE),
        ("14 Jun 2000-2130 online", JUNE | times("2000", "2130") | ONLINE),
        ("14 Jun 1600hrs online", JUNE | times("1600hrs") | ONLINE),
        ("14 June 2027 - 60 places", JUNE | OPEN | {"capacity": "60"}),
        (
            "14 June https://meet.example/a?b=1.",
            JUNE | ONLINE | {"join_link": "https://meet.example/a?b=1"},
        ),
        (
            "14 June 8 for 8.30am-1pm Room 12",
            JUNE
            | times("8 for 8.30am", "1pm")
            | {
                "mode": "in_person",
                "venue": "room2222",
            },
        ),
        ("14 June 8 for 8.30am TBC", JUNE | times("8 for 8.30am") | OPEN),
        ("Mon 14 Jun AM Great Danes Hotel", JUNE | times("AM") | venue("Great Danes Hotel")),
        ("14 Jun in the afternoon", JUNE | times("afternoon") | OPEN),
        (
            "- East: Mon 14 Jun 13:00 to 16:00 Darwin College, CT2 7NY",
            JUNE | times("13:00", "16:00") | venue("Darwin College", "CT2 7NY") | {"label": "East"},
        ),
        (
            "Morning session: 14 Jun 9.30am online 40",
            JUNE | times("9.30am") | ONLINE | {"label": "Morning session", "capacity": "40"},
        ),
        ("Budget webinar: 14 Jun", JUNE | ONLINE | {"label": "Budget webinar"}),
        ("Online: 14 Jun 4pm", JUNE | times("4pm") | ONLINE),
        (
            "Morning session: 14 Jun Mercure",
            JUNE | times("Morning") | AT_MERCURE | {"label": "Morning session"},
        ),
        ("PM 14 Jun Mercure", JUNE | times("PM") | AT_MERCURE),
        ("2 Nov online", {"held_on": ["2", "11", "2026"]} | ONLINE),
        ("1 Nov online", {"held_on": ["1", "11", "2027"]} | ONLINE),
        ("29 Feb online", {"held_on": ["29", "2", "2028"]} | ONLINE),
        ("14 June 2021 online", {"held_on": ["14", "6", "2021"]} | ONLINE),
        ("Weds 9 Sept. 2026 online", {"held_on": ["9", "9", "2026"]} | ONLINE),
        ("June 2027 TBC", {"held_on": ["", "6", "2027"]} | OPEN),
        ("Mercure Maidstone, June 2027", {"held_on": ["", "6", "2027"]} | AT_MERCURE),
        ("June TBC", {"held_on": ["", "6", "2027"]} | OPEN),
        ("December, date to be confirmed", {"held_on": ["", "12", "2026"]} | OPEN),
        ("TBC", OPEN),
        ("TBC Mercure Maidstone", AT_MERCURE),
    ],
)
def test_a_line_says_what_a_session_is(line, said):
    [found] = read(line, today=TODAY, venues=VENUES)

    assert (found.answers, found.problems) == ({"line": line, **said}, [])


@pytest.mark.parametrize(
    ("line", "said", "problem"),
    [
        (
            "Tue 14 Jun online",
            ONLINE | {"held_on": ["Tue 14", "6", "2027"]},
            "14 June 2027 is a Monday, not a Tuesday. Check the date.",
        ),
        ("31 June online", ONLINE | {"held_on": ["31", "6", ""]}, "“31 June” is no date."),
        (
            "29 Feb 2027 online",
            ONLINE | {"held_on": ["29", "2", "2027"]},
            "“29 Feb 2027” is no date.",
        ),
        ("9am online", ONLINE | times("9am"), "There is no date that we understand in this line."),
        (
            "14 Jun 7-8.30 online",
            JUNE | ONLINE | times("7", "8.30"),
            "Enter am or pm, like 7am or 7pm.",
        ),
        (
            "14 Jun 4pm to 3pm online",
            JUNE | ONLINE | times("4pm", "3pm"),
            "Enter an end time that is after the start time.",
        ),
        ("14 Jun 25.30 online", JUNE | ONLINE | times("25.30"), "“25.30” is no time of day."),
        ("14 Jun online, heads", JUNE | ONLINE, "We did not understand “heads”."),
        (
            "14 Jun Village Hall",
            JUNE | venue("Village Hall"),
            "There are several venues like “Village Hall”. Check which it is.",
        ),
        (
            "June / July 2027 TBC",
            OPEN | {"held_on": ["", "6", "2027"]},
            "We took the first of the months “June / July 2027”. Check which it is.",
        ),
        (
            "14 Jun http://meet.example",
            JUNE | ONLINE | {"join_link": "http://meet.example"},
            "The link does not start with https://.",
        ),
    ],
)
def test_what_is_not_understood_is_said_and_kept(line, said, problem):
    [found] = read(line, today=TODAY, venues=VENUES)

    assert (found.answers, found.problems) == ({"line": line, **said}, [problem])


def test_each_line_is_a_session_and_a_blank_one_is_none():
    lines = read("14 Jun\r\n\n \u200b \n15\xa0Jun\tonline\n", today=TODAY, venues=[])

    assert [line.text for line in lines] == ["14 Jun", "15 Jun online"]
