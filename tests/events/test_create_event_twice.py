"""A form sent twice makes one draft, all of it or nothing; other answers make another."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from events import lifecycle
from events.models import Document, Event, Session, Venue
from events.plans import DocumentPlan, EventPlan, VenuePlan
from events.refused_files import NotAccepted
from tests.events.event_answers import IN_PERSON, NEW, answers, session
from tests.factories import NOON, make_audience, make_team, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

FORM = uuid.UUID(int=7)
AGENDA = DocumentPlan("Agenda", "agenda", b"%PDF-1.7 agenda", "pdf")
HALL = {"mode": "in_person", "join_link": "", "venue": VenuePlan("Ashby Hall", "1 High Street")}
PLAN = EventPlan("Briefing", sessions=(plan(**HALL),), documents=(AGENDA,))


def create(event_plan=PLAN, form_uuid=FORM, **fields):
    return lifecycle.create_event(
        event_plan, team=make_team(), form_uuid=form_uuid, at=NOON, by=None
    )


@pytest.fixture
def headteachers():
    return make_audience("Headteachers")


def test_a_double_click_makes_one_draft(signed_in, headteachers):
    first, second = (signed_in.post(NEW, answers(form_uuid=str(FORM))) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert (Event.objects.count(), Session.objects.count()) == (1, 1)


def test_going_back_and_changing_an_answer_makes_another_draft(signed_in, headteachers):
    signed_in.post(NEW, answers(form_uuid=str(FORM)))
    signed_in.post(NEW, answers(form_uuid=str(FORM), title="Budget briefing"))
    signed_in.post(NEW, answers(session(capacity="41"), form_uuid=str(FORM)))

    assert sorted(Event.objects.values_list("title", flat=True)) == [
        "Budget briefing",
        "Headteacher briefing",
        "Headteacher briefing",
    ]


def test_another_agenda_makes_another_draft(signed_in, headteachers):
    for content in (b"%PDF-1.7 one", b"%PDF-1.7 one", b"%PDF-1.7 two"):
        agenda = SimpleUploadedFile("agenda.pdf", content)
        signed_in.post(NEW, answers(form_uuid=str(FORM), agenda=agenda))

    assert (Event.objects.count(), Document.objects.count()) == (2, 2)


@pytest.mark.parametrize("form_uuid", ["", "7", "x" * 99])
def test_without_a_uuid_of_the_form_each_is_a_draft(signed_in, headteachers, form_uuid):
    for _ in range(2):
        signed_in.post(NEW, answers(form_uuid=form_uuid))

    assert Event.objects.count() == 2


def test_the_form_keeps_its_uuid_while_it_is_mended(signed_in, headteachers):
    shown = signed_in.get(NEW).context_data["form"]["form_uuid"].value()
    mended = signed_in.post(NEW, answers(form_uuid=str(shown), title=""))
    another = signed_in.post(NEW, answers(form_uuid=str(shown), another="1"))

    for response in (mended, another):
        assert f'name="form_uuid" type="hidden" value="{shown}"' in response.text


def test_the_same_form_for_another_team_is_another_draft():
    drafts = [
        lifecycle.create_event(PLAN, team=make_team(name), form_uuid=FORM, at=NOON, by=None)
        for name in ("Post-16", "SEND", "SEND")
    ]

    assert [draft.team.name for draft in drafts] == ["Post-16", "SEND", "SEND"]
    assert Event.objects.count() == 2


def test_no_venue_stays_when_the_rest_is_refused():
    macro = replace(AGENDA, content=b"MZ a program")

    with pytest.raises(NotAccepted):
        create(replace(PLAN, documents=(AGENDA, macro)))

    assert not Event.objects.exists()
    assert not Venue.objects.exists()


def test_sessions_at_one_venue_share_it(signed_in, headteachers):
    at_the_hall = [session(index, **IN_PERSON) for index in range(2)]

    signed_in.post(NEW, answers(*at_the_hall, attendance="one"))

    assert Venue.objects.count() == 1
    assert set(Session.objects.values_list("venue__name", flat=True)) == {"Ashby Hall"}


@pytest.mark.parametrize("name", ["state", "published_at", "public_id", "pk", "team"])
def test_a_plan_says_nothing_of_what_commands_decide(name):
    with pytest.raises(TypeError):
        EventPlan("Briefing", **{name: "published"})


@pytest.mark.django_db(transaction=True)
def test_forms_sent_at_the_same_moment_make_one_draft():
    make_team()

    def send(number):
        try:
            return create().public_id
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        drafts = set(pool.map(send, range(16)))

    assert drafts == set(Event.objects.values_list("public_id", flat=True))
    assert (len(drafts), Session.objects.count(), Venue.objects.count()) == (1, 1, 1)
