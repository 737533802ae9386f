"""Several sessions pasted into the page that creates an event."""

import pytest

from events.models import Event
from tests.database import every_row
from tests.events.browsing import sent_by_a_browser
from tests.events.event_answers import IN_PERSON, NEW, answers, errors_of, session
from tests.factories import make_audience, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LINES = "Mon 14 Jun 9.30am-12.30pm Ashby Hall 60\r\nTue 16 Jun 4pm online"
NOTHING = dict.fromkeys(session(), "")


@pytest.fixture(autouse=True)
def headteachers():
    return make_audience("Headteachers")


def paste(client, *sessions, lines=LINES, **changed):
    return client.post(NEW, answers(*sessions, lines=lines, paste="1", **changed))


def shown(response):
    return [
        (form["held_on"].value(), form["starts"].value(), form.typed_line)
        for form in response.context_data["sessions"].forms
    ]


FIRST = (["14", "6", "2027"], "9.30am", "Mon 14 Jun 9.30am-12.30pm Ashby Hall 60")
SECOND = (["Tue 16", "6", "2027"], "4pm", "Tue 16 Jun 4pm online")


def test_each_line_fills_a_session_and_an_untouched_one_goes(signed_in):
    before = every_row()

    response = paste(signed_in, NOTHING)

    assert response.status_code == 200
    assert shown(response) == [FIRST, SECOND]
    assert "<p>Your line: Tue 16 Jun 4pm online</p>" in response.text
    assert "16 June 2027 is a Wednesday, not a Tuesday. Check the date." in response.text
    assert "There is a problem" not in response.text
    assert ">All about the budget.</textarea>" in response.text
    assert response.context_data["form"]["lines"].value() == ""
    assert every_row() == before


def test_they_come_behind_those_that_are_filled(signed_in):
    response = paste(signed_in, session())

    assert shown(response) == [(["27", "nov", "2026"], "4pm", ""), FIRST, SECOND]


def test_a_line_stays_until_its_session_is_in_order_and_its_copy_has_none(signed_in):
    pasted = paste(signed_in, NOTHING, lines="Tue 16 Jun 4pm online")

    wrong = signed_in.post(NEW, sent_by_a_browser(pasted.text))
    sent = sent_by_a_browser(pasted.text)
    sent["another"] = "1"
    copied = signed_in.post(NEW, sent)

    assert errors_of(wrong) == {
        "session-0-held_on": ["16 June 2027 is a Wednesday, not a Tuesday. Check the date"]
    }
    assert shown(wrong) == [SECOND]
    assert [line for _, _, line in shown(copied)] == ["Tue 16 Jun 4pm online", ""]


def test_what_was_pasted_becomes_a_draft(signed_in):
    known = make_venue()
    pasted = paste(
        signed_in, NOTHING, lines="Mon 14 Jun 9.30am-12.30pm ashby hall 60\nJune 2027 TBC"
    )
    sent = sent_by_a_browser(pasted.text)
    sent["attendance"] = "one"

    signed_in.post(NEW, sent)

    held = Event.objects.get().sessions.order_by("pk")
    assert [(one.precision, one.venue, one.mode, one.capacity) for one in held] == [
        ("exact", known, "in_person", 60),
        ("month", None, "to_be_confirmed", None),
    ]


def test_there_are_at_most_thirty_and_the_other_lines_stay(signed_in):
    days = [f"{day} June online" for day in range(1, 31)]

    response = paste(signed_in, session(), session(1, **IN_PERSON), lines="\n".join(days))

    assert len(shown(response)) == 30
    assert response.context_data["form"]["lines"].value() == "29 June online\n30 June online"
    assert "An event can have 30 sessions. These lines are left over" in response.text


def test_lines_that_are_no_sessions_yet_are_not_forgotten(signed_in):
    response = signed_in.post(NEW, answers(lines=LINES))

    assert errors_of(response) == {
        "lines": ["Select “Fill in the sessions”, or remove these lines"]
    }
    assert not Event.objects.exists()


def test_lines_stay_while_sessions_are_added(signed_in):
    response = signed_in.post(NEW, answers(lines="14 June", another="1"))

    assert response.context_data["form"]["lines"].value() == "14 June"
    assert "left over" not in response.text


@pytest.mark.parametrize("sessions", [(NOTHING,), (session(),)])
def test_no_lines_change_nothing(signed_in, sessions):
    assert len(shown(paste(signed_in, *sessions, lines=" \r\n"))) == 1


@pytest.mark.parametrize("number", [1, 30])
def test_the_number_of_queries_does_not_grow(signed_in, django_assert_num_queries, number):
    make_venue()
    lines = "\n".join(f"{day} June Ashby Hall" for day in range(1, number + 1))

    with django_assert_num_queries(7):
        assert len(shown(paste(signed_in, NOTHING, lines=lines))) == number
