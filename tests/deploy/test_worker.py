"""The worker's jobs: when each has its turn, who does it, and that no failure stops the others."""

import logging
import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from bookings.models import Message
from deploy import worker
from deploy.worker import JOBS, Job, Turn, repeat
from events import audit, job_leases, throttle
from events.models import AuditEntry, Count, JobLease
from tests.architecture import ROOT
from tests.factories import NOON, make_booking, make_organiser

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


class Clock:
    """Stands still but for the rests, and ends the loop after so many of them."""

    def __init__(self, rests: int) -> None:
        self.now = NOON
        self.rests = rests
        self.rested: list[float] = []

    def __call__(self):
        return self.now

    def rest(self, seconds: float) -> bool:
        self.rested.append(seconds)
        self.now += timedelta(seconds=seconds)
        return len(self.rested) > self.rests


def job(*outcomes: bool | Exception, name="job", **options) -> Job:
    """A job with these outcomes, one for each turn; then it finds nothing more to do."""
    waiting = list(outcomes)

    def work(at) -> bool:
        outcome = waiting.pop(0) if waiting else False
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return Job(name, work, every=options.pop("every", MINUTE), **options)


def run(*jobs: Job, rests: int) -> list[float]:
    clock = Clock(rests)
    repeat(jobs, clock=clock, stops_within=clock.rest)
    return clock.rested


@pytest.mark.parametrize("shared", [True, False])
def test_it_goes_on_at_once_while_there_is_work_and_rests_when_there_is_none(shared):
    assert run(job(True, True, False, shared=shared), rests=4) == [0, 0, 0, 60, 60]


@pytest.mark.parametrize("shared", [True, False])
def test_it_rests_longer_after_each_failure_and_forgets_them_after_a_success(shared, caplog):
    outcomes = [OSError(), OSError(), OSError(), False, OSError()]

    assert run(job(*outcomes, shared=shared), rests=5) == [0, 2, 4, 8, 60, 2]


def test_the_rest_after_failures_is_a_minute_at_most(caplog):
    assert run(job(*[OSError()] * 8), rests=8)[-2:] == [60, 60]


def test_a_failing_job_holds_up_no_other(caplog):
    done = []
    other = Job("other", lambda at: done.append(at) or False, every=timedelta(seconds=1))

    run(job(*[OSError()] * 9), other, rests=4)

    assert [(at - NOON).total_seconds() for at in done] == [0, 1, 2, 3]


def test_a_failure_is_logged_by_the_name_of_the_job(caplog):
    run(job(OSError("head@example.com"), name="deliver"), rests=1)

    [record] = caplog.records
    assert (record.levelno, record.getMessage()) == (
        logging.ERROR,
        "deliver failed; next try in 2 s",
    )


def test_a_request_to_stop_is_not_taken_for_a_failure():
    def interrupted(at):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(Job("deliver", interrupted, every=MINUTE), rests=1)


def test_one_process_at_a_time_does_a_job_and_each_is_due_once():
    done = []

    def work(at) -> bool:
        Turn(Job("job", lambda at: done.append("other") or False, MINUTE), "b", at).take(at)
        done.append("own")
        return False

    Turn(Job("job", work, MINUTE), "a", NOON).take(NOON)
    Turn(Job("job", work, MINUTE), "c", NOON).take(NOON)

    assert done == ["own"]
    assert JobLease.objects.values("held_by", "held_until", "next_at", "failures").get() == {
        "held_by": "",
        "held_until": None,
        "next_at": NOON + MINUTE,
        "failures": 0,
    }


def test_a_shared_job_is_done_by_all_who_look():
    done = []

    for process in ("a", "b"):
        shared = Job("job", lambda at: done.append(at) or False, MINUTE, shared=True)
        Turn(shared, process, NOON).take(NOON)

    assert done == [NOON, NOON]
    assert not JobLease.objects.exists()


def test_the_job_of_a_process_that_died_is_taken_over_after_its_lease():
    lasts = timedelta(minutes=10)
    assert job_leases.claim("job", by="dead", lasts=lasts, at=NOON)

    moments = (NOON + lasts - timedelta(seconds=1), NOON + lasts)
    claimed = [job_leases.claim("job", by="next", lasts=lasts, at=at) for at in moments]

    assert claimed == [False, True]


