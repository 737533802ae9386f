"""By which rule people are reminded of a session at a moment, if by any."""

from datetime import UTC, date, datetime, timedelta

import pytest

from events import dates, reminding
from events.models import Event, Session
from events.reminding import Rule

SECOND = timedelta(seconds=1)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


WEDNESDAY = utc(2026, 11, 11, 16)
WEEK_BEFORE, DAY_BEFORE = utc(2026, 11, 4, 9), utc(2026, 11, 10, 9)
AFTER_EASTER = utc(2027, 3, 30, 9)  # both rules meet on Thursday, two days after a week before


def session(starts_at=WEDNESDAY, **rules):
    return Session(sort_at=starts_at, event=Event(**rules))


@pytest.mark.parametrize(
    ("at", "rule"),
    [
        (WEEK_BEFORE - SECOND, None),
        (WEEK_BEFORE, Rule.WEEK),
        (WEEK_BEFORE + timedelta(days=2), Rule.WEEK),
        (WEEK_BEFORE + timedelta(days=2) + SECOND, None),
        (DAY_BEFORE - SECOND, None),
        (DAY_BEFORE, Rule.DAY),
        (WEDNESDAY - SECOND, Rule.DAY),
    ],
)
def test_a_week_before_for_two_days_and_the_day_before_until_the_start(at, rule):
    assert reminding.rule_now(session(), at) is rule


@pytest.mark.parametrize(
    ("at", "rule"),
    [
        (utc(2027, 3, 23, 9), Rule.WEEK),
        (utc(2027, 3, 24, 23, 59), Rule.WEEK),
        (utc(2027, 3, 25, 0), None),
        (utc(2027, 3, 25, 9) - SECOND, None),
        (utc(2027, 3, 25, 9), Rule.DAY),
    ],
)
def test_on_the_day_on_which_both_are_due_only_the_later_one_is(at, rule):
    assert reminding.rule_now(session(AFTER_EASTER), at) is rule


def test_a_rule_that_is_off_reminds_nobody_and_leaves_the_other_alone():
    no_week = session(AFTER_EASTER, reminds_week_before=False)
    no_day = session(AFTER_EASTER, reminds_day_before=False)
    on_both = utc(2027, 3, 25, 9)

    assert reminding.rule_now(no_week, utc(2027, 3, 23, 9)) is None
    assert reminding.rule_now(no_week, on_both) is Rule.DAY
    assert reminding.rule_now(no_day, on_both) is Rule.WEEK
    assert reminding.rule_now(no_day, on_both + SECOND) is None


@pytest.mark.parametrize(
    ("at", "week", "day"),
    [
        (WEEK_BEFORE - SECOND, False, False),
        (WEEK_BEFORE, True, False),
        (DAY_BEFORE, True, True),
        (WEDNESDAY - SECOND, True, True),
        (WEDNESDAY, False, False),
    ],
)
def test_what_was_queued_is_news_from_its_moment_until_the_start(at, week, day):
    assert reminding.is_still_due(Rule.WEEK, session(), at) is week
    assert reminding.is_still_due(Rule.DAY, session(), at) is day


def test_what_was_queued_is_no_news_once_its_rule_is_off():
    off = session(reminds_week_before=False, reminds_day_before=False)

    assert not reminding.is_still_due(Rule.WEEK, off, DAY_BEFORE)
    assert not reminding.is_still_due(Rule.DAY, off, DAY_BEFORE)


def test_no_holiday_is_so_long_that_the_week_before_begins_out_of_sight():
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365 * 30)]
    ends = [dates.london_time(day + timedelta(days=1), datetime.min.time()) for day in days]

    longest = max(end - dates.reminder_time(end - SECOND, 7) for end in ends)

    assert longest < reminding.LOOKS_AHEAD
