"""Between the answers of the forms and the plan of an event, both ways; and a draft out of them."""

from dataclasses import asdict
from datetime import date, datetime

from events import dates, lifecycle
from events.forms.answers import Answers
from events.forms.event import EventForm
from events.forms.rules import answer_about_reminders
from events.forms.sessions import BaseSessionForms
from events.models import Event, Organiser, Session, Update, Venue
from events.plans import EventPlan, SessionPlan, UpdatePlan, VenuePlan

AS_ANSWERED = (  # in words that the form and the plan have in common
    *("title", "body", "summary", "other_audience", "series", "is_listed"),
    *("booking_by", "booking_address", "closes_working_days", "substitution_working_days"),
    *("places_per_school", "places_per_booking", "outside_audience", "join_by"),
    *("shows_waiting_position", "contact_email", "contact_telephone"),
)
OF_A_SESSION = ("label", "mode", "speakers", "capacity")
HALVES = {"am": "morning", "pm": "afternoon", "": ""}


def draft_event(
    form: EventForm, sessions: BaseSessionForms, *, at: datetime, by: Organiser
) -> Event:
    """Write a draft from forms that are in order."""
    return lifecycle.create_event(
        plan_from(form, sessions),
        team=form.chosen_team,
        form_uuid=form.cleaned_data["form_uuid"],
        at=at,
        by=by,
    )


def plan_from(form: EventForm, sessions: BaseSessionForms) -> EventPlan:
    """What forms that are in order say."""
    answers = form.cleaned_data
    agenda = answers.get("agenda")
    reminds_week_before, reminds_day_before = answers["reminders"]
    return EventPlan(
        **{name: answers[name] for name in AS_ANSWERED},
        audiences=tuple(sorted(answers["audiences"], key=lambda audience: audience.label)),
        update=_update(answers),
        attendance=_attendance(form),
        opens_at=answers["opens_at"],
        reminds_week_before=reminds_week_before,
        reminds_day_before=reminds_day_before,
        contact_name=answers["contact_name"] or form.chosen_team.name,
        sessions=tuple(session_plan(session.cleaned_data) for session in sessions),
        documents=(agenda,) if agenda else (),
    )


def answers_of(plan: EventPlan) -> tuple[Answers, list[Answers]]:
    """What to fill in so that the forms say this plan: the event's answers, and each session's."""
    answers = {
        **{name: getattr(plan, name) for name in AS_ANSWERED},
        "audiences": [audience.slug for audience in plan.audiences],
        "attendance": plan.attendance,
        "reminders": answer_about_reminders(plan.reminds_week_before, plan.reminds_day_before),
        "contact_name": plan.contact_name,
        "opens_on": _boxes(plan.opens_at),
        "opens": dates.format_time(plan.opens_at) if plan.opens_at else "",
        **_answers_about_update(plan.update),
    }
    return answers, [_answers_about_session(session) for session in plan.sessions]


def _attendance(form: EventForm) -> str:
    """What was answered; without an answer what it was, and one session of a new event."""
    before = form.event.attendance if form.event else Event.Attendance.ONE
    return form.cleaned_data.get("attendance") or before


def _update(answers: Answers) -> Update | UpdatePlan | None:
    if answers["update_on"]:
        return UpdatePlan(answers["update_on"], answers["update_title"], answers["update_address"])
    chosen: Update | None = answers["update"]
    return chosen


def _answers_about_update(update: Update | UpdatePlan | None) -> Answers:
    if not isinstance(update, UpdatePlan):
        return {"update": update.public_id if update else ""}
    return {
        "update_on": _boxes(update.published_on),
        "update_title": update.title,
        "update_address": update.address,
    }


def session_plan(answers: Answers) -> SessionPlan:
    """What the answers about one session say."""
    return SessionPlan(
        public_id=answers["public_id"] or "",
        **{name: answers[name] for name in OF_A_SESSION},
        **asdict(answers["times"]),
        **_place(answers),
    )


def _place(answers: Answers) -> Answers:
    if answers["mode"] == Session.Mode.IN_PERSON:
        return {"venue": answers.get("venue") or _new_venue(answers)}
    return {"join_link": answers["join_link"] if answers["mode"] == Session.Mode.ONLINE else ""}


def _new_venue(answers: Answers) -> VenuePlan:
    return VenuePlan(
        name=answers["venue_name"],
        address=answers["venue_address"],
        postcode=answers["venue_postcode"],
    )


def _answers_about_session(plan: SessionPlan) -> Answers:
    return {
        "public_id": plan.public_id,
        **{name: getattr(plan, name) for name in OF_A_SESSION},
        **answers_about_time(plan),
        **_answers_about_venue(plan.venue),
        "join_link": plan.join_link,
    }


def answers_about_time(plan: SessionPlan) -> Answers:
    """What the boxes of its time show: minutes, and no end on another day."""
    boxes = _boxes(plan.starts_at or plan.on_date)
    if plan.precision == Session.Precision.MONTH:
        boxes = ["", *boxes[1:]]
    if plan.starts_at is None:
        return {"held_on": boxes, "starts": HALVES[plan.half]}
    times = {"starts": plan.starts_at, "ends": plan.ends_at, "arrives": plan.arrive_at}
    shown = {name: dates.format_time(moment) for name, moment in times.items() if moment}
    return {"held_on": boxes, **shown}


def _answers_about_venue(venue: Venue | VenuePlan | None) -> Answers:
    if isinstance(venue, VenuePlan):
        return {f"venue_{name}": value for name, value in asdict(venue).items()}
    return {"venue": venue.public_id if venue else ""}


def _boxes(day: date | None) -> list[str]:
    """Day, month and year of a date, or of a moment in London."""
    if isinstance(day, datetime):
        day = dates.local(day)
    return [str(day.day), str(day.month), str(day.year)] if day else ["", "", ""]
