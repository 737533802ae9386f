"""What an organiser types to create an event."""

NEW = "/organiser/events/new/"
IN_PERSON = {"mode": "in_person", "join_link": "", "venue_name": "Ashby Hall"}


def session(index=0, **changed):
    typed = {
        "held_on_0": "27",
        "held_on_1": "nov",
        "held_on_2": "2026",
        "starts": "4pm",
        "ends": "5:30pm",
        "mode": "online",
        "join_link": "https://meet.example/join",
        "capacity": "40",
    } | changed
    return {f"session-{index}-{name}": value for name, value in typed.items()}


def answers(*sessions, **changed):
    sessions = sessions or (session(),)
    typed = {
        "title": "Headteacher briefing",
        "body": "All about the budget.",
        "audiences": ["headteachers"],
        "contact_email": "events@westshire.example",
        "booking_by": "here",
        "closes_working_days": "0",
        "is_listed": "on",
        "session-TOTAL_FORMS": str(len(sessions)),
        "session-INITIAL_FORMS": "0",
    }
    for one in sessions:
        typed |= one
    return typed | changed


def errors_of(response):
    form, sessions = (response.context_data[name] for name in ("form", "sessions"))
    every = {**form.errors, **{f"{f.prefix}-{k}": v for f in sessions for k, v in f.errors.items()}}
    return {name: list(errors) for name, errors in every.items()}
