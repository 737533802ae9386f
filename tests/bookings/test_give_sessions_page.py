"""Organisers say which sessions a partner, or who checks people in, sees."""

from datetime import timedelta

import pytest
from django.db import connection

from bookings.teams import members
from events.models import AuditEntry, GivenSession, Membership
from tests.bookings.given import give, member_with
from tests.bookings.inviting import PAT, account, answers, invite, inviter, link_in
from tests.bookings.inviting import deliver as deliver_mails
from tests.bookings.team_pages import join, of_member, page
from tests.database import every_row
from tests.events.pages import words
from tests.factories import NOON, cancel_session, make_event, make_session, make_team, plan
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]


def given_to(member):
    given = GivenSession.objects.filter(membership=member)
    return {one.session for one in given.select_related("session")}


def session_of(team=None, **fields):
    event = make_event(plan(**fields), team=team)
    return event.sessions.select_related("event").get()


def test_an_organiser_gives_sessions_and_takes_them_back(signed_in):
    first, second, third = (session_of(label=label) for label in "ABC")
    partner = member_with(first, second)
    address = of_member(partner, "sessions")

    asked = signed_in.get(address)
    response = signed_in.post(address, {"sessions": [second.public_id, third.public_id]})

    assert asked.context_data["form"]["sessions"].value() == [first.public_id, second.public_id]
    assert "Partner: sees names, schools and access needs" in words(asked)
    assert response["Location"] == f"{page(make_team())}?done=sessions"
    assert "Sessions saved" in signed_in.get(response["Location"]).text
    assert given_to(partner) == {second, third}
    entry = AuditEntry.objects.filter(action="sessions_given").latest("pk")
    assert (entry.object_id, entry.changed) == (partner.organiser.public_id, ["sessions"])


def test_the_same_sessions_again_are_no_news(signed_in):
    session = session_of()
    partner = member_with(session)
    before = every_row()

    signed_in.post(of_member(partner, "sessions"), {"sessions": [session.public_id]})

    assert every_row() == before


def test_none_at_all_can_be_given(signed_in):
    partner = member_with(session_of())

    signed_in.post(of_member(partner, "sessions"))

    assert given_to(partner) == set()


def test_what_the_team_has_coming_is_offered_and_what_was_given_before(signed_in):
    over = session_of(label="Over", starts_at=NOON - timedelta(days=3))
    coming = session_of(label="Coming")
    cancelled = session_of(label="Cancelled")
    cancel_session(cancelled)
    session_of(make_team("Another team"), label="Another team's")
    make_event(plan(label="Draft"), published=False)
    partner = member_with(over)

    form = signed_in.get(of_member(partner, "sessions")).context_data["form"]

    assert [label for _, label in form.fields["sessions"].choices] == [
        f"Headteacher briefing: {label}"
        for label in (
            "Over, Friday 30 October 2026, midday to 1:30pm, Online",
            "Coming, Monday 30 November 2026, midday to 1:30pm, Online",
        )
    ]
    assert coming not in given_to(partner)


def test_another_teams_session_is_not_in_the_list(signed_in):
    session_of()
    foreign = session_of(make_team("Another team"))
    partner = member_with()

    response = signed_in.post(of_member(partner, "sessions"), {"sessions": [foreign.public_id]})

    assert response.context_data["form"].errors == {"sessions": ["Select sessions from the list"]}
    assert given_to(partner) == set()


def test_without_sessions_to_come_it_says_so(signed_in):
    partner = member_with()

    response = signed_in.get(of_member(partner, "sessions"))

    assert "The team has no sessions coming up." in words(response)
    assert signed_in.post(of_member(partner, "sessions")).status_code == 302


@pytest.mark.parametrize("role", ["organiser", "assistant"])
def test_whoever_sees_all_events_is_given_no_sessions(signed_in, role):
    member = join(make_team(), role=role)

    assert signed_in.get(of_member(member, "sessions")).status_code == 404
    assert of_member(member, "sessions") not in signed_in.get(page(make_team())).text


def test_the_team_page_leads_to_the_sessions_of_a_partner(signed_in):
    partner = member_with()

    assert f'href="{of_member(partner, "sessions")}"' in signed_in.get(page(make_team())).text


@pytest.mark.parametrize(("role", "number"), [("check_in", 1), ("assistant", 0)])
def test_with_another_role_the_sessions_stay_or_go(role, number):
    partner = member_with(session_of())

    members.change_role(partner, role=role, at=NOON, by=inviter(partner.team))

    assert GivenSession.objects.count() == number


def test_with_the_membership_the_sessions_go():
    partner = member_with(session_of())

    members.remove_member(partner, at=NOON, by=inviter(partner.team))

    assert not GivenSession.objects.exists()


def test_nothing_is_given_to_who_is_removed_meanwhile(signed_in):
    session = session_of()
    partner = member_with()

    def remove_before_it_is_held(execute, sql, *rest):
        if 'WHERE "events_team"."id" = ' in sql:
            Membership.objects.filter(pk=partner.pk).delete()
        return execute(sql, *rest)

    with connection.execute_wrapper(remove_before_it_is_held):
        response = signed_in.post(of_member(partner, "sessions"), {"sessions": [session.public_id]})

    assert response.status_code == 409
    assert not GivenSession.objects.exists()


@pytest.mark.parametrize(("role", "is_given"), [("partner", True), ("assistant", False)])
def test_sessions_are_given_with_an_invitation_to_a_role_that_sees_such(
    signed_in, client, mailbox, role, is_given
):
    session = session_of()
    asked = {"email": PAT, "role": role, "sessions": [session.public_id]}

    signed_in.post(page(make_team(), "invite/"), asked)
    deliver_mails()
    client.logout()
    client.post(link_in(mailbox[-1]), answers())

    assert given_to(account().memberships.get()) == ({session} if is_given else set())


def test_an_invitation_that_is_sent_again_has_the_same_sessions(signed_in):
    session = session_of()
    invitation = invite(role="partner", sessions=[session])

    signed_in.post(page(make_team(), f"invitations/{invitation.public_id}/again/"))

    again = make_team().invitations.open().get()
    assert again != invitation
    assert list(again.sessions.all()) == [session]


def test_another_teams_member_is_not_found_and_an_assistant_may_not(signed_in, client):
    foreign = member_with(team=make_team("Another team"))
    own = member_with()
    not_found = signed_in.post(of_member(foreign, "sessions")).status_code
    let_in(client, join(make_team(), role="assistant", name="Ann").organiser)

    assert (not_found, client.get(of_member(own, "sessions")).status_code) == (404, 403)


def test_rows_say_what_they_are():
    session = make_session(label="Morning")
    partner = member_with()
    give(partner, session)

    assert str(GivenSession.objects.get()) == (
        "Headteacher briefing Morning to Pat Partner: Partner of Education Events"
    )
