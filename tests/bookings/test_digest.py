"""The summary that organisers get each working morning, where there is news."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings import digests
from bookings.lifecycle import commands, moving
from bookings.mail import delivery
from bookings.models import DigestChoice, Message
from deploy.closing import close_organiser
from events.models import Membership
from tests.bookings.home import SOON, take
from tests.factories import (
    NOON,
    attach_document,
    cancel_event,
    make_booking,
    make_event,
    make_organiser,
    make_team,
    plan,
)

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 10, 30, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 2, 7, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FAR = NOON + timedelta(days=90)


@pytest.fixture
def olu():
    """Who wants a summary since Friday noon, of a team with an event that needs no attention."""
    organiser = make_organiser(email="olu@westshire.example")
    digests.choose_digest(organiser, wanted=True, at=FRIDAY)
    return organiser


def event_far_away(**fields):
    return make_event(plan(starts_at=FAR), at=FRIDAY, **fields)


def book(event, at=FRIDAY + MINUTE, **person):
    return make_booking(event.sessions.select_related("event").get(), at=at, **person)


def queued():
    return Message.objects.filter(kind="digest").order_by("pk")


def sent(mailbox, at):
    """The summaries that go out when the worker comes by at this moment."""
    digests.queue_digests(at)
    Message.objects.exclude(kind="digest").delete()
    mailbox.clear()
    delivery.deliver_due(worker="worker", clock=lambda: at)
    return [(mail.to[0], mail.subject) for mail in mailbox]


def test_on_monday_it_tells_of_the_weekend_too(olu, mailbox):
    event = event_far_away()
    for at in (FRIDAY - 6 * timedelta(hours=1), FRIDAY, FRIDAY + DAY, MONDAY - MINUTE, MONDAY):
        book(event, at=at, full_name="Ann Example", email=f"ann{at:%d%H%M}@school.example")
    commands.cancel_bookings(book(event), at=FRIDAY + 2 * DAY)

    found = sent(mailbox, MONDAY + MINUTE)

    assert found == [
        (
            "olu@westshire.example",
            "4 new bookings and 1 cancellation: Monday 2 November 2026",
        )
    ]
    [mail] = mailbox
    text = mail.body
    page = f"https://placecard.example.gov.uk/organiser/events/{event.public_id}/"
    assert text.startswith(
        "4 new bookings and 1 cancellation since 7am on Friday 30 October 2026.\n\n"
        f"Headteacher briefing\n\n4 new bookings and 1 cancellation\n\n{page}\n\n"
    )
    assert "https://placecard.example.gov.uk/organiser/email-settings/\n" in text
    for content in (text, mail.alternatives[0][0]):
        assert "Ann" not in content
        assert "school.example" not in content
    assert mail.attachments == []


def test_the_next_morning_tells_what_came_since(olu, mailbox):
    event = event_far_away()
    book(event)
    sent(mailbox, MONDAY)
    book(event, at=MONDAY)

    assert sent(mailbox, MONDAY + 5 * timedelta(hours=1)) == []
    assert sent(mailbox, TUESDAY) == [
        ("olu@westshire.example", "1 new booking: Tuesday 3 November 2026")
    ]


def test_it_waits_until_seven_in_london_on_both_sides_of_each_change_of_the_clocks(mailbox):
    for number, (day, utc) in enumerate(
        [
            (date(2026, 3, 27), 7),  # Greenwich
            (date(2026, 3, 30), 6),  # summer
            (date(2026, 10, 23), 6),
            (date(2026, 10, 26), 7),
        ]
    ):
        due = datetime(day.year, day.month, day.day, utc, tzinfo=UTC)
        organiser = make_organiser(email=f"o{number}@westshire.example", team=make_team(str(day)))
        event = make_event(
            plan(starts_at=due + 90 * DAY), at=due - 9 * DAY, team=make_team(str(day))
        )
        digests.choose_digest(organiser, wanted=True, at=due - 3 * DAY - timedelta(hours=2))
        book(event, at=due - timedelta(hours=1))

        assert sent(mailbox, due - MINUTE) == []
        assert [to for to, _ in sent(mailbox, due)] == [organiser.email]


@pytest.mark.parametrize(
    ("at", "since"),
    [
        (datetime(2026, 11, 2, 6, 59, tzinfo=UTC), datetime(2026, 10, 30, 7, tzinfo=UTC)),
        (datetime(2026, 11, 2, 7, 0, tzinfo=UTC), datetime(2026, 11, 2, 7, tzinfo=UTC)),
        (datetime(2026, 11, 1, 23, tzinfo=UTC), datetime(2026, 10, 30, 7, tzinfo=UTC)),
        (datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 3, 27, 7, tzinfo=UTC)),
        (datetime(2026, 3, 30, 6, 0, tzinfo=UTC), datetime(2026, 3, 30, 6, tzinfo=UTC)),
        (datetime(2026, 10, 26, 6, 59, tzinfo=UTC), datetime(2026, 10, 23, 6, tzinfo=UTC)),
        (datetime(2026, 12, 28, 12, tzinfo=UTC), datetime(2026, 12, 24, 7, tzinfo=UTC)),
    ],
)
def test_the_last_morning_is_that_of_a_working_day(at, since):
    assert digests.last_morning(at) == since


def test_a_weekend_and_a_bank_holiday_have_none_and_the_day_after_tells_of_all(mailbox):
    christmas = datetime(2026, 12, 24, 12, tzinfo=UTC)
    digests.choose_digest(make_organiser(), wanted=True, at=christmas)
    event = make_event(plan(starts_at=christmas + 90 * DAY), at=christmas)
    book(event, at=christmas + MINUTE)

    found = {day: sent(mailbox, christmas + day * DAY) for day in range(1, 6)}

    assert [day for day, mails in found.items() if mails] == [5]
    assert found[5][0][1] == "1 new booking: Tuesday 29 December 2026"


def test_without_news_nothing_is_queued_and_the_day_is_looked_at_once(olu, mailbox):
    event_far_away()

    assert sent(mailbox, MONDAY) == []
    assert queued().count() == 0
    assert DigestChoice.objects.get().told_until == MONDAY


def test_what_needs_attention_is_news_once(olu, mailbox):
    event = event_far_away(title="Filling up")
    take(event, 20)

    first, second = sent(mailbox, MONDAY), sent(mailbox, TUESDAY)

    assert first == [("olu@westshire.example", "1 event needs attention: Monday 2 November 2026")]
    assert second == []


def test_what_needs_attention_still_is_said_beside_other_news(olu, mailbox):
    soon = make_event(plan(starts_at=SOON + DAY), at=FRIDAY, title="Soon")
    sent(mailbox, MONDAY)
    book(event_far_away(title="Far"), at=MONDAY)

    [(_, subject)] = sent(mailbox, TUESDAY)

    assert subject == "1 new booking: Tuesday 3 November 2026"
    assert mailbox[0].body.index("Far\n") < mailbox[0].body.index("Soon\n")
    assert "Needs attention\n* No agenda, and it is in 5 days" in mailbox[0].body
    assert str(soon.public_id) in mailbox[0].body


def test_what_was_mended_and_is_missing_again_is_news_again(olu, mailbox):
    event = make_event(plan(starts_at=MONDAY + 6 * DAY), at=FRIDAY)
    sent(mailbox, MONDAY)
    document = attach_document(event)
    sent(mailbox, TUESDAY)
    document.withdrawn_at = TUESDAY
    document.save(update_fields=["withdrawn_at"])

    assert len(sent(mailbox, TUESDAY + DAY)) == 1


def test_a_place_that_was_moved_is_no_news(olu, mailbox):
    event = make_event(plan(starts_at=FAR), plan(starts_at=FAR + DAY), at=FRIDAY)
    first, second = event.sessions.select_related("event").in_order()
    attendee = make_booking(first, at=FRIDAY - DAY)
    booking = attendee.bookings.get().public_id
    moving.move_booking(attendee, booking=booking, to=second, at=FRIDAY + MINUTE)

    assert sent(mailbox, MONDAY) == []


def test_of_many_events_twenty_are_told(olu, mailbox):
    for number in range(23):
        book(event_far_away(title=f"Event {number:02}"))

    sent(mailbox, MONDAY)

    assert mailbox[0].body.count("\n1 new booking\n") == 20
    assert "\nand 3 more events\n" in mailbox[0].body


def test_another_teams_and_a_cancelled_event_are_no_news(olu, mailbox):
    book(event_far_away(team=make_team("Others")))
    off = event_far_away()
    book(off)
    cancel_event(off, at=FRIDAY + MINUTE)

    assert sent(mailbox, MONDAY) == []


@pytest.mark.parametrize(("role", "mails"), [("assistant", 1), ("partner", 0), ("check_in", 0)])
def test_only_whoever_may_see_bookings_is_told_of_them(role, mails, mailbox):
    digests.choose_digest(make_organiser(role=role), wanted=True, at=FRIDAY)
    book(event_far_away())

    assert len(sent(mailbox, MONDAY)) == mails


def test_whoever_does_not_want_it_gets_none(mailbox):
    make_organiser()
    book(event_far_away())

    assert sent(mailbox, MONDAY) == []


def left_team(olu):
    Membership.objects.filter(organiser=olu).delete()


def closed(olu):
    close_organiser(email=olu.email, at=MONDAY)


def chose_no(olu):
    digests.choose_digest(olu, wanted=False, at=MONDAY)


def has_another_address(olu):
    olu.email = "other@westshire.example"
    olu.save(update_fields=["email"])


@pytest.mark.parametrize("change", [left_team, closed, chose_no, has_another_address])
def test_it_is_looked_at_again_when_it_is_sent(change, olu, mailbox):
    book(event_far_away())
    digests.queue_digests(MONDAY)
    change(olu)

    assert sent(mailbox, MONDAY + MINUTE) == []
    assert [message.state for message in queued()] == ["skipped"]


@pytest.mark.parametrize("change", [left_team, closed, chose_no])
def test_nothing_is_queued_for_who_has_gone_or_chosen_otherwise(change, olu):
    book(event_far_away())
    change(olu)

    digests.queue_digests(MONDAY)

    assert queued().count() == 0


def test_what_happened_before_it_was_chosen_again_is_not_told(olu, mailbox):
    digests.choose_digest(olu, wanted=False, at=FRIDAY)
    book(event_far_away(), at=FRIDAY + MINUTE)
    digests.choose_digest(olu, wanted=True, at=MONDAY)
    digests.choose_digest(olu, wanted=True, at=TUESDAY)

    assert DigestChoice.objects.get().told_until == MONDAY
    assert sent(mailbox, TUESDAY) == []


def test_a_worker_that_was_away_for_a_day_tells_of_both(olu, mailbox):
    book(event_far_away())

    assert sent(mailbox, TUESDAY) == [
        ("olu@westshire.example", "1 new booking: Tuesday 3 November 2026")
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow_with_events(olu, number, django_assert_num_queries):
    for _ in range(number):
        book(make_event(plan(starts_at=SOON), at=FRIDAY))

    with django_assert_num_queries(17):
        digests.queue_digests(MONDAY)
