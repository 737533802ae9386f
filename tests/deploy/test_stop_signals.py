"""What a process takes for being asked to stop, and what not."""

import signal
import subprocess
import sys
import time

import pytest

WAIT = """
from deploy import stop_signals
stop_signals.block()
print("waiting", flush=True)
print(stop_signals.stop_requested_within({seconds}))
"""


def said_after(*signals, seconds, pause):
    """What a process that waits so long says after these signals, with a pause after each."""
    code = WAIT.format(seconds=seconds)
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as waiting:
        waiting.stdout.readline()
        for number in signals:
            waiting.send_signal(number)
            time.sleep(pause)
        return waiting.stdout.read().strip()


def test_a_process_that_was_paused_is_not_asked_to_stop():
    assert said_after(signal.SIGSTOP, signal.SIGCONT, seconds=0.5, pause=1) == "False"


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_stop_is_one(asked):
    assert said_after(asked, seconds=30, pause=0) == "True"


def test_nor_is_one_that_nobody_sends_a_signal():
    assert said_after(seconds=0.1, pause=0) == "False"
