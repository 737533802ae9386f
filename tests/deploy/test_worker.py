"""The worker's loop: when it works, when it rests, and that nothing stops it but a request to."""

import logging

import pytest

from deploy.worker import repeat


class Rests:
    """Stands for the wait between two rounds; ends the loop after the last one expected."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> bool:
        self.seconds.append(seconds)
        return len(self.seconds) > self.rounds


def work_of(*outcomes: int | Exception):
    waiting = list(outcomes)

    def work() -> int:
        outcome = waiting.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return work


def test_it_goes_on_at_once_while_there_is_work_and_rests_when_there_is_none():
    rests = Rests(rounds=4)

    repeat(work_of(20, 3, 0, 0), is_over=rests)

    assert rests.seconds == [0.0, 0.0, 0.0, 1.0, 1.0]


def test_it_rests_longer_after_each_failure_and_forgets_them_after_a_success(caplog):
    rests = Rests(rounds=5)

    repeat(work_of(OSError(), OSError(), OSError(), 0, OSError()), is_over=rests)

    assert rests.seconds == [0.0, 2.0, 4.0, 8.0, 1.0, 2.0]


def test_its_rest_after_failures_is_a_minute_at_most(caplog):
    rests = Rests(rounds=8)

    repeat(work_of(*[OSError() for _ in range(8)]), is_over=rests)

    assert rests.seconds[-3:] == [60.0, 60.0, 60.0]


def test_a_failure_is_logged(caplog):
    repeat(work_of(OSError("head@example.com")), is_over=Rests(rounds=1))

    [record] = caplog.records
    assert (record.levelno, record.getMessage()) == (
        logging.ERROR,
        "sending failed; the next try is in 2 s",
    )


def test_a_request_to_end_is_not_taken_for_a_failure():
    with pytest.raises(KeyboardInterrupt):
        repeat(lambda: (_ for _ in ()).throw(KeyboardInterrupt), is_over=Rests(rounds=1))
