"""A message to thousands while the worker is killed: who gets it, and who waits behind it."""

import random
import re
import time
import uuid
from collections import Counter
from collections.abc import Iterator

from deploy.bench.site import Site, site
from deploy.bench.visitor import WrongAnswer
from deploy.trials import mails
from deploy.trials.load import Row
from deploy.trials.organiser import Organiser, let_in
from deploy.trials.smtp_sink import Sink, sink

TEAM_OF = """SELECT events_team.name, count(*) FROM events_team JOIN events_event
    ON events_event.team_id = events_team.id WHERE events_event.public_id = '{}'"""
ON_PREVIEW = re.compile(r"This will be sent to ([\d,]+) people")
ON_PAGE = re.compile(r"(Waiting to be sent|Sent|Not delivered)</dt>\s*<dd[^>]*>\s*([\d,]+)")
CONFIRMATION, WRITTEN = b"<place_booked.", b"<written."


def trial(people: int = 5000, kills: int = 2) -> Iterator[Row]:
    """One message to each; somebody books, and waits for the confirmation, while it is sent."""
    with sink() as server, site("", MAIL=server.url) as running:
        event = running.measure("bookings", people)["event"]
        [(team, _)] = mails.ask(running, TEAM_OF.format(event))
        organiser = Organiser(running.port, let_in(running, team))
        shown, page, took = send(organiser, f"/organiser/events/{event}/messages/new/")
        yield Row("confirmed", "request", f"{shown} people", f"{took:.2f} s")
        stretch = people // (kills + 1)
        for done in range(kills):
            number = (done + random.random()) * stretch + 1  # noqa: S311 (no secret)
            killed_at = mails.kill_the_worker(running, server, number)
            yield Row("worker killed", "mails", f"{killed_at}")
        waited = f"{seconds_to_confirm(running, server):.1f} s"
        yield Row("while it is sent", "a confirmation", "taken", waited)
        mails.wait_until_sent(running)
        yield Row("at the end", "the page says", said(organiser.read(page)))
        yield counted(server, shown)


def send(organiser: Organiser, form: str) -> tuple[int, str, float]:
    """How many people the preview says it is for, the page of the message, seconds to confirm."""
    answers = {"form_uuid": str(uuid.uuid4()), "subject": "Parking", "text": "Hello {first name}"}
    _, _, preview = organiser.fill_in(form, answers)
    found = ON_PREVIEW.search(preview)
    if not found:
        raise WrongAnswer("the preview has no number")
    shown = int(found[1].replace(",", ""))
    confirmed = answers | {"expected": str(shown)}
    began = time.monotonic()
    status, page, _ = organiser.fill_in(form, confirmed, at=f"{form}send/")
    took = time.monotonic() - began
    if status != 302:
        raise WrongAnswer(f"sending was answered with {status}")
    return shown, page, took


def seconds_to_confirm(running: Site, server: Sink) -> float:
    """From a booking until the mail server has its confirmation."""
    began = time.monotonic()
    mails.book(running, 1)
    mails.wait_for(lambda: any(one.startswith(CONFIRMATION) for one in server.taken))
    return time.monotonic() - began


def said(page: str) -> str:
    return ", ".join(f"{number} {label}" for label, number in ON_PAGE.findall(page))


def counted(server: Sink, shown: int) -> Row:
    taken = Counter(one for one in server.taken if one.startswith(WRITTEN))
    again = taken.total() - len(taken)
    twice = max(taken.values(), default=0)
    told = f"{shown - len(taken)} of {shown} lost, {again} taken once more, each {twice} x at most"
    return Row("at the end", "mails", told)
