"""Dates and times in this service's words, on both clock changes and across midnight."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from events import dates
from events.models import DATE_TO_BE_CONFIRMED


@dataclass
class When:
    precision: str = "exact"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    on_date: date | None = None
    half: str = ""


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "example"),
    [
        (utc(2026, 11, 2, 12), date(2027, 3, 27)),
        (utc(2026, 1, 1), date(2027, 3, 27)),
        (utc(2026, 3, 28), date(2027, 3, 27)),
        (utc(2026, 12, 31, 23, 59), date(2027, 3, 27)),
        (utc(2027, 1, 1), date(2028, 3, 27)),
        (utc(2028, 2, 29), date(2029, 3, 27)),
    ],
)
def test_a_day_that_is_shown_as_an_example_is_in_the_next_year(at, example):
    assert dates.example_day(at) == example


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (utc(2026, 11, 11, 16), "4pm"),
        (utc(2026, 11, 11, 9, 30), "9:30am"),
        (utc(2026, 11, 11, 12), "midday"),
        (utc(2026, 11, 11, 0), "midnight"),
        (utc(2026, 11, 11, 0, 5), "12:05am"),
        (utc(2026, 11, 11, 12, 30), "12:30pm"),
        (utc(2026, 7, 1, 12), "1pm"),
        (utc(2026, 3, 29, 0, 59), "12:59am"),
        (utc(2026, 3, 29, 1), "2am"),
        (utc(2026, 10, 25, 0, 30), "1:30am"),
        (utc(2026, 10, 25, 1, 30), "1:30am"),
    ],
)
def test_the_time_is_what_londons_clocks_show(moment, words):
    assert dates.format_time(moment) == words


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "words"),
    [
        (utc(2025, 11, 11, 16), utc(2025, 11, 11, 17, 30), "4pm to 5:30pm"),
        (utc(2025, 11, 11, 16), None, "from 4pm"),
        (
            utc(2025, 11, 11, 22),
            utc(2025, 11, 12, 1),
            "10pm to 1am on Wednesday 12 November 2025",
        ),
        (utc(2025, 11, 11, 19), utc(2025, 11, 12, 0), "7pm to midnight"),
        (
            utc(2025, 11, 10, 19),
            utc(2025, 11, 12, 0),
            "7pm to midnight on Tuesday 11 November 2025",
        ),
    ],
)
def test_a_range_of_times(starts_at, ends_at, words):
    assert dates.format_time_range(starts_at, ends_at) == words


def test_dates_are_written_out():
    assert dates.format_date(date(2025, 11, 11)) == "Tuesday 11 November 2025"
    assert dates.format_date(utc(2026, 6, 30, 23, 30)) == "Wednesday 1 July 2026"
    assert dates.format_short_date(utc(2026, 6, 30, 23, 30)) == "1 July 2026"
    assert dates.format_short_date(date(2025, 11, 7)) == "7 November 2025"
    assert dates.format_month(date(2025, 11, 7)) == "November 2025"
    assert dates.format_moment(utc(2022, 6, 14, 22, 59)) == "11:59pm on Tuesday 14 June 2022"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "a minute"),
        (119, "a minute"),
        (120, "2 minutes"),
        (25 * 60 + 59, "25 minutes"),
        (7199, "119 minutes"),
        (7200, "2 hours"),
        (2 * 86_400 - 1, "47 hours"),
        (2 * 86_400, "2 days"),
        (400 * 86_400, "400 days"),
    ],
)
def test_a_length_of_time_is_told_in_the_unit_that_says_enough(seconds, words):
    assert dates.format_duration(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (
            When(starts_at=utc(2025, 11, 11, 16), ends_at=utc(2025, 11, 11, 17, 30)),
            "Tuesday 11 November 2025, 4pm to 5:30pm",
        ),
        (
            When("half_day", on_date=date(2023, 2, 28), half="pm"),
            "Tuesday 28 February 2023, afternoon, time to be confirmed",
        ),
        (When("day", on_date=date(2022, 6, 14)), "Tuesday 14 June 2022, time to be confirmed"),
        (When("month", on_date=date(2019, 12, 1)), "December 2019, date to be confirmed"),
        (When("none"), "Date to be confirmed"),
    ],
)
def test_when_a_session_is_as_exactly_as_it_is_known(when, words):
    assert dates.format_session_when(when) == words


@pytest.mark.parametrize(
    ("day", "number", "before"),
    [
        (date(2026, 11, 11), 1, date(2026, 11, 10)),
        (date(2026, 11, 9), 1, date(2026, 11, 6)),
        (date(2026, 4, 7), 1, date(2026, 4, 2)),  # Easter: Good Friday and Monday are holidays
        (date(2026, 12, 29), 2, date(2026, 12, 23)),  # 26 December is a Saturday: Monday instead
        (date(2026, 11, 14), 5, date(2026, 11, 9)),  # counted from a Saturday
        (date(2026, 11, 11), 0, date(2026, 11, 11)),
        (date(2026, 11, 14), 0, date(2026, 11, 14)),  # no days before a Saturday: that Saturday
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(day, number, before):
    assert dates.working_days_before(day, number) == before


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2026, 4, 2), True),
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 4), False),  # a Saturday that is no holiday
        (date(2026, 8, 3), True),  # a holiday in Scotland only
        (date(2026, 8, 31), False),
        (date(2023, 5, 8), False),  # declared once, for a coronation
    ],
)
def test_a_working_day_is_neither_of_the_weekend_nor_a_bank_holiday_in_england(day, is_worked):
    assert dates.is_working_day(day) == is_worked


def test_booking_closes_at_the_start_or_late_on_a_working_day_before():
    starts_at = utc(2026, 3, 30, 8, 30)

    assert dates.closing_time(starts_at, 0) == starts_at
    assert dates.closing_time(starts_at, 1) == utc(2026, 3, 27, 23, 59)
    assert dates.closing_time(utc(2026, 11, 11), 0, has_time=False) == utc(2026, 11, 10, 23, 59)
    assert dates.closing_time(utc(2026, 3, 29), 0, has_time=False) == utc(2026, 3, 28, 23, 59)
    assert dates.closing_time(utc(2026, 11, 11, 12), 0, has_time=False) == utc(2026, 11, 11, 12)
    assert dates.closing_time(utc(2026, 7, 1, 8), 1) == utc(2026, 6, 30, 22, 59)


@pytest.mark.parametrize(
    ("starts_at", "working_days", "closes_at"),
    [
        (utc(2026, 3, 30, 8), 1, utc(2026, 3, 27, 23, 59)),  # clocks go forward on the 29th
        (utc(2026, 3, 31, 8), 1, utc(2026, 3, 30, 22, 59)),
        (utc(2026, 10, 26, 9), 1, utc(2026, 10, 23, 22, 59)),  # and back on 25 October
        (utc(2026, 10, 27, 9), 1, utc(2026, 10, 26, 23, 59)),
        (utc(2026, 11, 7, 9), 1, utc(2026, 11, 6, 23, 59)),  # a Saturday
        (utc(2026, 11, 9, 9), 2, utc(2026, 11, 5, 23, 59)),
        (utc(2027, 3, 30, 8), 1, utc(2027, 3, 25, 23, 59)),  # after Easter Monday
        (utc(2027, 5, 4, 8), 2, utc(2027, 4, 29, 22, 59)),  # after a bank holiday
    ],
)
def test_booking_closes_at_a_minute_to_midnight_on_londons_clocks(
    starts_at, working_days, closes_at
):
    assert dates.closing_time(starts_at, working_days) == closes_at
    assert dates.format_time(closes_at) == "11:59pm"


@pytest.mark.parametrize(
    ("day", "clock", "closes_at"),
    [
        (date(2026, 3, 29), time(0), utc(2026, 3, 28, 23, 59)),
        (date(2026, 3, 30), time(0), utc(2026, 3, 29, 22, 59)),
        (date(2026, 10, 25), time(0), utc(2026, 10, 24, 22, 59)),
        (date(2026, 10, 26), time(0), utc(2026, 10, 25, 23, 59)),
    ],
)
def test_a_day_without_a_time_closes_the_evening_before(day, clock, closes_at):
    sort_at = dates.london_time(day, clock)

    assert dates.closing_time(sort_at, 0, has_time=False) == closes_at


@pytest.mark.parametrize(
    ("starts_at", "days", "reminded_at"),
    [
        (utc(2026, 11, 11, 16), 7, utc(2026, 11, 4, 9)),
        (utc(2026, 11, 11, 16), 1, utc(2026, 11, 10, 9)),
        (utc(2026, 11, 9, 9), 1, utc(2026, 11, 6, 9)),  # Monday: on the Friday
        (utc(2026, 11, 8, 9), 7, utc(2026, 10, 30, 9)),  # Sunday
        (utc(2026, 7, 1, 22, 30), 1, utc(2026, 6, 30, 8)),
        (utc(2026, 7, 1, 23, 30), 1, utc(2026, 7, 1, 8)),  # 00:30 on the 2nd in London
        (utc(2026, 3, 30, 8), 1, utc(2026, 3, 27, 9)),  # clocks go forward on the 29th
        (utc(2026, 3, 29, 10), 1, utc(2026, 3, 27, 9)),
        (utc(2026, 3, 31, 8), 1, utc(2026, 3, 30, 8)),
        (utc(2026, 3, 31, 8), 7, utc(2026, 3, 24, 9)),
        (utc(2026, 10, 26, 9), 1, utc(2026, 10, 23, 8)),  # and back on 25 October
        (utc(2026, 10, 25, 10), 7, utc(2026, 10, 16, 8)),
        (utc(2026, 10, 27, 9), 1, utc(2026, 10, 26, 9)),
        (utc(2026, 10, 30, 9), 7, utc(2026, 10, 23, 8)),
        (utc(2027, 3, 30, 8), 1, utc(2027, 3, 25, 9)),  # after Easter Monday
        (utc(2027, 4, 5, 8), 7, utc(2027, 3, 25, 9)),  # a week after it
        (utc(2027, 5, 4, 8), 1, utc(2027, 4, 30, 8)),  # after a bank holiday
        (utc(2027, 5, 10, 8), 7, utc(2027, 4, 30, 8)),  # a week after it
    ],
)
def test_people_are_reminded_at_nine_on_a_working_day(starts_at, days, reminded_at):
    assert dates.reminder_time(starts_at, days) == reminded_at
    assert dates.format_time(reminded_at) == "9am"


@pytest.mark.parametrize(
    ("known", "begins", "ends"),
    [
        (
            {"starts_at": utc(2026, 7, 1, 8), "ends_at": utc(2026, 7, 1, 9)},
            utc(2026, 7, 1, 8),
            utc(2026, 7, 1, 9),
        ),
        ({"starts_at": utc(2026, 7, 1, 8)}, utc(2026, 7, 1, 8), utc(2026, 7, 1, 23)),
        (
            {"precision": "half_day", "on_date": date(2026, 11, 11), "half": "am"},
            utc(2026, 11, 11),
            utc(2026, 11, 11, 12),
        ),
        (
            {"precision": "half_day", "on_date": date(2026, 11, 11), "half": "pm"},
            utc(2026, 11, 11, 12),
            utc(2026, 11, 12),
        ),
        (
            {"precision": "day", "on_date": date(2026, 3, 29)},
            utc(2026, 3, 29),
            utc(2026, 3, 29, 23),
        ),
        (
            {"precision": "day", "on_date": date(2026, 10, 25)},
            utc(2026, 10, 24, 23),
            utc(2026, 10, 26),
        ),
        (
            {"precision": "month", "on_date": date(2026, 12, 1)},
            utc(2026, 12, 1),
            utc(2027, 1, 1),
        ),
        ({"precision": "none"}, DATE_TO_BE_CONFIRMED, DATE_TO_BE_CONFIRMED),
    ],
)
def test_a_session_lasts_from_the_earliest_to_the_latest_that_it_can(known, begins, ends):
    unknown = {
        "precision": "exact",
        "starts_at": None,
        "ends_at": None,
        "on_date": None,
        "half": "",
        "never": DATE_TO_BE_CONFIRMED,
    }

    assert dates.span(**unknown | known) == (begins, ends)


def test_a_london_time_is_a_moment():
    assert dates.london_time(date(2026, 7, 1), time(9, 30)) == utc(2026, 7, 1, 8, 30)


@pytest.mark.parametrize(
    ("day", "clock", "is_skipped"),
    [
        (date(2026, 3, 29), time(0, 59), False),
        (date(2026, 3, 29), time(1), True),
        (date(2026, 3, 29), time(1, 59), True),
        (date(2026, 3, 29), time(2), False),
        (date(2026, 10, 25), time(1, 30), False),
    ],
)
def test_an_hour_in_spring_is_skipped(day, clock, is_skipped):
    assert dates.is_skipped(day, clock) == is_skipped
