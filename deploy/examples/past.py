"""Past events of Westshire, announced as such events are; what was not printed is left open."""

from datetime import UTC, date, datetime, time

from deploy.examples.files import stand_in
from deploy.examples.shapes import Announcement, Example, ExampleDocument
from deploy.examples.westshire_venues import CORN_EXCHANGE, WORKSHOP_VENUES
from events.dates import london_time
from events.models import Document, Event, Session
from events.plans import SessionPlan

TEAM = "Education service"
CONTACT = {"contact_name": "Education service"}
MARCH_2020 = Announcement("6 March 2020 weekly update", date(2020, 3, 6))
NOVEMBER_2023 = Announcement("8 November 2023 weekly update", date(2023, 11, 8))
TIME_OF_DAY = time(9)
VENUES = {venue.name: venue for venue in WORKSHOP_VENUES}
BY_INVITATION = CONTACT | {"booking_by": Event.BookingBy.INVITATION}
BY_LINK = CONTACT | {"booking_by": Event.BookingBy.LINK}
BY_EMAIL = CONTACT | {"booking_by": Event.BookingBy.EMAIL}


def examples() -> list[Example]:
    """In the order in which they were announced."""
    return [
        send_workshops(),
        send_follow_up(),
        briefings_of_spring_2023(),
        briefings_of_autumn_2023(),
        post_16_conversation(),
        briefings_of_summer_2024(),
        shaping_post_16(),
    ]


def send_workshops() -> Example:
    undated = [
        SessionPlan(
            label=f"Workshop {number}", mode=Session.Mode.IN_PERSON, speakers="Oakway Partnership"
        )
        for number in range(1, 9)
    ]
    return Example(
        team=TEAM,
        title="SEND workshops facilitated by the Oakway Partnership",
        at=_morning_of(MARCH_2020),
        update=MARCH_2020,
        audiences=["Headteachers", "SENCOs"],
        sessions=undated,
        documents=[
            ExampleDocument(
                "Presentation from the workshop", "slides", [stand_in(458.1)], stage="after"
            ),
            ExampleDocument(
                "Written Statement of Action", "information", [stand_in(509.0)], stage="after"
            ),
        ],
        answers=BY_INVITATION
        | {
            "summary": "Eight workshops, held before Christmas 2019, on how well services and"
            " providers work together for young people with SEND.",
            "body": "These workshops took place in different venues. The update that announced"
            " them did not give their dates and places.",
        },
    )


def send_follow_up() -> Example:
    in_december = SessionPlan(precision=Session.Precision.MONTH, on_date=date(2019, 12, 1))
    return Example(
        team=TEAM,
        title="SEND workshops: follow up session",
        at=_morning_of(MARCH_2020),
        update=MARCH_2020,
        audiences=["School leaders"],
        sessions=[in_december],
        answers=BY_INVITATION
        | {
            "summary": "A closer look with school colleagues at the themes from the workshops,"
            " with first suggestions of how to address them."
        },
    )


def briefings_of_spring_2023() -> Example:
    sessions = [
        _half_day("North", date(2023, 2, 28), "pm", "Penfold Green Leisure Centre"),
        _half_day("South", date(2023, 3, 1), "pm", "Stanmere Community Centre"),
        _half_day("West", date(2023, 3, 7), "pm", "Harrowfold Town Hall"),
        _half_day("East", date(2023, 3, 10), "am", "Eastmarsh Sailing Club"),
    ]
    return Example(
        team=TEAM,
        title="Headteacher Briefings, spring 2023",
        at=datetime(2023, 1, 10, 9, tzinfo=UTC),
        audiences=["Headteachers"],
        sessions=sessions,
        answers=BY_LINK
        | {
            "summary": "Four briefings, one in each area. Guests: a regional director of the"
            " Department for Education and the chair of the high needs funding group."
        },
    )


