"""What calendars, answers from them and links to join have against attacks."""

from tests.mutants.attacks_on_serving import Row

GUARDS: dict[str, list[Row]] = {
    "events/feeds.py": [
        (
            "the name of a calendar adds no line to it",
            "head.add(name, vText(text))",
            "head.add(name, vUri(text))",
            "test_calendar_bytes.py::test_no_text_adds_a_line_to_a_calendar_that_is_subscribed_to",
        ),
    ],
    "events/ical.py": [
        (
            "the title of an event adds no line to an invitation",
            'event.add("summary", prefix + entry.summary)',
            'event.add("summary", vUri(prefix + entry.summary))',
            "test_calendar_bytes.py"
            "::test_no_text_adds_a_line_to_an_invitation_or_a_header_to_its_mail",
        ),
    ],
    "bookings/lifecycle/replies.py": [
        (
            "an answer acts only if who sent it and who it names are the attendee",
            "return addresses == {self.attendee.email_key}",
            "return True",
            "test_forged_answers.py::test_a_decline_that_may_be_forged_only_asks",
        ),
        (
            "an answer that was overtaken acts no more",
            "return (case.sequence, case.stamped_at) < (last.sequence, last.stamped_at)",
            "return False",
            "test_forged_answers.py::test_an_old_answer_that_is_sent_on_later_acts_no_more",
        ),
    ],
    "bookings/views/incoming.py": [
        (
            "mails are taken from whoever has the provider's key",
            "if not posted.is_signed(key=settings.INCOMING_MAIL_KEY, at=now):",
            "if False:",
            "test_forged_answers.py::test_a_post_without_the_providers_key_is_not_looked_at",
        ),
        (
            "whoever has seen the provider's post signs no mail of their own with it",
            "if not posted.is_first_or_the_same():",
            "if False:",
            "test_forged_answers.py::test_a_signature_that_was_seen_signs_no_other_mail",
        ),
    ],
    "bookings/replies/reading.py": [
        (
            "a mail that is too large is not read",
            "if len(raw) > LARGEST:",
            "if False:",
            "test_forged_answers.py"
            "::test_a_mail_that_is_too_large_or_too_deep_is_kept_aside_and_not_read",
        ),
    ],
    "bookings/personal_calendars.py": [
        (
            "where a calendar is goes to its address in no other spelling",
            "notices.calendar_address(attendee.email_key, link=link)",
            "notices.calendar_address(attendee.email, link=link)",
            "test_links.py::test_a_calendar_is_mailed_to_no_other_spelling_of_its_address",
        ),
        (
            "a calendar's old address is given up",
            "calendar.page_token, calendar.feed_token = new_token(), new_token()",
            "calendar.page_token = new_token()",
            "test_links.py::test_an_address_of_a_calendar_that_was_given_up_is_nobodys",
        ),
    ],
    "bookings/models/personal_calendar.py": [
        (
            "the address of a feed opens no page",
            "return self.filter(page_token=token)",
            "return self.filter(models.Q(page_token=token) | models.Q(feed_token=token))",
            "test_links.py::test_who_knows_the_address_of_a_feed_opens_no_page_and_changes_nothing",
        ),
    ],
    "bookings/views/personal_calendars.py": [
        (
            "whoever holds a booking's link is not shown where the calendar is",
            'return redirect(request.pages.url("your_booking", calendar="1"))',
            "calendar = PersonalCalendar.objects.get(email_key=attendee.email_key)\n"
            '    return redirect("my_calendar", calendar.page_token)',
            "test_links.py::"
            "test_who_books_with_somebodys_address_never_learns_where_their_calendar_is",
        ),
        (
            "whoever follows a link makes no new address",
            "@require_POST\ndef new_calendar_address",
            "def new_calendar_address",
            "test_links.py::test_a_scanner_that_follows_every_link_changes_nothing",
        ),
        (
            "nor has a calendar's address mailed",
            "@require_POST\ndef email_calendar_address",
            "def email_calendar_address",
            "test_links.py::test_a_scanner_that_follows_every_link_changes_nothing",
        ),
    ],
    "bookings/mail/notices.py": [
        (
            "where a calendar is counts as any other mail",
            "facts=CalendarFacts(link=link))",
            "facts=CalendarFacts(link=link), limit=Limit.NONE)",
            "test_mail_cannon.py::test_nobody_is_mailed_where_their_calendar_is_again_and_again",
        ),
    ],
    "bookings/views/joining.py": [
        (
            "whoever follows a link to join joins nothing",
            'if request.method == "POST":',
            "if True:",
            "test_join_links.py::test_a_scanner_that_follows_the_link_to_join_joins_nothing",
        ),
    ],
    "bookings/lifecycle/joining.py": [
        (
            "nobody joins before and after",
            "return _why_not_now(booking.session, at)",
            "return None",
            "test_join_links.py::test_before_and_after_the_link_to_join_tells_nobody_of_the_meeting",
        ),
        (
            "a cancelled place is not joined by",
            "if not booking.holds_a_place:",
            "if False:",
            "test_join_links.py::test_whoever_cancelled_does_not_join_by_the_link_they_kept",
        ),
    ],
}
