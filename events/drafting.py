"""From an organiser's answers to the plan of an event: its sessions, venues and agenda."""

from datetime import datetime
from typing import Any

from events import lifecycle
from events.forms.event import EventForm
from events.forms.sessions import BaseSessionForms
from events.models import Event, Organiser, Session
from events.plans import EventPlan, SessionPlan, VenuePlan

Answers = dict[str, Any]


def draft_event(
    form: EventForm, sessions: BaseSessionForms, *, at: datetime, by: Organiser
) -> Event:
    """Write a draft from forms that are in order."""
    answers = form.cleaned_data
    plan = EventPlan(
        title=answers["title"],
        body=answers["body"],
        audiences=tuple(answers["audiences"]),
        attendance=answers["attendance"] or Event.Attendance.ONE,
        contact_name=form.chosen_team.name,
        contact_email=answers["contact_email"],
        sessions=tuple(_session(session.cleaned_data) for session in sessions),
        documents=(answers["agenda"],) if answers["agenda"] else (),
    )
    return lifecycle.create_event(
        plan, team=form.chosen_team, form_uuid=answers["form_uuid"], at=at, by=by
    )


def _session(answers: Answers) -> SessionPlan:
    return SessionPlan(
        **_time(answers),
        **_place(answers),
        capacity=answers["capacity"],
    )


def _time(answers: Answers) -> Answers:
    if answers["held_on"] is None:
        return {"precision": Session.Precision.NONE}
    if answers["starts_at"] is None:
        return {"precision": Session.Precision.DAY, "on_date": answers["held_on"]}
    return {
        "precision": Session.Precision.EXACT,
        "starts_at": answers["starts_at"],
        "ends_at": answers["ends_at"],
    }


def _place(answers: Answers) -> Answers:
    mode = answers["mode"]
    if mode == Session.Mode.IN_PERSON:
        return {"mode": mode, "venue": _venue(answers)}
    link = answers["join_link"] if mode == Session.Mode.ONLINE else ""
    return {"mode": mode, "join_link": link}


def _venue(answers: Answers) -> VenuePlan:
    return VenuePlan(
        name=answers["venue_name"],
        address=answers["venue_address"],
        postcode=answers["venue_postcode"],
    )
