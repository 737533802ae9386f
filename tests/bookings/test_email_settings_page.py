"""Which emails an organiser wants: chosen on a page of their own."""

import pytest

from bookings.models import DigestChoice
from tests.database import every_row
from tests.factories import make_organiser
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

PAGE = "/organiser/email-settings/"


def chosen(response):
    return response.context_data["form"]["digest"].value()


def test_nobody_gets_a_summary_who_has_not_asked(signed_in):
    response = signed_in.get(PAGE)

    assert (response.status_code, chosen(response)) == (200, "no")
    assert f'href="{PAGE}"' in signed_in.get("/organiser/").text


@pytest.mark.parametrize("answers", [["yes"], ["yes", "no"], ["yes", "no", "yes"], ["no"]])
def test_what_was_chosen_last_is_kept_and_shown(signed_in, answers):
    for answer in answers:
        response = signed_in.post(PAGE, {"digest": answer})

    saved = signed_in.get(response["Location"])
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}?saved=1")
    assert chosen(saved) == answers[-1]
    assert "Your email settings are saved." in saved.text
    assert [one.wants_digest for one in DigestChoice.objects.all()] == [answers[-1] == "yes"]


@pytest.mark.parametrize("odd", [{}, {"digest": ""}, {"digest": "x" * 10_000}, {"digest": "%_'\""}])
def test_what_is_no_answer_is_said_beside_the_field(signed_in, odd):
    before = every_row()

    response = signed_in.post(PAGE, odd)

    said = "Select yes if you want a summary each weekday morning"
    assert response.context_data["form"].errors == {"digest": [said]}
    assert "<title>Error: Email settings - " in response.text
    assert every_row() == before


def test_looking_changes_nothing_and_nothing_else_is_answered(signed_in):
    before = every_row()

    statuses = [signed_in.get(PAGE).status_code, signed_in.put(PAGE).status_code]

    assert (statuses, every_row()) == ([200, 405], before)


@pytest.mark.parametrize(("role", "status"), [("assistant", 200), ("partner", 403)])
def test_it_is_for_those_who_may_see_bookings(client, settings, role, status):
    settings.REQUIRE_TOTP = False
    let_in(client, make_organiser(role=role))

    assert client.get(PAGE).status_code == status
    assert (PAGE in client.get("/organiser/").text) is (status == 200)


def test_each_chooses_for_themselves(signed_in):
    other = make_organiser()
    DigestChoice.objects.create(organiser=other, wants_digest=True, told_until="2026-11-02T07:00Z")

    signed_in.post(PAGE, {"digest": "no"})

    assert DigestChoice.objects.get(organiser=other).wants_digest


def test_the_number_of_queries(signed_in, django_assert_num_queries):
    with django_assert_num_queries(4):
        signed_in.get(PAGE)
