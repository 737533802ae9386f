"""What /readyz says when all is well, read line by line."""

from deploy import worker

WELL = {
    "database": "ok, answers",
    "writes": "ok",
    "migrations": "ok, 0 to apply",
    "worker": "ok, seen 0 min ago",
    "mails_due": "ok, 0 due, the oldest for 0 min",
    "mails_failing": "ok, 0 put off, the oldest queued 0 min ago, 0 delivered in 20 min",
    "mails_broken": "ok, 0 put off, the oldest queued 0 min ago",
    "mails_given_up": "ok, 0 of 0 in 2 days, and 0 refused because of the recipient",
    "disk": "ok",
}


def worker_at(at):
    for job in worker.JOBS:
        worker.Turn(job, "worker 1", at).take(at)


def lines(response):
    """Each fact by its name, without the numbers that are this machine's or this test's."""
    first, *others = response.text.splitlines()
    told = dict(line.split(": ", 1) for line in others)
    for name in {"disk", "writes"} & set(told):
        told[name] = told[name].partition(",")[0]
    return first, told
