"""What bookings/ has against attacks: rows of the table, by file."""

from tests.mutants.attacks_on_serving import Row

GUARDS: dict[str, list[Row]] = {
    "bookings/access.py": [
        (
            "a link that was handed over is none",
            "if attendee.is_replaced:",
            "if False:",
            "test_links.py::test_a_link_that_was_handed_over_opens_and_changes_nothing_any_more",
        ),
        (
            "a booker's link opens whom they booked, and nobody else",
            "booked = Attendee.objects.for_booker_link(booker_token)",
            "booked = Attendee.objects.filter(booker__isnull=False)",
            "test_links.py::test_a_bookers_link_opens_those_alone_whom_they_booked",
        ),
    ],
    "bookings/models/booking.py": [
        (
            "the link to join is one of its own, since diaries are shared",
            "self.filter(join_token=token)",
            "self.filter(attendee__link_token=token)",
            "test_join_links.py::test_a_scanner_that_follows_the_link_to_join_joins_nothing",
        ),
        (
            "a calendar holds what its address has booked",
            "shown = self.filter(HOLDS_A_PLACE | ended_with_it, attendee__email_key=email_key)",
            "shown = self.filter(HOLDS_A_PLACE | ended_with_it)",
            "test_links.py::test_a_calendar_holds_nobody_elses_bookings",
        ),
    ],
    "bookings/form_pages.py": [
        (
            "what is refused counts like a booking",
            "        limits.count_refused(caller_network, at=at)\n",
            "        pass\n",
            "test_who_has_booked.py::"
            "test_what_is_refused_counts_so_that_addresses_are_tried_only_so_often",
        ),
        (
            "so does an address that is taken, by a link of one's own",
            "        limits.count_refused(throttle.caller_network(request), at=at)\n",
            "        pass\n",
            "test_who_has_booked.py::test_nor_can_they_be_tried_by_a_link_of_ones_own",
        ),
    ],
    "bookings/views/own_waiting.py": [
        (
            "an offer is answered by whose it is alone",
            "own = WaitingPlace.objects.of(attendee).to_show()\n    return",
            "own = WaitingPlace.objects.to_show()\n    return",
            "test_waiting_lists.py::test_an_offer_is_nobodys_but_theirs",
        ),
    ],
    "bookings/models/waiting.py": [
        (
            "a calendar holds what its address waits for",
            "own = self.open().filter(attendee__email_key=email_key)",
            "own = self.open()",
            "test_waiting_lists.py::test_a_calendar_holds_nothing_that_others_wait_for",
        ),
    ],
    "bookings/mail/waiting_notices.py": [
        (
            "what is mailed because somebody typed an address is limited",
            "return [replace(notice, limit=Limit.REFUSE) for notice in told]",
            "return [replace(notice, limit=Limit.NONE) for notice in told]",
            "test_waiting_lists.py::"
            "test_whoever_waits_is_mailed_no_more_than_the_hour_allows_however_often_they_are_typed",
        ),
    ],
    "bookings/views/documents.py": [
        (
            "papers for those who booked are for who still has a place",
            "if not attendee.bookings.holding_a_place().exists():",
            "if False:",
            "test_links.py::test_papers_for_who_booked_are_opened_by_no_other_link",
        ),
    ],
    "bookings/document_links.py": [
        (
            "a link opens the papers of its own event",
            "own: DocumentQuerySet = attendee.event.documents.for_who_booked(at)",
            "own: DocumentQuerySet = Document.objects.for_who_booked(at)",
            "test_links.py::test_papers_for_who_booked_are_opened_by_no_other_link",
        ),
    ],
    "bookings/models/attendee.py": [
        (
            "a link is known in its own letters",
            "own = self.filter(link_token=token)",
            "own = self.filter(link_token__iexact=token)",
            "test_links.py::test_an_altered_link_leads_nowhere",
        ),
    ],
    "bookings/views/manage.py": [
        (
            "the bookings of a link are its attendee's",
            "held = attendee.bookings.holding_a_place().with_session()\n    booking = get_object",
            "held = attendee.bookings.model.objects.holding_a_place().with_session()\n"
            "    booking = get_object",
            "test_links.py::test_a_link_of_ones_own_cancels_and_downloads_nothing_of_others",
        ),
        (
            "whoever follows a link only looks",
            "@require_POST\ndef send_booking_again",
            "def send_booking_again",
            "test_links.py::test_a_scanner_that_follows_every_link_changes_nothing",
        ),
        (
            "nor is a new link mailed by looking",
            "@require_POST\ndef send_new_link",
            "def send_new_link",
            "test_links.py::test_a_scanner_that_follows_every_link_changes_nothing",
        ),
    ],
    "bookings/lifecycle/steps.py": [
        (
            "what is cancelled is not booked",
            "if session.is_cancelled:\n        return SessionCancelled(session)",
            "if session.is_cancelled:\n        return None",
            "test_overbooking.py::test_a_session_that_cannot_be_booked_is_not_booked_by_its_id",
        ),
        (
            "what has begun is not booked",
            "if not session.is_open_for_booking(at):\n        return NotOpen(session)",
            "if False:\n        return NotOpen(session)",
            "test_overbooking.py::test_a_session_that_cannot_be_booked_is_not_booked_by_its_id",
        ),
    ],
    "bookings/lifecycle/commands.py": [
        (
            "a form of somebody else shows nothing of them",
            "if attendees.is_same_booking(sent_before, person, sessions):",
            "if True:",
            "test_overbooking.py::test_a_form_of_somebody_else_does_not_show_who_that_was",
        ),
        (
            "a form sent twice books once",
            "if sent_before is not None:",
            "if False:",
            "test_overbooking.py::test_the_same_form_sent_ten_times_takes_one_place",
        ),
        (
            "a network has a ceiling",
            "limits.count_booking(caller_network, at=at)",
            "pass",
            "test_mail_cannon.py::test_a_confirmed_form_does_not_pass_the_ceiling",
        ),
    ],
    "bookings/lifecycle/limits.py": [
        (
            "a script confirms",
            "if looks_automatic or booked >=",
            "if booked >=",
            "test_mail_cannon.py::test_a_script_that_fills_in_every_field_is_asked_to_confirm",
        ),
        (
            "a busy network confirms",
            "if looks_automatic or booked >= settings.BOOKINGS_PER_ADDRESS_PER_HOUR:",
            "if looks_automatic:",
            "test_mail_cannon.py::test_a_network_with_unusually_many_bookings_is_asked_to_confirm",
        ),
        (
            "confirmed forms count too",
            "if number > settings.MOST_BOOKINGS_PER_ADDRESS_PER_HOUR:",
            "if False:",
            "test_mail_cannon.py::test_a_confirmed_form_does_not_pass_the_ceiling",
        ),
    ],
    "bookings/lifecycle/finding.py": [
        (
            "a network asks for bookings only so often",
            "if asked > settings.SEARCHES_PER_NETWORK_PER_HOUR:",
            "if False:",
            "test_who_has_booked.py::test_many_addresses_are_tried_from_one_network_only_so_often",
        ),
        (
            "nobody is mailed their bookings again and again",
            "unwanted = notice.dedupe_key if is_too_often else NONE_OF_THEM",
            "unwanted = NONE_OF_THEM",
            "test_who_has_booked.py::test_who_is_asked_for_a_fourth_time_is_mailed_no_more",
        ),
        (
            "asking often looks like asking once",
            "    queue([notice], at=at)\n",
            "    if throttle.counted(SEARCHES_FOR, email_key(email), at=at) < 3:\n"
            "        queue([notice], at=at)\n",
            "test_who_has_booked.py::test_the_database_is_asked_the_same",
        ),
    ],
    "bookings/mail/finding.py": [
        (
            "links go to the mailbox that booked",
            "to=max(people, key=lambda one: one.created_at).email,",
            "to=message.to,",
            "test_who_has_booked.py::"
            "test_the_links_go_to_the_mailbox_that_booked_whatever_spelling_is_typed",
        ),
    ],
    "bookings/mail/queue.py": [
        (
            "an address has so many mails an hour",
            "if address in only_copies and before >= settings.MAILS_PER_RECIPIENT_PER_HOUR:",
            "if False:",
            "test_mail_cannon.py::test_one_victim_is_mailed_as_often_as_an_hour_allows_over_all_events",
        ),
    ],
    "bookings/mail/messages.py": [
        (
            "a copy follows its mail",
            "without_invitation, about_a_place=True, follows=(Kind.PLACE_BOOKED,)",
            "without_invitation, about_a_place=True",
            "test_mail_cannon.py::test_no_copy_follows_a_mail_that_never_left",
        ),
        (
            "nobody is told of the end of what they were not told of",
            "Kind.CANCELLED_COPY: MailType(without_invitation, follows=TOLD_TO_BOOKERS)",
            "Kind.CANCELLED_COPY: MailType(without_invitation)",
            "test_mail_cannon.py::test_who_never_had_a_copy_is_not_told_of_the_end",
        ),
    ],
    "bookings/exports/csv_files.py": [
        (
            "no cell is a formula",
            """return f"'{cell}" if cell[:1] in STARTS_A_FORMULA else cell""",
            "return cell",
            "test_injection.py::test_no_cell_that_a_stranger_typed_is_a_formula",
        ),
        (
            "nor one of wide signs",
            "\\uff1d\\uff0b\\uff0d\\uff20",
            "",
            "test_injection.py::test_no_cell_that_a_stranger_typed_is_a_formula",
        ),
    ],
}
