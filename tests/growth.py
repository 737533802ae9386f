"""How a function's work grows with what it is given, on a machine of any speed."""

import gc
import time

TIMES = 4
SOON = 0.25  # seconds of the processor: what takes less is not asked how it grows


def assert_grows_evenly(work, of_length, length):
    """`work(of_length(length))` takes about `TIMES` as long as for the `TIMES`-th part of it.

    Twice that is allowed: what grows with the square takes `TIMES` times more than that again.
    """
    shorter = _seconds(work, of_length(length // TIMES))
    longer = _seconds(work, of_length(length))

    assert longer < 2 * TIMES * shorter + SOON, (shorter, longer)


def _seconds(work, given):
    """Without the garbage of all tests before, which is collected now and then."""
    gc.disable()
    try:
        began = time.process_time()
        work(given)
        return time.process_time() - began
    finally:
        gc.enable()
