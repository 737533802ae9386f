"""One entry as the text of a VEVENT, property by property."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from events.ical import VTIMEZONE, Address, Attachment, Entry, calendar, point_at, vevent

STAMP = datetime(2026, 11, 2, 12, tzinfo=UTC)
AGENDA = "https://placecard.example.gov.uk/a.pdf"


def entry(**fields):
    return Entry(
        **{
            "uid": "1@placecard.example.gov.uk",
            "sequence": 0,
            "stamp": STAMP,
            "created": STAMP,
            "summary": "Briefing",
            "description": "First line\nhttps://placecard.example.gov.uk/",
            "url": "https://placecard.example.gov.uk/",
            "starts_at": datetime(2026, 11, 30, 16, tzinfo=UTC),
            "ends_at": datetime(2026, 11, 30, 17, tzinfo=UTC),
        }
        | fields
    )


def lines(**fields):
    return vevent(entry(**fields)).decode().replace("\r\n ", "").split("\r\n")


def test_the_whole_of_a_plain_entry():
    assert lines() == [
        "BEGIN:VEVENT",
        "SUMMARY:Briefing",
        "DTSTART;TZID=Europe/London:20261130T160000",
        "DTEND;TZID=Europe/London:20261130T170000",
        "DTSTAMP:20261102T120000Z",
        "UID:1@placecard.example.gov.uk",
        "SEQUENCE:0",
        "CLASS:PUBLIC",
        "CREATED:20261102T120000Z",
        r"DESCRIPTION:First line\nhttps://placecard.example.gov.uk/",
        "LAST-MODIFIED:20261102T120000Z",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "URL:https://placecard.example.gov.uk/",
        "X-ALT-DESC;FMTTYPE=text/html:<html><body>First line<br>"
        '<a href="https://placecard.example.gov.uk/">https://placecard.example.gov.uk/</a></body></html>',
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "END:VEVENT",
        "",
    ]


def test_a_brief_entry_says_nothing_twice():
    whole, brief = lines(), lines(is_brief=True)

    assert [line for line in brief if line not in whole] == []
    assert [line.partition(":")[0] for line in whole if line not in brief] == [
        "CLASS",
        "CREATED",
        "LAST-MODIFIED",
        "X-ALT-DESC;FMTTYPE=text/html",
        "X-MICROSOFT-CDO-BUSYSTATUS",
    ]


def test_without_a_time_it_is_a_tentative_day():
    told = lines(starts_at=None, ends_at=None, on_date=date(2026, 12, 31))

    assert "DTSTART;VALUE=DATE:20261231" in told
    assert "DTEND;VALUE=DATE:20270101" in told
    assert "STATUS:TENTATIVE" in told


def test_without_an_end_it_is_an_hour():
    assert [line for line in lines(ends_at=None) if line.startswith(("DTEND", "DURATION"))] == [
        "DTEND;TZID=Europe/London:20261130T170000"
    ]


def test_links_in_the_formatted_text_can_be_followed_and_nothing_else_is_markup():
    told = lines(description="See https://x.example/?a=1&b=2 <b> javascript:x\nhttp://y.example")

    [formatted] = [line for line in told if line.startswith("X-ALT-DESC")]
    assert formatted == (
        "X-ALT-DESC;FMTTYPE=text/html:<html><body>See "
        '<a href="https://x.example/?a=1&amp\\;b=2">https://x.example/?a=1&amp\\;b=2</a> '
        '&lt\\;b&gt\\; javascript:x<br><a href="http://y.example">http://y.example</a></body></html>'
    )


def test_cancelled_is_said_three_times_and_takes_no_time():
    told = lines(is_cancelled=True, is_busy=True)

    assert "SUMMARY:CANCELLED: Briefing" in told
    assert "STATUS:CANCELLED" in told
    assert "TRANSP:TRANSPARENT" in told


def test_place_contact_categories_and_documents():
    told = lines(
        location="Ashby Hall, WS1 2AB",
        contact="Events team",
        categories=("Headteachers", "SENCOs"),
        attachments=(Attachment(AGENDA, "agenda.pdf", "application/pdf", 9),),
    )

    assert r"LOCATION:Ashby Hall\, WS1 2AB" in told
    assert "CONTACT:Events team" in told
    assert "CATEGORIES:Headteachers,SENCOs" in told
    named = "FILENAME=agenda.pdf;FMTTYPE=application/pdf;SIZE=9;X-FILENAME=agenda.pdf"
    assert f"ATTACH;{named}:{AGENDA}" in told


def test_a_venue_that_is_on_the_map_is_found_by_phones():
    told = lines(point=point_at("Ashby Hall", "Ashby Hall, 1 High Street", "51.2787,-0.5217"))

    assert [line for line in told if line.startswith(("GEO", "X-APPLE"))] == [
        "GEO:51.2787;-0.5217",
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS="1 High Street";'
        'X-APPLE-RADIUS=100;X-TITLE="Ashby Hall":geo:51.2787,-0.5217',
    ]


@pytest.mark.parametrize("near", ["0.00001", "-0.000001", "0.0"])
def test_a_venue_on_the_meridian_is_written_without_an_exponent(near):
    told = lines(point=point_at("Hall", "Hall", f"51.2,{near}"))

    assert f"GEO:51.2;{near}" in told


@pytest.mark.parametrize(
    "name",
    ['Ashby "Old" Hall', "Ashby; Hall", "Ashby:Hall", "Ashby, Hall", "Ashby ^n Hall", "Âshby"],
)
def test_the_name_of_a_place_on_the_map_comes_back_as_it_was(name):
    read = icalendar.Event.from_ical(vevent(entry(point=point_at(name, name, "51.2,0.5"))))

    assert read["x-apple-structured-location"].params["x-title"] == name
    assert read["x-apple-structured-location"] == "geo:51.2,0.5"


def test_the_other_sessions_are_named():
    told = lines(siblings=("2@placecard.example.gov.uk", "3@placecard.example.gov.uk"))

    assert [line for line in told if line.startswith("RELATED-TO")] == [
        "RELATED-TO;RELTYPE=SIBLING:2@placecard.example.gov.uk",
        "RELATED-TO;RELTYPE=SIBLING:3@placecard.example.gov.uk",
    ]


@pytest.mark.parametrize(
    ("starts_at", "local"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "20260329T003000"),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "20260329T023000"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), "20261025T023000"),
    ],
)
def test_the_time_is_londons_on_both_clock_changes(starts_at, local):
    told = lines(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))

    assert f"DTSTART;TZID=Europe/London:{local}" in told


def test_a_calendar_has_the_zone_once_and_reads_back():
    text = calendar(
        vevent(entry(organiser=Address("A", "a@b.example"))),
        vevent(entry(uid="2@placecard.example.gov.uk")),
        properties=b"METHOD:REQUEST\r\n",
    )

    read = icalendar.Calendar.from_ical(text)
    assert text.count(VTIMEZONE) == 1
    assert [str(event["uid"]) for event in read.walk("VEVENT")] == [
        "1@placecard.example.gov.uk",
        "2@placecard.example.gov.uk",
    ]
    assert read["method"] == "REQUEST"
    assert "UID" not in read