def test_a_rare_job_is_due_in_its_time_whenever_the_process_began():
    day, hour, done = timedelta(days=1), timedelta(hours=1), []
    rare = Job("job", lambda at: done.append(at) or False, day)
    Turn(rare, "before", NOON).take(NOON)

    turn, at = Turn(rare, "after", NOON + 23 * hour), NOON + 23 * hour
    while len(done) < 2:
        turn.take(at)
        at = max(turn.next_at, at)

    assert done == [NOON, NOON + day]


def test_who_lost_the_lease_does_not_give_back_what_another_holds():
    lasts = timedelta(minutes=10)
    job_leases.claim("job", by="slow", lasts=lasts, at=NOON)
    job_leases.claim("job", by="next", lasts=lasts, at=NOON + lasts)

    job_leases.finish("job", by="slow", next_at=NOON, failures=0)

    assert JobLease.objects.get().held_by == "next"


def test_failures_count_over_all_processes(caplog):
    for process, seconds in (("a", 0), ("b", 2)):
        at = NOON + timedelta(seconds=seconds)
        Turn(job(OSError()), process, at).take(at)

    lease = JobLease.objects.get()
    assert (lease.failures, lease.next_at) == (2, NOON + timedelta(seconds=6))


def test_the_jobs_deliver_and_tidy_up(mailbox, noon):
    make_booking(email="ann@school.example")
    old = make_booking()
    ended = {"state": "sent", "sent_at": NOON - timedelta(days=31)}
    Message.objects.filter(attendee=old).update(queued_at=NOON - timedelta(days=31), **ended)
    throttle.count("things", "whom", at=NOON - timedelta(hours=3))
    audit.record("sign_in_failed", old, at=NOON - timedelta(days=181))
    clock = Clock(rests=1)

    repeat(JOBS, clock=clock, stops_within=clock.rest)

    assert [mail.to for mail in mailbox] == [["ann@school.example"]]
    assert Message.objects.get(attendee=old).facts == {}
    assert not Count.objects.filter(window_starts_at__lt=NOON - timedelta(hours=1)).exists()
    assert not AuditEntry.objects.filter(action="sign_in_failed").exists()


def test_the_jobs_queue_reminders_and_deliver_them(mailbox):
    make_booking(email="ann@school.example")
    clock = Clock(rests=1)
    clock.now = NOON + timedelta(days=22)  # of the 28 until it begins

    repeat(JOBS, clock=clock, stops_within=clock.rest)

    assert list(Message.objects.filter(kind="reminder_week").values_list("to", "queued_at")) == [
        ("ann@school.example", clock.now)
    ]


def test_tidying_up_goes_on_at_once_while_there_are_old_sign_ins(monkeypatch):
    monkeypatch.setattr(audit, "FORGOTTEN_AT_ONCE", 2)
    for _ in range(3):
        audit.record("sign_in_failed", make_organiser(), at=NOON - timedelta(days=181))

    assert [worker.tidy_up(NOON) for _ in range(3)] == [True, True, False]


def test_sessions_that_are_over_are_forgotten():
    Session.objects.create(session_key="over", expire_date=NOON - MINUTE)
    Session.objects.create(session_key="open", expire_date=NOON + MINUTE)

    worker.tidy_up(NOON)

    assert Session.objects.get().session_key == "open"


def test_workers_are_told_apart():
    assert worker.worker_name().rpartition(":")[2].isdigit()


def test_where_the_machine_has_not_enough_for_both_pages_come_first(tmp_path):
    database = {"DATABASE_URL": f"sqlite:///{tmp_path / 'worker.sqlite3'}"}
    command, here = [sys.executable, "manage.py", "worker"], os.getpriority(os.PRIO_PROCESS, 0)
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | database) as started:
        until, niceness = time.monotonic() + 60, here
        while niceness == here and started.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
            niceness = os.getpriority(os.PRIO_PROCESS, started.pid)
        started.terminate()

    assert niceness == min(here + 10, 19)
