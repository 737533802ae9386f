"""Every page for who has signed in, asked for in each role: of one's own team, and of another's."""

import pytest
from django.conf import settings
from django.db import transaction

from tests.bookings.taken_out import content_of
from tests.bookings.team_pages import join
from tests.everything import Everything
from tests.factories import make_team
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

PAGE = settings.BASE_DIR / "docs/roles.md"
ADMINISTRATOR = "administrator"  # who is in no team
ROLES = {
    "Organiser": "organiser",
    "Assistant": "assistant",
    "Partner": "partner",
    "Check-in": "check_in",
    "Administrator": ADMINISTRATOR,
}
OPENS, NOT_FOUND = "opens", "404"


@pytest.fixture(autouse=True)
def without_second_step(settings, tmp_path):
    settings.REQUIRE_TOTP = False
    settings.MEDIA_ROOT = tmp_path


def outcome(client, path):
    """What becomes of looking at this page and of posting to it; of either nothing is left."""
    statuses = set()
    for method in ("get", "post"):
        begun = transaction.savepoint()
        answer = getattr(client, method)(path)
        if answer.streaming:
            content_of(answer)  # which closes its file
        transaction.savepoint_rollback(begun)
        led_to = answer.headers.get("Location", "")
        assert not led_to.startswith("/accounts/"), f"{path} leads to {led_to}"
        statuses.add(answer.status_code)
    statuses.discard(405)
    if statuses in ({403}, {404}):
        return str(*statuses)
    assert not statuses & {403, 404}
    return OPENS


def outcomes(client, everything, organiser):
    return {
        page.name: outcome(client, page.path)
        for page in everything.pages_of(organiser)
        if page.name != "organiser_home"
    }


def table(columns):
    """What each role finds of its own team, and of another's where that is something else."""
    names = sorted(next(iter(columns.values())))
    rows = [[f"`{name}`", *(found[name] for found in columns.values())] for name in names]
    lines = [["page", *columns], ["---"] * (len(columns) + 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def in_words(of_own, of_other):
    return of_own if of_own == of_other else f"{of_own}, {of_other}"


def test_each_role_opens_what_the_page_says_and_nothing_else(client):
    own, other = Everything(make_team()), Everything(make_team("Another team"))
    columns = {}
    for name, role in ROLES.items():
        organiser = own.administrator() if role == ADMINISTRATOR else own.somebody(role)
        let_in(client, organiser)
        of_own, of_other = (outcomes(client, one, organiser) for one in (own, other))
        columns[name] = {page: in_words(of_own[page], of_other[page]) for page in of_own}

    printed = table(columns)

    assert len(columns["Organiser"]) > 60
    assert printed in PAGE.read_text(), printed


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        ("partner", ["", "export/"]),
        ("check_in", ["check-in/"]),
    ],
)
def test_a_session_of_ones_own_team_that_was_not_given_is_not_there(role, pages, client):
    everything = Everything(make_team())
    let_in(client, everything.somebody(role))

    found = {
        outcome(client, f"/organiser/sessions/{session.public_id}/{page}")
        for page in pages
        for session in [everything.not_given, everything.draft.sessions.get()]
    }

    assert found == {NOT_FOUND}


def everything_that(client, everything, organiser):
    """All that looking and posting shows of the team's pages, files too."""
    shown = []
    for page in everything.pages_of(organiser):
        for method, data in [("get", {}), ("post", {"kind": "csv"})]:
            answer = getattr(client, method)(page.path, data)
            shown.append(content_of(answer) if answer.streaming else answer.content)
    return b"".join(shown).decode()


def test_a_partner_finds_no_email_address_by_any_page_or_file(client):
    everything = Everything(make_team())
    attendee = everything.attendee
    partner = everything.somebody("partner")
    let_in(client, partner)

    shown = everything_that(client, everything, partner)

    assert attendee.full_name in shown
    assert attendee.email not in shown
    assert "Email address" not in shown
    assert everything.line.attendee.full_name not in shown


def test_a_partner_sees_no_session_that_somebody_else_was_given(client):
    everything = Everything(make_team())
    partner = join(make_team(), role="partner", name="Somebody").organiser
    let_in(client, partner)

    shown = everything_that(client, everything, partner)

    assert everything.attendee.full_name not in shown
    assert everything.event.title not in client.get("/organiser/sessions/").text


def test_who_checks_people_in_sees_no_name_on_another_day(client):
    everything = Everything(make_team())
    who = everything.somebody("check_in")
    let_in(client, who)

    assert everything.attendee.full_name not in everything_that(client, everything, who)
