"""Organisers say which schools an audience means."""

import pytest

from bookings.models import AudienceRule
from bookings.schools.audience_changes import change_rule
from bookings.schools.audiences import Rule, rule_of
from events.models import AuditEntry
from tests.database import every_row
from tests.factories import NOON, make_audience, make_event, make_organiser, make_school, make_team
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]

LIST = "/organiser/audiences/"


def page(audience):
    return f"{LIST}{audience.slug}/"


def school(number="875/2001", **fields):
    kinds = {"phase": "Primary", "type": "Community school", "district": "North"}
    return make_school(**kinds | {"dfe_number": number} | fields)


def answers(**given):
    return {"schools_added": "", "schools_left_out": ""} | given


def errors(response):
    return response.context_data["form"].errors


def test_the_list_says_how_many_open_schools_each_means(signed_in, django_assert_num_queries):
    heads, anybody = make_audience("Heads"), make_audience("Anybody")
    school()
    school("875/2002", phase="Secondary")
    school("875/2003", status="closed")
    change_rule(heads, Rule(phases=frozenset({"Primary"})), at=NOON, by=None)

    with django_assert_num_queries(7):
        response = signed_in.get(LIST)

    shown = [(one.audience, one.number) for one in response.context_data["audiences"]]
    assert shown == [(anybody, None), (heads, 1)]
    assert f'href="{page(heads)}"' in response.text
    assert "Any school" in response.text


def test_without_an_audience_it_says_how_there_will_be_one(signed_in):
    assert "There are no audiences yet." in signed_in.get(LIST).text


def test_the_organisers_first_page_leads_there(signed_in):
    assert f'href="{LIST}"' in signed_in.get("/organiser/").text


def test_what_occurs_among_the_open_schools_can_be_ticked(signed_in):
    school()
    school("875/2002", phase="Secondary", type="Free schools", district="")
    school("875/2003", phase="Middle", status="closed")

    form = signed_in.get(page(make_audience())).context_data["form"]

    kinds = ("phases", "types", "districts")
    offered = {kind: [value for value, _ in form.fields[kind].choices] for kind in kinds}
    assert offered == {
        "phases": ["Primary", "Secondary"],
        "types": ["Community school", "Free schools"],
        "districts": ["North"],
    }


def test_what_is_ticked_and_typed_is_saved_and_shown_again(signed_in):
    audience = make_audience()
    added, left_out = school("875/4001", phase="Secondary"), school("875/2001")
    academy = school("875/2002", urn=900001, name="Oak Academy")
    sent = answers(
        phases=["Primary"],
        districts=["North"],
        schools_added=" 8754001 Castle School\n\n875 / 4001\n900001",
        schools_left_out="875/2001",
    )

    response = signed_in.post(page(audience), sent)

    assert (response.status_code, response.headers["Location"]) == (302, LIST)
    assert rule_of(audience) == Rule(
        phases=frozenset({"Primary"}),
        districts=frozenset({"North"}),
        schools_added=frozenset({added.pk, academy.pk}),
        schools_left_out=frozenset({left_out.pk}),
    )
    entry = AuditEntry.objects.get(action="audience_changed")
    assert entry.changed == ["districts", "phases", "schools_added", "schools_left_out"]
    shown = signed_in.get(page(audience))
    form = shown.context_data["form"]
    assert form["phases"].value() == ["Primary"]
    assert form["schools_added"].value().splitlines() == [
        "875/2002 Oak Academy, Ashby",
        f"875/4001 {added.name}, Ashby",
    ]
    assert "It is for 2 schools of the 3 that are open." in shown.text
    again = {name: form[name].value() for name in form.fields}
    before = every_row()
    assert signed_in.post(page(audience), again).status_code == 302
    assert every_row() == before


def test_what_no_open_school_has_any_more_stays_ticked(signed_in):
    audience = make_audience()
    change_rule(audience, Rule(phases=frozenset({"Middle"})), at=NOON, by=None)

    response = signed_in.post(page(audience), answers(phases=["Middle"]))

    assert response.status_code == 302
    assert rule_of(audience).phases == {"Middle"}


