"""When so many hours of work are over: Monday to Friday, 8am to 6pm, and no bank holiday."""

from datetime import datetime, timedelta

import pytest

from events.dates import LONDON, working_hours_after


def london(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "hours", "until"),
    [
        pytest.param("2026-11-02 09:00", 8, "2026-11-02 17:00", id="within one day"),
        pytest.param("2026-11-02 10:00", 8, "2026-11-02 18:00", id="to its very end"),
        pytest.param("2026-11-02 12:00", 8, "2026-11-03 10:00", id="into the next day"),
        pytest.param("2026-11-02 06:30", 8, "2026-11-02 16:00", id="before work begins"),
        pytest.param("2026-11-02 18:00", 8, "2026-11-03 16:00", id="when work ends"),
        pytest.param("2026-11-02 23:59", 8, "2026-11-03 16:00", id="late in the evening"),
        pytest.param("2026-11-06 23:00", 8, "2026-11-09 16:00", id="11pm on a Friday"),
        pytest.param("2026-11-07 12:00", 8, "2026-11-09 16:00", id="on a Saturday"),
        pytest.param("2026-11-08 12:00", 8, "2026-11-09 16:00", id="on a Sunday"),
        pytest.param("2026-05-01 17:55", 8, "2026-05-05 15:55", id="before a bank holiday"),
        pytest.param("2026-12-24 17:00", 8, "2026-12-29 15:00", id="Boxing Day on a Saturday"),
        pytest.param("2026-04-02 17:55", 8, "2026-04-07 15:55", id="before Easter"),
        pytest.param("2026-11-02 09:00", 25, "2026-11-04 14:00", id="several days"),
        pytest.param("2026-03-27 17:00", 8, "2026-03-30 15:00", id="clocks go forward"),
        pytest.param("2026-03-29 00:30", 8, "2026-03-30 16:00", id="in the night of it"),
        pytest.param("2026-10-23 17:00", 8, "2026-10-26 15:00", id="clocks go back"),
        pytest.param("2026-10-25 01:30", 8, "2026-10-26 16:00", id="in the hour of it"),
    ],
)
def test_only_hours_of_work_are_counted(moment, hours, until):
    assert working_hours_after(london(moment), hours) == london(until)


@pytest.mark.parametrize("day", ["2026-03-27 17:00", "2026-10-23 17:00"])
def test_the_offices_open_at_eight_by_londons_clocks_after_they_have_changed(day):
    hours_of_work = timedelta(hours=1) + timedelta(minutes=30)

    until = working_hours_after(london(day), hours_of_work.total_seconds() / 3600)

    assert until.astimezone(LONDON).strftime("%A %H:%M") == "Monday 08:30"
