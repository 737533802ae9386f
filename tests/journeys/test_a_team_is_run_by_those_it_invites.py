"""From the administrator to an organiser, who invites a partner, and leaves: the event stays."""

import pytest
from django.test import Client

from events.models import AuditEntry, Event, Organiser
from tests.attacks.addresses import every_address
from tests.bookings.given import page as page_of
from tests.bookings.inviting import PASSWORD, answers, deliver, link_in
from tests.bookings.taken_out import content_of, lines
from tests.bookings.team_pages import of_member, page
from tests.bookings.team_pages import roles as roles_of
from tests.events import event_answers
from tests.events.pages import words
from tests.factories import make_audience, make_booking, make_event, make_organiser, make_team
from tests.signing_in import let_in, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]

ADMINISTRATION = "/organiser/administration/"
NEEDS = {"access_needs": "A seat near the door"}


@pytest.fixture
def administrator(settings):
    settings.REQUIRE_TOTP = False
    ada = make_organiser(email="ada@westshire.example", password=PASSWORD)
    ada.memberships.all().delete()
    Organiser.objects.filter(pk=ada.pk).update(is_administrator=True, full_name="Ada")
    browser = Client()
    let_in(browser, ada)
    return browser


def accept(mailbox, name):
    """The link of the newest mail; the browser of whoever followed it, signed in."""
    deliver()
    browser = Client()
    browser.post(link_in(mailbox[-1]), answers(full_name=name))
    sign_in(browser, Organiser.objects.get(full_name=name), PASSWORD)
    return browser


def publish(browser, event):
    address = f"/organiser/events/{event.public_id}"
    shown = browser.get(f"{address}/preview/").context_data["checks"]
    browser.post(f"{address}/publish/", {"warnings": shown.digest})


def test_an_organiser_is_invited_works_with_a_partner_and_leaves(administrator, mailbox):
    make_audience()
    others = make_event(team=make_team("Another team"), title="Not ours")

    # Given a team that the administrator has made, and an organiser whom they invite
    administrator.post(f"{ADMINISTRATION}teams/new/", {"name": "Early Years"})
    team = make_team("Early Years")
    invite = f"{ADMINISTRATION}teams/{team.public_id}/invite/"
    administrator.post(invite, {"email": "olu@westshire.example"})
    olu = accept(mailbox, "Olu Organiser")
    assert roles_of(team) == {"Olu Organiser": "organiser"}

    # When the organiser makes an event of two sessions, which a head books
    typed = [event_answers.session(number, label=f"Session {number}") for number in (0, 1)]
    olu.post(event_answers.NEW, event_answers.answers(*typed, attendance="any"))
    event = Event.objects.get(team=team)
    publish(olu, event)
    first, second = event.sessions.select_related("event").order_by("pk")
    ann = make_booking(first, full_name="Ann Example", **NEEDS)
    bo = make_booking(second, full_name="Bo Hidden", access_needs="A hidden need")

    # And invites a partner, to whom the first session is given
    asked = {"email": "pat@partner.example", "role": "partner", "sessions": [first.public_id]}
    olu.post(page(team, "invite/"), asked)
    pat = accept(mailbox, "Pat Partner")

    # Then the partner sees numbers, names, schools and access needs of that session alone
    home = pat.get("/organiser/", follow=True)
    assert [one.session for one in home.context_data["given"]] == [first]
    shown = pat.get(page_of(first))
    school = ann.typed_school
    assert shown.context_data["lines"] == [["Ann Example", school, NEEDS["access_needs"]]]
    assert "1 of 40 booked 1 with access needs" in words(shown)
    taken_out = pat.post(page_of(first, "export/"), {"kind": "csv"})
    assert lines(taken_out)[1:] == [["Ann Example", school, NEEDS["access_needs"]]]
    assert pat.get(page_of(second)).status_code == 404

    # And nothing else, by whatever address
    ids = {"reference": ann.public_id, "session_id": first.public_id}
    everywhere = [
        pat.get(one.path)
        for public_id in (event.public_id, others.public_id, team.public_id)
        for one in every_address(**ids, public_id=public_id)
        if one.policy in ("organiser", "administrator")
    ]
    texts = [content_of(one).decode() if one.streaming else one.text for one in everywhere]
    assert len(texts) > 200
    for secret in (ann.email, ann.link_token, bo.full_name, "A hidden need", "Not ours"):
        assert not any(secret in text for text in texts)

    # When a colleague takes over and the organiser is removed
    olu.post(page(team, "invite/"), {"email": "cim@westshire.example", "role": "organiser"})
    cim = accept(mailbox, "Cim Colleague")
    member = team.memberships.select_related("organiser", "team").get(
        organiser__full_name="Olu Organiser"
    )
    cim.post(of_member(member, "remove"))

    # Then the event stays, with its bookings, and the organiser opens nothing of it
    assert roles_of(team) == {"Cim Colleague": "organiser", "Pat Partner": "partner"}
    bookings = f"/organiser/events/{event.public_id}/bookings/"
    assert "Ann Example" in cim.get(bookings).text
    assert olu.get(bookings).status_code == 403
    assert Event.objects.get(pk=event.pk).team == team
    told = words(administrator.get(f"{ADMINISTRATION}audit/"))
    assert f"Member removed team {team.public_id} Cim Colleague" in told
    assert AuditEntry.objects.filter(action="session_exported").count() == 1