def test_nothing_ticked_means_any_school(signed_in):
    audience = make_audience()
    change_rule(audience, Rule(phases=frozenset({"Middle"})), at=NOON, by=None)

    signed_in.post(page(audience), answers())

    assert "It is for any school now" in signed_in.get(page(audience)).text


def test_of_two_schools_with_one_number_the_open_one_is_meant(signed_in):
    audience = make_audience()
    school(status="closed", urn=100001)
    academy = school(urn=100002)
    school(status="closed", urn=100003)

    signed_in.post(page(audience), answers(schools_added="875/2001"))

    assert rule_of(audience).schools_added == {academy.pk}


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("\nOak School", "Line 2: enter a DfE number, like 875/2109, or a URN"),
        ("875/20011", "Line 1: enter a DfE number, like 875/2109, or a URN"),
        ("875/2001\n875/9999", "Line 2: no school on our list has the number 875/9999"),
        ("123456", "Line 1: no school on our list has the number 123456"),
        ("1" * 30_001, "Schools to add must be 30,000 characters or fewer"),
    ],
)
def test_what_is_wrong_with_a_number_is_said_beside_the_field(typed, error, signed_in):
    audience = make_audience()
    school()

    response = signed_in.post(page(audience), answers(schools_added=typed))

    assert response.status_code == 200
    assert errors(response) == {"schools_added": [error]}
    assert "Error: Which schools" in response.text
    assert typed.strip()[:20] in response.text
    assert not AudienceRule.objects.exists()


def test_a_school_is_not_both_added_and_left_out(signed_in):
    school(name="Oak School")
    sent = answers(schools_added="875/2001", schools_left_out="8752001")

    response = signed_in.post(page(make_audience()), sent)

    sentence = "Oak School, Ashby (875/2001) is also to be added. Remove it from one of the two"
    assert errors(response) == {"schools_left_out": [sentence]}


def test_only_what_is_offered_can_be_ticked(signed_in):
    sent = answers(phases=["x"], types=["x"], districts=["x"])

    response = signed_in.post(page(make_audience()), sent)

    assert errors(response) == {
        "phases": ["Select phases from the list"],
        "types": ["Select types of school from the list"],
        "districts": ["Select districts from the list"],
    }


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_as_many_queries_for_many_schools(number, signed_in, django_assert_num_queries):
    audience = make_audience()
    named = [school(f"875/200{one}").pk for one in range(number)]
    only = Rule(schools_added=frozenset(named), schools_left_out=frozenset())
    change_rule(audience, only, at=NOON, by=None)

    with django_assert_num_queries(8):
        signed_in.get(page(audience))


def test_an_audience_that_does_not_exist_is_not_found(signed_in):
    assert signed_in.get(f"{LIST}nobody/").status_code == 404


@pytest.mark.parametrize("role", ["assistant", "partner", "check_in"])
def test_only_organisers_say_it(role, client, settings):
    settings.REQUIRE_TOTP = False
    let_in(client, make_organiser(role=role))
    audience = make_audience()
    before = every_row()

    statuses = {
        client.get(LIST).status_code,
        client.get(page(audience)).status_code,
        client.post(page(audience), answers()).status_code,
    }

    assert statuses == {403}
    assert every_row() == before


def test_organisers_of_every_team_do(client, settings):
    settings.REQUIRE_TOTP = False
    audience = make_audience()
    make_event(audiences=[audience])
    let_in(client, make_organiser(team=make_team("Another team")))

    assert client.get(page(audience)).status_code == 200


def test_looking_changes_nothing_and_nothing_is_sent_to_the_list(signed_in):
    audience = make_audience()
    before = every_row()

    assert {signed_in.get(LIST).status_code, signed_in.get(page(audience)).status_code} == {200}
    assert signed_in.post(LIST).status_code == 405
    assert every_row() == before
