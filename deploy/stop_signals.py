"""Being asked to stop: by a signal to this process, or by the death of the one that started it."""

import ctypes
import os
import signal

STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
SET_DEATH_SIGNAL = 1  # prctl's PR_SET_PDEATHSIG: the kernel sends it when the parent ends


def block() -> None:
    """From here on the work under way is finished first: signals wait until they are asked for."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)


def stop_requested_within(seconds: float) -> bool:
    """A process that was paused and resumed may be told of a signal that does not exist."""
    taken = signal.sigtimedwait(STOP_SIGNALS, seconds)
    return taken is not None and taken.si_signo in STOP_SIGNALS


def is_stop_requested() -> bool:
    """The same at a glance: the signal goes on waiting to be taken."""
    return bool(STOP_SIGNALS & signal.sigpending())


def end_with_parent(parent: int, ending: signal.Signals = signal.SIGTERM) -> None:
    """Called first thing in a child, whose parent may have ended already."""
    ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, ending)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def end_forks_with_this_process(ending: signal.Signals) -> None:
    """For a server that forks its own workers: they do not outlive it, whatever kills it."""
    forked_from = []
    os.register_at_fork(
        before=lambda: forked_from.append(os.getpid()),
        after_in_child=lambda: end_with_parent(forked_from[-1], ending),
    )


def unblock() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