def briefings_of_autumn_2023() -> Example:
    online = [
        SessionPlan(label=label, mode=Session.Mode.ONLINE, speakers="Briar Lane Associates")
        for label in ["First briefing", "Second briefing"]
    ]
    return Example(
        team=TEAM,
        title="Headteacher briefings, autumn 2023",
        at=_morning_of(NOVEMBER_2023),
        update=NOVEMBER_2023,
        audiences=["Headteachers"],
        sessions=online,
        documents=[
            ExampleDocument(
                "Agenda",
                Document.Kind.AGENDA,
                [stand_in(160), stand_in(184.7)],
                note="Slightly amended",
            )
        ],
        answers=BY_INVITATION
        | {
            "summary": "Two virtual briefings: join one of them. Briar Lane Associates brief on the"
            " development of the new SEND support document.",
            "body": "People were sent Teams meetings and accepted one of them.",
        },
    )


def post_16_conversation() -> Example:
    return Example(
        team=TEAM,
        title="Sector-wide post-16 conversation 2023",
        at=_morning_of(NOVEMBER_2023),
        update=NOVEMBER_2023,
        audiences=["Post-16 leaders"],
        sessions=[SessionPlan(precision=Session.Precision.DAY, on_date=date(2023, 11, 28))],
        documents=[
            ExampleDocument("Aims and content of the day", "information", [stand_in(163.5)])
        ],
        answers=BY_INVITATION
        | {
            "summary": "For all senior post-16 leaders: the impact of qualification reform, and the"
            " need for a county-wide response."
        },
    )


def briefings_of_summer_2024() -> Example:
    sessions = [
        _in_the_afternoon("East", date(2024, 6, 11), "Brackenford Arts Centre"),
        _in_the_morning("West", date(2024, 6, 14), "Addlestow Rugby Club"),
        _in_the_afternoon("South", date(2024, 6, 27), "Stanmere Community Centre"),
        _in_the_morning("North", date(2024, 6, 28), "Little Orley Village Hall"),
    ]
    return Example(
        team=TEAM,
        title="Headteacher briefings, summer 2024",
        at=datetime(2024, 5, 21, 9, tzinfo=UTC),
        audiences=["Headteachers"],
        sessions=sessions,
        answers=BY_EMAIL
        | {
            "body": "To book, people emailed their name, their email address and the briefing they"
            " wished to attend. The agenda was issued again for each briefing."
        },
    )


def shaping_post_16() -> Example:
    day = date(2024, 12, 3)
    session = SessionPlan(
        precision=Session.Precision.EXACT,
        arrive_at=london_time(day, time(8)),
        starts_at=london_time(day, time(8, 30)),
        ends_at=london_time(day, time(13)),
        mode=Session.Mode.IN_PERSON,
        venue=CORN_EXCHANGE,
    )
    return Example(
        team=TEAM,
        title="Shaping the post-16 system in Westshire",
        at=datetime(2024, 11, 5, 9, tzinfo=UTC),
        audiences=["Post-16 leaders"],
        sessions=[session],
        answers=BY_LINK,
    )


def _half_day(area: str, day: date, half: str, venue: str) -> SessionPlan:
    return SessionPlan(
        label=area,
        precision=Session.Precision.HALF_DAY,
        on_date=day,
        half=half,
        mode=Session.Mode.IN_PERSON,
        venue=VENUES[venue],
    )


def _in_the_morning(area: str, day: date, venue: str) -> SessionPlan:
    return _exact(area, day, time(9, 30), time(12, 30), venue)


def _in_the_afternoon(area: str, day: date, venue: str) -> SessionPlan:
    return _exact(area, day, time(13), time(16), venue)


def _exact(area: str, day: date, starts: time, ends: time, venue: str) -> SessionPlan:
    return SessionPlan(
        label=area,
        precision=Session.Precision.EXACT,
        starts_at=london_time(day, starts),
        ends_at=london_time(day, ends),
        mode=Session.Mode.IN_PERSON,
        venue=VENUES[venue],
    )


def _morning_of(update: Announcement) -> datetime:
    return london_time(update.on, TIME_OF_DAY)
