"""Times of day as schools write them: each by itself, and a start and an end together."""

import pytest

from events.clock import EndsBeforeStart, NoClock, UnclearHalf, pair, read_clock, start_alone


def minutes(shown):
    hour, minute = shown.split(":")
    return int(hour) * 60 + int(minute)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("4pm", "16:00"),
        ("4 PM", "16:00"),
        ("4 p.m.", "16:00"),
        ("4.30 p.m.", "16:30"),
        ("4:30pm", "16:30"),
        ("9.30am", "9:30"),
        ("9.30 a.m", "9:30"),
        ("12am", "0:00"),
        ("12pm", "12:00"),
        ("12 noon", "12:00"),
        ("12noon", "12:00"),
        ("midday", "12:00"),
        ("Noon", "12:00"),
        ("12 midday", "12:00"),
        ("midnight", "0:00"),
        ("16:00", "16:00"),
        ("16.00hrs", "16:00"),
        ("16:00 hrs", "16:00"),
        ("1600", "16:00"),
        ("1600 hours", "16:00"),
        ("0930", "9:30"),
        ("1030", "10:30"),
        ("04:00", "4:00"),
        ("16h30", "16:30"),
        ("00:15", "0:15"),
        (" 4pm ", "16:00"),
    ],
)
def test_a_time_that_is_sure_is_read(typed, meant):
    assert read_clock(typed).meanings == (minutes(meant),)


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("4", "16:00"),
        ("4:30", "16:30"),
        ("9", "9:00"),
        ("9h30", "9:30"),
        ("8.45", "8:45"),
        ("12", "12:00"),
        ("1", "13:00"),
        ("6", "18:00"),
        ("11", "11:00"),
    ],
)
def test_a_time_without_am_or_pm_is_what_a_school_means(typed, usual):
    clock = read_clock(typed)

    assert not clock.is_sure
    assert start_alone(clock) == minutes(usual)


@pytest.mark.parametrize("typed", ["7", "7:30", "7.45"])
def test_seven_by_itself_is_a_question(typed):
    with pytest.raises(UnclearHalf):
        start_alone(read_clock(typed))


@pytest.mark.parametrize(
    "typed",
    [
        *("25", "13pm", "0am", "9:60", "soon", "4pm tomorrow", "9:5", "²", "160", "2400"),
        *("16000", "4:30:00", "-4", "noonish", "1660", "4pmpm"),
    ],
)
def test_what_is_no_time_is_told_so(typed):
    with pytest.raises(NoClock):
        read_clock(typed)


@pytest.mark.parametrize(
    ("starts", "ends", "meant"),
    [
        ("5", "7", "17:00 to 19:00"),
        ("6", "7:30", "18:00 to 19:30"),
        ("6pm", "8", "18:00 to 20:00"),
        ("7", "9pm", "19:00 to 21:00"),
        ("7", "9am", "7:00 to 9:00"),
        ("9", "3", "9:00 to 15:00"),
        ("11", "1:30", "11:00 to 13:30"),
        ("9.30", "12", "9:30 to 12:00"),
        ("9.30", "12.30", "9:30 to 12:30"),
        ("8", "10pm", "20:00 to 22:00"),
        ("8.30", "1pm", "8:30 to 13:00"),
        ("12", "1.30", "12:00 to 13:30"),
        ("1", "4", "13:00 to 16:00"),
        ("4pm", "5.30", "16:00 to 17:30"),
        ("9", "5pm", "9:00 to 17:00"),
        ("1600", "1730", "16:00 to 17:30"),
        ("midday", "2", "12:00 to 14:00"),
        ("7pm", "midnight", "19:00 to 24:00"),
        ("2pm", "midnight", "14:00 to 24:00"),
        ("9pm", "12", "21:00 to 24:00"),
        ("10pm", "1am", "22:00 to 25:00"),
        ("10pm", "12:30am", "22:00 to 24:30"),
        ("11pm", "6", "23:00 to 30:00"),
        ("midnight", "2am", "0:00 to 2:00"),
    ],
)
def test_two_times_are_read_together(starts, ends, meant):
    start, _, end = meant.partition(" to ")

    assert pair(read_clock(starts), read_clock(ends)) == (minutes(start), minutes(end))


@pytest.mark.parametrize(
    ("starts", "ends"), [("7", "8:30"), ("7.15", "9"), ("7", "12"), ("7", "3")]
)
def test_two_times_that_are_both_open_are_a_question(starts, ends):
    with pytest.raises(UnclearHalf):
        pair(read_clock(starts), read_clock(ends))


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("4pm", "4pm"),
        ("4pm", "3pm"),
        ("16:00", "15:59"),
        ("9am", "3am"),
        ("5", "16:00"),
        ("2pm", "7am"),
        ("22:00", "9"),
        ("4", "3:30"),
        ("4:30", "4"),
        ("3:30pm", "3"),
        ("6", "5"),
        ("2", "1"),
        ("3", "3"),
        ("9", "9"),
        ("10", "9:30"),
        ("8pm", "1"),
    ],
)
def test_an_end_that_is_not_after_the_start_is_told_so(starts, ends):
    with pytest.raises(EndsBeforeStart):
        pair(read_clock(starts), read_clock(ends))
