"""Schools that take over the number of a closed one, as academies do."""

import io
from datetime import timedelta

import pytest

from bookings.models import School
from bookings.schools import importing
from bookings.schools.importing import Report
from tests.bookings.edubase import WESTSHIRE, closed, edubase, numbered, school
from tests.factories import NOON

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOON + timedelta(days=30)


def bring_in(*rows, at=NOON, force=False) -> Report:
    return importing.import_schools(
        io.BytesIO(edubase(*rows)), local_authority=WESTSHIRE, at=at, force=force
    )


def test_an_academy_gets_a_row_of_its_own_that_follows_the_closed_school():
    rows = numbered(20)
    rows[0]["EstablishmentNumber"] = "2109"
    bring_in(*rows)

    rows[0] = closed(rows[0], on="31-08-2026")
    academy = school(100500, OpenDate="01-09-2026", EstablishmentName="Oakfield Academy")
    report = bring_in(*rows, academy, at=LATER)

    assert report == Report(
        encoding="UTF-8", created=1, changed=0, closed=1, unchanged=19, missing=[]
    )
    old, new = School.objects.get(urn=100001), School.objects.get(urn=100500)
    assert (old.succeeded_by, new.succeeded_by) == (new, None)
    assert old.dfe_number == new.dfe_number == "875/2109"
    assert bring_in(*rows, academy).unchanged == 21


def test_an_academy_that_is_listed_later_changes_the_closed_school_then():
    rows = [closed(school()), *numbered(21)[1:]]
    bring_in(*rows)

    report = bring_in(*rows, school(100500, OpenDate="01-09-2026"), at=LATER)

    assert report == Report(
        encoding="UTF-8", created=1, changed=1, closed=0, unchanged=20, missing=[]
    )
    old = School.objects.get(urn=100001)
    assert (old.succeeded_by.urn, old.changed_at) == (100500, LATER)


def test_a_chain_of_successors_is_followed_one_by_one():
    bring_in(
        closed(school(100001), on="31-08-2010"),
        closed(school(100002, OpenDate="01-09-2010"), on="31-08-2020"),
        school(100003, OpenDate="01-09-2020"),
    )

    pairs = School.objects.order_by("urn").values_list("urn", "succeeded_by__urn")
    assert list(pairs) == [(100001, 100002), (100002, 100003), (100003, None)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (school(100001), school(100002, OpenDate="01-09-2026")),
        (closed(school(100001)), school(100002, OpenDate="")),
        (closed(school(100001)), school(100002, OpenDate="01-09-2001")),
        (
            closed(school(100001, EstablishmentNumber="")),
            school(100002, EstablishmentNumber="", OpenDate="01-09-2026"),
        ),
    ],
    ids=["still open", "opened at no known time", "opened long before", "no number"],
)
def test_nothing_succeeds_where_the_list_does_not_say_so(old, new):
    bring_in(old, new)

    assert not School.objects.filter(succeeded_by__isnull=False).exists()


def test_a_closed_school_without_its_day_is_succeeded_all_the_same():
    bring_in(closed(school(100001), on=""), school(100002, OpenDate="01-09-2026"))

    assert School.objects.get(urn=100001).succeeded_by.urn == 100002
