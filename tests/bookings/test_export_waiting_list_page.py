"""The waiting list as a file: which rows, which columns, and who may have it."""

import io

import openpyxl
import pytest

from tests.bookings.taken_out import cells, content_of, lines
from tests.bookings.waiting import join, make_full
from tests.bookings.waiting_tab import give_up, page, tab
from tests.factories import make_event, make_organiser, make_team, plan
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HEADINGS = [
    *("Reference", "Session", "When", "Starts", "Ends", "Where", "Full name"),
    *("Work email address", "School", "Town", "DfE number", "URN", "Phase", "District", "Role"),
    *("Access needs", "Booked by", "Booked by email address", "Told the organisers", "State"),
    *("Position", "Choice", "Waiting since", "Offered at", "Offered until"),
    "Moved in the list because",
]
SHOWN = ("Session", "Full name", "State", "Position", "Choice", "Offered until")


def address(event):
    return f"{tab(event)}export/"


def records(response):
    [headings, *rows] = lines(response)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def workbook(client, event):
    content = content_of(client.post(address(event), {"kind": "xlsx"}))
    return openpyxl.load_workbook(io.BytesIO(content))


def test_each_line_is_a_row_in_the_order_of_the_lists(signed_in):
    first, second = make_full(plan(capacity=1, label="Morning"), plan(capacity=1, label="Late"))
    ann = join(first, full_name="Ann Example", email="ann@school.example")
    ben = join(second, first, full_name="Ben Example")
    join(second, full_name="=Cat")
    give_up(first)
    signed_in.post(page(ben, "move"), {"to": "end", "reason": "Asked"})

    response = signed_in.post(address(first.event), {"kind": "csv"})

    name = f"{first.event.feed_name}-waiting-list.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "no-store"
    found = records(response)
    assert list(found[0]) == HEADINGS
    assert [tuple(row[name] for name in SHOWN) for row in found] == [
        ("Morning", "Ann Example", "Offered a place", "", "1", "2026-11-03 10:00"),
        ("Morning", "Ben Example", "Waiting", "1", "2", ""),
        ("Late", "Ben Example", "Waiting", "1", "1", ""),
        ("Late", "'=Cat", "Waiting", "2", "1", ""),
    ]
    assert (found[0]["Reference"], found[0]["Work email address"]) == (
        ann.public_id,
        "ann@school.example",
    )
    assert {row["Waiting since"] for row in found} == {"2026-11-02 12:00"}
    assert [row["Moved in the list because"] for row in found] == ["", "Asked", "", ""]


def test_a_workbook_has_a_sheet_of_all_and_one_of_each_session(signed_in):
    first, second = make_full(plan(capacity=1, label="Morning"), plan(capacity=1, label="Late"))
    join(first, second, full_name="Ann Example")

    book = workbook(signed_in, first.event)

    assert book.properties.title == "Waiting list"
    assert book.sheetnames == ["All", "Morning", "Late"]
    assert [len(cells(sheet)) for sheet in book] == [3, 2, 2]


def test_a_course_is_one_list(signed_in):
    first, _ = make_full(plan(capacity=1), plan(capacity=1), attendance="all")
    join(*first.event.sessions.with_place().order_by("pk"), full_name="Ann Example")

    book = workbook(signed_in, first.event)
    [row] = records(signed_in.post(address(first.event), {"kind": "csv"}))

    assert (row["Session"], row["Position"], "When" in row) == ("The whole course", "1", False)
    assert [len(cells(sheet)) for sheet in book] == [2]


def test_the_kind_is_asked_for_and_it_stands_in_the_history(signed_in):
    [session] = make_full()
    join(session)
    asked = signed_in.get(address(session.event))
    wrong = signed_in.post(address(session.event), {"kind": "pdf"})

    content_of(signed_in.post(address(session.event), {"kind": "csv"}))

    assert "Download the waiting list" in asked.text
    assert wrong.context_data["form"].errors == {"kind": ["Select one of these"]}
    history = signed_in.get(f"/organiser/events/{session.event.public_id}/history/")
    told = [one.sentence for one in history.context_data["told"]]
    assert told.count("Olu Organiser downloaded the waiting list") == 1
    assert f'href="{address(session.event)}"' in signed_in.get(tab(session.event)).text


def test_where_nobody_waits_there_is_nothing_to_download(signed_in):
    assert "Nobody is waiting." in signed_in.get(address(make_event())).text


@pytest.mark.parametrize("people", [1, 5])
def test_the_number_of_queries_stays_the_same(signed_in, django_assert_num_queries, people):
    [session] = make_full()
    for _ in range(people):
        join(session)

    with django_assert_num_queries(10):
        content_of(signed_in.post(address(session.event), {"kind": "csv"}))


def test_assistants_have_it_check_in_and_other_teams_do_not(client, settings):
    settings.REQUIRE_TOTP = False
    own, other = make_event(), make_event(team=make_team("Others"))
    statuses = []
    for role in ("assistant", "check_in"):
        let_in(client, make_organiser(role=role))
        statuses.append(client.get(address(own)).status_code)
    let_in(client, make_organiser())

    assert statuses == [200, 403]
    assert client.post(address(other), {"kind": "csv"}).status_code == 404
