"""Events to come in the fictional county of Westshire, laid out from a given day."""

from datetime import date, time, timedelta
from typing import Any

from deploy.examples.files import document
from deploy.examples.shapes import Announcement, Example, ExampleDocument
from deploy.examples.westshire_venues import CORN_EXCHANGE, WORKSHOP_VENUES
from events.dates import is_working_day, london_time
from events.models import Document, Session
from events.plans import SessionPlan

TEAM = "Westshire Education Events"
CONTACT: dict[str, Any] = {
    "contact_name": TEAM,
    "contact_email": "education.events@westshire.example",
    "contact_telephone": "01632 960 123",
}
FIRST_UPDATE = "Westshire weekly update: headteacher briefing and post-16 conversation"
LATEST_UPDATE = "Westshire weekly update: SEND workshops"
POST_16 = "Post-16 leaders"
PARTNER = "Oakway Partnership"
BRIEFING = "Westshire headteacher briefing"
WORKSHOPS = f"SEND workshops with the {PARTNER}"
BOOKED = (BRIEFING, WORKSHOPS)  # by people of the examples
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3
ONE_DAY = timedelta(days=1)
WORKSHOP_DAYS = [22, 24, 29, 31, 36, 38, 43, 45]
HOURS = [(time(9, 30), time(12, 30)), (time(13), time(16))]


def examples(first_day: date) -> list[Example]:
    """In the order in which the two updates announce them."""
    first = Announcement(FIRST_UPDATE, first_day - timedelta(days=7))
    latest = Announcement(LATEST_UPDATE, first_day)
    return [
        headteacher_briefing(first_day, first),
        post_16_conversation(first_day, first),
        send_workshops(first_day, latest),
        send_follow_up(first_day, latest),
    ]


def headteacher_briefing(first_day: date, update: Announcement) -> Example:
    morning = _online(
        _good_day(first_day, weeks=3, weekday=TUESDAY),
        time(9, 30),
        time(11),
        label="Morning session",
        join_link="https://meet.westshire.example/headteachers-morning",
    )
    afternoon = _online(
        _good_day(first_day, weeks=4, weekday=THURSDAY),
        time(16),
        time(17, 30),
        label="Afternoon session",
        join_link="https://meet.westshire.example/headteachers-afternoon",
    )
    agenda = ExampleDocument(
        "Agenda",
        Document.Kind.AGENDA,
        [
            document("headteacher-briefing-agenda.pdf"),
            document("headteacher-briefing-agenda-amended.pdf"),
        ],
        note="a guest speaker introduces the new SEND support document",
        accessible=document("headteacher-briefing-agenda-amended.odt"),
    )
    return Example(
        team=TEAM,
        title=BRIEFING,
        update=update,
        audiences=["Headteachers"],
        sessions=[morning, afternoon],
        documents=[agenda],
        answers=CONTACT
        | {
            "summary": "News on school places, attendance and SEND support, with time for"
            " your questions. Both sessions have the same content.",
            "body": "Our guest, Briar Lane Associates, introduces the new SEND support document."
            "\n\nIf you cannot come, book a place for a member of your leadership team.",
            "closes_working_days": 1,
        },
    )


def post_16_conversation(first_day: date, update: Announcement) -> Example:
    day = _good_day(first_day, weeks=5, weekday=WEDNESDAY)
    session = SessionPlan(
        precision=Session.Precision.EXACT,
        arrive_at=london_time(day, time(8)),
        starts_at=london_time(day, time(8, 30)),
        ends_at=london_time(day, time(13)),
        mode=Session.Mode.IN_PERSON,
        venue=CORN_EXCHANGE,
        capacity=150,
    )
    return Example(
        team=TEAM,
        title="Sector-wide post-16 conversation",
        update=update,
        audiences=[POST_16],
        sessions=[session],
        documents=[
            ExampleDocument(
                "Aims and content of the day",
                Document.Kind.INFORMATION,
                [document("post-16-conversation.pdf")],
            )
        ],
        answers=CONTACT
        | {
            "summary": "Qualifications for young people over 16 are changing. Help decide what"
            " Westshire needs, and who will offer it.",
            "body": "For senior leaders of every school with a sixth form, every college and every"
            " training provider. Breakfast rolls and coffee are served from 8am.",
        },
    )


def send_workshops(first_day: date, update: Announcement) -> Example:
    workshops = zip(_workshop_days(first_day), WORKSHOP_VENUES, HOURS * 4, strict=True)
    sessions = [
        SessionPlan(
            precision=Session.Precision.EXACT,
            starts_at=london_time(day, starts),
            ends_at=london_time(day, ends),
            mode=Session.Mode.IN_PERSON,
            venue=venue,
            speakers=PARTNER,
            capacity=60,
        )
        for day, venue, (starts, ends) in workshops
    ]
    return Example(
        team=TEAM,
        title=WORKSHOPS,
        update=update,
        audiences=["Headteachers", "SENCOs"],
        sessions=sessions,
        documents=[
            ExampleDocument(
                "What to expect", Document.Kind.INFORMATION, [document("send-workshops.pdf")]
            )
        ],
        answers=CONTACT
        | {
            "summary": "Eight workshops with the same content in eight places, on what helps"
            " and what hinders inclusion in schools.",
            "body": "Come to the workshop nearest to you. We will add the presentation here"
            " afterwards, and a follow-up session will look at what all eight have said.",
        },
    )


def send_follow_up(first_day: date, update: Announcement) -> Example:
    last_workshop = _workshop_days(first_day)[-1]
    next_month = (last_workshop.replace(day=28) + timedelta(days=4)).replace(day=1)
    session = SessionPlan(
        precision=Session.Precision.MONTH, on_date=next_month, mode=Session.Mode.ONLINE
    )
    return Example(
        team=TEAM,
        title="SEND workshops: follow-up session",
        update=update,
        audiences=["SENCOs", "School leaders"],
        sessions=[session],
        answers=CONTACT
        | {
            "summary": "What the eight workshops said, and our first proposals. We will add the"
            " date once the workshops have taken place."
        },
    )


def _online(day: date, starts: time, ends: time, **details: Any) -> SessionPlan:
    return SessionPlan(
        precision=Session.Precision.EXACT,
        starts_at=london_time(day, starts),
        ends_at=london_time(day, ends),
        mode=Session.Mode.ONLINE,
        speakers="Briar Lane Associates",
        capacity=120,
        **details,
    )


def _workshop_days(first_day: date) -> list[date]:
    """About two a week, never two on one day."""
    days: list[date] = []
    for offset in WORKSHOP_DAYS:
        earliest = max([first_day + timedelta(days=offset), *(day + ONE_DAY for day in days)])
        days.append(_next_good_day(earliest, step=ONE_DAY))
    return days


def _good_day(first_day: date, *, weeks: int, weekday: int) -> date:
    """The first such weekday, so many weeks ahead, on which people have time for an event."""
    day = first_day + timedelta(weeks=weeks)
    return _next_good_day(day + timedelta(days=(weekday - day.weekday()) % 7), step=7 * ONE_DAY)


def _next_good_day(day: date, *, step: timedelta) -> date:
    while not is_working_day(day) or _is_about_christmas(day):
        day += step
    return day


def _is_about_christmas(day: date) -> bool:
    return (day.month, day.day) >= (12, 19) or (day.month, day.day) <= (1, 4)
