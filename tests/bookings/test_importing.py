"""Bringing in the national list of schools: what it does, what it reports, what it leaves alone."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from bookings.models import School
from bookings.schools import importing
from bookings.schools.importing import Report, TooManyChanges
from bookings.schools.list_text import FileRefused
from bookings.schools.sorting import sort_key
from events.models import AuditEntry
from tests.bookings.edubase import WESTSHIRE, closed, edubase, numbered, school
from tests.database import every_row
from tests.factories import NOON, make_booking, make_school

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOON + timedelta(days=30)


def bring_in(*rows, at=NOON, force=False) -> Report:
    return importing.import_schools(
        io.BytesIO(edubase(*rows)), local_authority=WESTSHIRE, at=at, force=force
    )


def test_a_school_of_the_list_is_written_down_whole():
    listed = school(**{"Trusts (name)": "Ashby Learning Trust"})

    assert bring_in(listed) == Report(
        encoding="UTF-8", created=1, changed=0, closed=0, unchanged=0, missing=[]
    )

    [row] = School.objects.values()
    assert {name: str(value) for name, value in row.items() if name not in ("id", "public_id")} == {
        "urn": "100001",
        "local_authority": "875",
        "dfe_number": "875/2109",
        "name": "Oakfield Primary School",
        "town": "Ashby",
        "postcode": "WS1 2AB",
        "phase": "Primary",
        "type": "Community school",
        "trust": "Ashby Learning Trust",
        "status": "open",
        "district": "North Westshire",
        "low_age": "4",
        "high_age": "11",
        "opened_on": "1972-09-01",
        "closed_on": "None",
        "kind": "school",
        "succeeded_by_id": "None",
        "source": "gias",
        "sort_key": "oakfield primary school  ashby",
        "changed_at": "2026-11-02 12:00:00+00:00",
    }


def test_the_same_file_again_changes_nothing():
    rows = [*numbered(3), closed(school(100009)), school(100010, OpenDate="01-09-2026")]
    bring_in(*rows)
    before = every_row()

    report = bring_in(*rows, at=LATER)

    assert report == Report(
        encoding="UTF-8", created=0, changed=0, closed=0, unchanged=5, missing=[]
    )
    assert every_row() == before


def test_only_a_school_that_changed_is_touched():
    rows = numbered(20)
    bring_in(*rows)

    rows[3] |= {"Town": "Barton", "EstablishmentName": "Oakfield Academy"}
    report = bring_in(*rows, at=LATER)

    assert report == Report(
        encoding="UTF-8", created=0, changed=1, closed=0, unchanged=19, missing=[]
    )
    changed = School.objects.get(changed_at=LATER)
    assert (changed.urn, changed.label) == (100004, "Oakfield Academy, Barton")
    assert changed.sort_key == "oakfield academy  barton"
    entry = AuditEntry.objects.get(at=LATER)
    assert (entry.action, entry.object_id) == ("school_changed", changed.public_id)
    assert entry.changed == ["name", "sort_key", "town"]


def test_a_closed_school_is_kept_and_so_are_the_bookings_of_its_people():
    rows = numbered(20)
    bring_in(*rows)
    attendee = make_booking(school=School.objects.get(urn=100001), typed_school="")

    rows[0] = closed(rows[0])
    report = bring_in(*rows, at=LATER)

    assert report == Report(
        encoding="UTF-8", created=0, changed=0, closed=1, unchanged=19, missing=[]
    )
    attendee.refresh_from_db()
    assert (attendee.school.urn, attendee.school.status) == (100001, "closed")
    assert str(attendee.school.closed_on) == "2026-08-31"
    assert School.objects.open().count() == 19


def test_a_school_that_is_closing_or_only_proposed_is_open_to_choose():
    rows = [
        school(urn, **{"EstablishmentStatus (code)": str(code)})
        for code, urn in enumerate(range(100001, 100005), start=1)
    ]

    bring_in(*rows)

    open_schools = School.objects.open().order_by("urn").values_list("status", flat=True)
    assert list(open_schools) == ["open", "closing", "proposed"]


def test_a_school_that_the_file_lacks_is_reported_and_left_as_it_is():
    bring_in(*numbered(3))
    missing = School.objects.get(urn=100002)

    report = bring_in(*numbered(1), school(100003, EstablishmentNumber=""), at=LATER)

    assert report == Report(
        encoding="UTF-8", created=0, changed=0, closed=0, unchanged=2, missing=[missing]
    )
    assert not School.objects.filter(changed_at=LATER).exists()


def test_schools_of_another_authority_or_added_by_hand_are_not_missing():
    elsewhere = edubase(school(100002, **{"LA (code)": "876"}))
    importing.import_schools(io.BytesIO(elsewhere), local_authority="876", at=NOON)
    make_school(urn=100003)
    make_school()

    assert bring_in(school()).missing == []


def test_a_school_that_was_added_by_hand_becomes_that_of_the_list():
    by_hand = make_school(urn=100001, name="Oakfield")

    report = bring_in(school())

    assert report == Report(
        encoding="UTF-8", created=0, changed=1, closed=0, unchanged=0, missing=[]
    )
    by_hand.refresh_from_db()
    assert (by_hand.source, by_hand.name) == ("gias", "Oakfield Primary School")


def test_over_five_percent_of_changes_needs_to_be_forced():
    rows = numbered(39)
    bring_in(*rows)
    before = every_row()
    rows[0] |= {"Town": "Barton"}
    rows[1] = closed(rows[1])

    with pytest.raises(TooManyChanges) as refused:
        bring_in(*rows, school(100999), at=LATER)

    assert str(refused.value) == "2 of 39 known schools would change or close, more than 5%"
    assert every_row() == before
    report = bring_in(*rows, school(100999), at=LATER, force=True)
    assert report == Report(
        encoding="UTF-8", created=1, changed=1, closed=1, unchanged=37, missing=[]
    )


def test_the_new_name_of_a_trust_needs_no_force():
    rows = [school(100001 + n, **{"Trusts (name)": "Ashby Trust"}) for n in range(3)]
    bring_in(*[row | {"EstablishmentNumber": ""} for row in rows])
    renamed = [row | {"EstablishmentNumber": "", "Trusts (name)": "Weir Trust"} for row in rows]

    assert bring_in(*renamed, at=LATER).changed == 3
    assert set(School.objects.values_list("trust", flat=True)) == {"Weir Trust"}


def test_five_percent_of_changes_are_usual():
    rows = numbered(40)
    bring_in(*rows)
    rows[0] |= {"Town": "Barton"}
    rows[1] |= {"Town": "Barton"}

    assert bring_in(*rows).changed == 2


@pytest.mark.parametrize("typed", ["0875", " 875", "875\n", "\u00a00875 "])
def test_however_the_code_is_typed_the_schools_are_those_that_are_known(typed):
    bring_in(*numbered(2))

    report = importing.import_schools(
        io.BytesIO(edubase(*numbered(1))), local_authority=typed, at=LATER
    )

    missing = School.objects.get(urn=100002)
    assert report == Report(
        encoding="UTF-8", created=0, changed=0, closed=0, unchanged=1, missing=[missing]
    )


def test_a_bad_row_at_the_end_leaves_nothing_behind():
    before = every_row()

    with pytest.raises(FileRefused):
        bring_in(*numbered(3), school(100009, CloseDate="yesterday"))

    assert every_row() == before


@pytest.mark.parametrize(
    ("name", "town", "key"),
    [
        ("St. Mary’s C.E. (Aided) School", "Ashby", "st marys c e aided school  ashby"),
        ("St Mary's CE Aided School", "", "st marys ce aided school"),
        ("École Saint-Exupéry", "Weston-on-Sea", "ecole saint exupery  weston on sea"),
        ("ﬁ" * 250, "", "fi" * 200),
    ],
)
def test_schools_are_ordered_by_letters_and_figures_alone(name, town, key):
    assert sort_key(name, town) == key


def test_schools_of_the_same_name_are_ordered_by_town_before_any_longer_name():
    names = [("Oak School", "Yarrow"), ("Oak School", "Ashby"), ("Oak School Annexe", "Ashby")]
    bring_in(
        *(school(urn, EstablishmentName=name, Town=town) for urn, (name, town) in enumerate(names))
    )

    in_order = School.objects.in_order().values_list("name", "town")
    assert list(in_order) == [names[1], names[0], names[2]]


def test_a_school_of_the_list_has_a_local_authority():
    with (
        pytest.raises(IntegrityError, match="school_from_the_list_has_a_local_authority"),
        transaction.atomic(),
    ):
        make_school(source="gias", urn=100001)
