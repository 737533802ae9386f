"""The forms of an event shown again with other sessions: one more, one less, those of lines."""

from django.http import QueryDict

from events import session_lines
from events.forms.answers import Answers
from events.forms.event import EventForm
from events.forms.sessions import MOST_SESSIONS, OF_ONE_SESSION, BaseSessionForms

REARRANGING = {"another", "remove", "paste", "change"}
TOO_MANY_LINES = f"An event can have {MOST_SESSIONS} sessions. These lines are left over"


def is_asked(post: QueryDict) -> bool:
    """Whether the answers are to be shown again, not to be accepted: nothing of them is judged."""
    return bool(post.keys() & REARRANGING)


def rearranged(
    post: QueryDict, form: EventForm, sessions: BaseSessionForms
) -> tuple[EventForm, BaseSessionForms]:
    """Both forms with what was typed and the sessions as asked, without errors."""
    typed, lines = sessions.as_typed(), str(form["lines"].value() or "")
    if "another" in post:
        typed = [*typed, *map(_copied, typed[-1:])][:MOST_SESSIONS]
    elif "remove" in post:
        typed = [answers for n, answers in enumerate(typed) if str(n) != post["remove"]]
    elif "paste" in post:
        typed, lines = _with_lines([] if sessions.is_untouched else typed, lines, sessions)
    shown = form.shown_again(lines=lines)
    shown.lines_note = TOO_MANY_LINES if lines and "paste" in post else ""
    return shown, type(sessions)(
        initial=typed, prefix=sessions.prefix, form_kwargs=sessions.form_kwargs
    )


def _copied(answers: Answers) -> Answers:
    """The same for another session."""
    return {name: value for name, value in answers.items() if name not in OF_ONE_SESSION}


def _with_lines(
    typed: list[Answers], lines: str, sessions: BaseSessionForms
) -> tuple[list[Answers], str]:
    """The sessions, with those of the lines behind them; and the lines that find no room."""
    read = session_lines.read(lines, today=sessions.today, venues=sessions.venues)
    room = MOST_SESSIONS - len(typed)
    left = [line.text for line in read[room:]]
    return [*typed, *(line.answers for line in read[:room])], "\n".join(left)
